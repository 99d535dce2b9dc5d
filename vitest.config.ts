import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/journeys/**', 'test/desktop/**', 'test/bench/**'],
    testTimeout: 30_000,
  },
});
