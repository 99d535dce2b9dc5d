import { afterEach, expect, test, vi } from 'vitest';
import { FetchedData } from '../../server/hosts/fetched.ts';

afterEach(() => vi.unstubAllGlobals());

const LISTED = ['bluegreen/lifecycle.json', 'words/de.json', 'words/ja.json', 'words/keys.json'];

/** What a browser fetches for a reader. */
async function fetchedFor(locale: string | undefined): Promise<readonly string[]> {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address.replace('https://data.test/', ''));
    return new Response(address.endsWith('files.json') ? JSON.stringify(LISTED) : '[]');
  });
  await new FetchedData().fetchAll('https://data.test/', locale);
  return asked;
}

test('a browser fetches the words of its reader, and none for English', async () => {
  expect(await fetchedFor('en')).toEqual(['files.json', 'bluegreen/lifecycle.json']);
  expect(await fetchedFor(undefined)).toEqual(['files.json', 'bluegreen/lifecycle.json']);
  expect(await fetchedFor('de')).toEqual([
    'files.json',
    'bluegreen/lifecycle.json',
    'words/de.json',
    'words/keys.json',
  ]);
});
