/** Reading of JSON that nobody checked: every access says what it expects and gets undefined otherwise. */
export type Shape = Readonly<Record<string, unknown>>;

export function shape(value: unknown): Shape {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Shape) : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
