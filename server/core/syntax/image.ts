import type { ImageRef } from '../model/fact.ts';
import type { ShellWord } from '../model/shell.ts';

export type ImageParts = Pick<ImageRef, 'registry' | 'repository' | 'tag' | 'digest' | 'unknown'>;

/**
 * Parts of a container image reference: `registry:port/repository:tag@digest`. The port of a registry is no tag. `unknown` when the
 * repository or the tag is only known at run time. Undefined for what is no reference at all.
 */
export function imageRef(word: ShellWord): ImageParts | undefined {
  const [name = '', digest] = word.text.split('@', 2);
  const slash = name.lastIndexOf('/');
  const colon = name.indexOf(':', slash + 1);
  const path = colon < 0 ? name : name.slice(0, colon);
  const tag = colon < 0 ? undefined : name.slice(colon + 1);
  if (path === '' || /\s/.test(word.text)) return undefined;
  const first = path.slice(0, Math.max(0, path.indexOf('/')));
  const registry = /[.:]|^localhost$/.test(first) ? first : undefined;
  const repository = registry === undefined ? path : path.slice(registry.length + 1);
  const dynamic = word.unknown && /[{$`(<%]/.test(tag ?? path) ? true : word.unknown && tag === undefined;
  return {
    repository,
    ...(registry === undefined ? {} : { registry }),
    ...(tag === undefined ? {} : { tag: { value: tag, span: tagSpan(word, colon + 1, tag) } }),
    ...(digest === undefined ? {} : { digest }),
    ...(dynamic ? { unknown: true } : {}),
  };
}

/** In a quoted word the tag is looked for from the end, where the closing quote stands. */
function tagSpan({ span, text }: ShellWord, from: number, tag: string) {
  const exact = span.end - span.start === text.length;
  const start = exact ? span.start + from : span.start + 1 + from;
  return start + tag.length <= span.end ? { start, end: start + tag.length } : span;
}
