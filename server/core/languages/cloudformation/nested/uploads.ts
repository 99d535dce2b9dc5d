import type { Resource } from '../../../model/fact.ts';
import { folderOf, joinPath } from '../../../model/paths.ts';
import { isWithin, type Span } from '../../../model/span.ts';
import type { Value } from '../../../model/value.ts';
import { fingerprint } from '../../../syntax/fingerprint.ts';
import type { Project } from '../../language.ts';
import type { CfnReading } from '../reading.ts';
import { uploadsOf } from '../uploads.ts';

/** Lets a resource that names a file of the project be another one when the text of the file is. */
export function withUploads({ source, template }: CfnReading, project: Project): (fact: Resource) => Resource {
  const uploads = uploadsOf(template).flatMap(({ path, span }) => {
    const text = project.text(joinPath(folderOf(source.path), path));
    return text === undefined ? [] : [{ span, text: fingerprint([text]) }];
  });
  return (fact) => {
    const own = uploads.filter(({ span }) => isWithin(span, fact.span));
    return own.length === 0 ? fact : { ...fact, settings: marked(fact.settings, own) };
  };
}

interface Mark {
  readonly span: Span;
  readonly text: string;
}

function marked<V extends Value>(value: V, marks: readonly Mark[]): V {
  const own = marks.filter(({ span }) => isWithin(span, value.span));
  if (own.length === 0) return value;
  if (value.kind === 'list') return { ...value, items: value.items.map((item) => marked(item, own)) };
  if (value.kind === 'map')
    return { ...value, entries: value.entries.map((entry) => ({ ...entry, value: marked(entry.value, own) })) };
  const literals = own.map(({ text }) => text);
  if (value.kind === 'unknown') return { ...value, literals: [...(value.literals ?? []), ...literals] };
  if (value.kind !== 'scalar') return value;
  const part = { value: String(value.value), span: value.span };
  return { kind: 'unknown', reason: 'the text of a file', parts: [part], literals, span: value.span } as Value as V;
}
