import type { Finding, Fix } from '../../../model/finding.ts';
import type { Span } from '../../../model/span.ts';
import type { ScalarNode } from '../../../model/tree.ts';
import { closest } from '../../../schema/closest.ts';
import { blockOf } from '../blocks.ts';
import type { MacfileReading } from '../reading.ts';
import { addressReference, type MacReference, referencesIn } from '../references.ts';
import { type Broken, namesAreKnown, resolve, type Target } from '../resolve.ts';
import { scalarType } from '../scalars.ts';
import { type Scope, settingText, usersOf, type WorkEntry } from '../scope.ts';
import { spanIn } from '../texts.ts';
import { type MacText, textsOf } from '../uses.ts';
import { finding, replace } from './report.ts';

/** Every reference of the work list: does it name something, is it there in time, can the tool read it. */
export function checkReferences(scope: Scope): readonly Finding[] {
  const certain = namesAreKnown(scope);
  const found = textsOf(scope).flatMap((text) => {
    if (text.place.endsWith('environment') && addressReference(text.node.text) !== undefined) return [];
    const references = referencesIn(text.node);
    return references.flatMap((reference) => new ReferenceCheck(scope, text, certain).check(reference));
  });
  const unique = new Map(found.map((one) => [`${one.code} ${one.span.start} ${one.span.end}`, one]));
  return [...unique.values()];
}

class ReferenceCheck {
  readonly #scope: Scope;
  readonly #text: MacText;
  readonly #certain: boolean;

  constructor(scope: Scope, text: MacText, certain: boolean) {
    this.#scope = scope;
    this.#text = text;
    this.#certain = certain;
  }

  check(reference: MacReference): readonly Finding[] {
    const target = resolve(this.#scope, reference);
    if (!reference.terminated) return this.#unterminated(reference, target);
    const { place } = this.#text;
    if (place === 'entry-environment') return this.#inEntryEnvironment(reference, target);
    if (place === 'destroy') return this.#inDestroy(reference, target);
    switch (target.kind) {
      case 'broken':
        return this.#broken(reference, target);
      case 'property':
        return this.#property(reference, target);
      case 'param':
        return this.#param(reference, target.name);
      case 'output':
        return this.#order(reference, [target.entry], `"${target.entry.name}" runs`);
      case 'ssh':
        return this.#ssh(reference, target);
      case 'bash':
        return [];
    }
  }

  #broken(reference: MacReference, { code, part, message, meant }: Broken): readonly Finding[] {
    const isName = code !== 'action-kind' && code !== 'reference-form';
    // What no entry uses is never run, and is said to be unused.
    if (isName && (!this.#certain || this.#text.entry === undefined)) return [];
    const span = this.#span(reference, part);
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    const fix = meant === undefined || span === undefined ? undefined : replace(`Replace by "${meant}"`, span, meant);
    return [this.#finding(code, reference, part, `${message}${hint}`, [fix])];
  }

  #property(reference: MacReference, { setting, key, entry }: Target & { kind: 'property' }): readonly Finding[] {
    const { value } = setting;
    if (value.kind === 'scalar') {
      const type = scalarType(value);
      if (type === 'text' || type === 'unknown') return [];
    }
    const message = `"${key}" of entry "${entry.name}" is no text, and mac can put only text into a command: it stops with an error. Pass the value with a parameter instead.`;
    return [this.#finding('non-string-property', reference, 'rest', message)];
  }

  #param(reference: MacReference, name: string): readonly Finding[] {
    const { entry, place } = this.#text;
    if (place === 'scalar' || place === 'role-environment') {
      const message = `infrastructure.param is not known here: only commands and params of an entry with "resource" or "action" can use it.`;
      return [this.#finding('undefined-param', reference, 'whole', message)];
    }
    if (entry === undefined || !this.#certain || entry.params.has(name)) return [];
    if ([...entry.params.keys()].some((param) => param.includes('{'))) return [];
    const used = entry.kind === 'none' ? '' : (settingText(entry, entry.kind) ?? '');
    const siblings = entry.kind === 'none' ? [] : usersOf(this.#scope, entry.kind, used);
    return [this.#undefinedParam(reference, name, entry, siblings)];
  }

  #undefinedParam(reference: MacReference, name: string, entry: WorkEntry, siblings: readonly WorkEntry[]): Finding {
    const ends =
      entry.params.size === 0 && !entry.settings.has('params')
        ? 'mac waits for it for ever'
        : 'mac stops with an error';
    const meant = closest(name, entry.params.keys());
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    const message = `Entry "${entry.name}" gives no param "${name}", so infrastructure.param.${name} has no value and ${ends}.`;
    if (siblings.some((one) => one.params.has(name))) {
      const params = entry.settings.get('params');
      const span = params?.from === this.#scope.main ? params.key : entry.written.key;
      return finding(this.#scope.main, {
        code: 'undefined-param',
        kind: 'semantic',
        severity: 'error',
        message: `${message} Add it under "params".`,
        span,
        related: this.#related(reference),
      });
    }
    const span = this.#span(reference, 'rest');
    const fix = meant === undefined || span === undefined ? undefined : replace(`Replace by "${meant}"`, span, meant);
    return this.#finding(
      'undefined-param',
      reference,
      'rest',
      `${message}${hint === '' ? ' Add it under "params".' : hint}`,
      [fix],
    );
  }

  #ssh(reference: MacReference, { role, entry }: Target & { kind: 'ssh' }): readonly Finding[] {
    if (entry !== undefined) {
      if (entry.kind === 'role' || !this.#certain)
        return this.#order(reference, [entry], `the instances of "${entry.name}" are created`);
      const message = `Entry "${entry.name}" creates no instances, so there is nothing to run "${reference.rest}" on and mac waits for ever.`;
      return [this.#finding('undefined-entry', reference, 'name', message)];
    }
    const users = usersOf(this.#scope, 'role', role?.name ?? '');
    if (users.length > 0) return this.#order(reference, users, `instances of role "${role?.name}" are created`);
    if (!this.#certain || this.#text.entry === undefined) return [];
    if (this.#scope.entries.some((one) => settingText(one, 'role')?.includes('{'))) return [];
    const message = `No entry under "infrastructures" creates instances of role "${role?.name}", so mac waits for them for ever.`;
    return [this.#finding('undefined-entry', reference, 'name', message)];
  }

  /** At least one of the entries has to stand before the one that uses it. */
  #order(reference: MacReference, needed: readonly WorkEntry[], event: string): readonly Finding[] {
    const { entry, place } = this.#text;
    const { order } = this.#scope.index;
    if (entry === undefined || !this.#scope.complete) return [];
    const at = order.get(entry) ?? 0;
    if (needed.some((one) => (order.get(one) ?? 0) < at)) return [];
    const first = needed[0];
    const effect =
      place === 'role-environment'
        ? 'the instances get the reference itself as text'
        : place === 'scalar'
          ? 'mac silently creates no instance for it'
          : 'mac waits for ever, without a message';
    const isSelf = first === entry;
    const advice = isSelf ? 'An entry cannot use its own output.' : `Move "${first?.name}" before "${entry.name}".`;
    const message = `Entry "${entry.name}" needs this before ${isSelf ? 'it has run itself' : event}: ${effect}. ${advice}`;
    return [
      this.#finding('forward-reference', reference, 'whole', message, [
        first === undefined || isSelf ? undefined : moveFix(this.#scope, first, entry),
      ]),
    ];
  }

  #inEntryEnvironment(reference: MacReference, target: Target): readonly Finding[] {
    if (target.kind === 'broken' && reference.word !== 'resource' && reference.word !== 'action') return [];
    const message =
      "mac resolves such references in the environment of a role, not in that of an entry: the instances would get the text as it stands. Move the item to the role's environment.";
    return [this.#finding('environment-reference', reference, 'whole', message, [], 'warning')];
  }

  #inDestroy(reference: MacReference, target: Target): readonly Finding[] {
    const { word, name } = reference;
    if (word === 'infrastructure' && name === 'param') return this.#destroyParam(reference);
    if (word === 'resource') {
      return target.kind === 'broken' && target.code !== 'undefined-action' ? this.#broken(reference, target) : [];
    }
    const known =
      target.kind === 'property' && target.setting.value.kind === 'scalar' ? target.setting.value : undefined;
    const literal = known !== undefined && /^[\w./:-]+$/.test(known.text) ? known.text : undefined;
    const message = `At destroy mac replaces only resource.… and infrastructure.param.…; the shell would get "${referenceText(reference)}" as it stands. Write the value itself or pass it with a param.`;
    const span = this.#span(reference, 'whole');
    const fix = literal === undefined || span === undefined ? undefined : replace(`Write ${literal}`, span, literal);
    return [this.#finding('destroy-reference', reference, 'whole', message, [fix])];
  }

  #destroyParam(reference: MacReference): readonly Finding[] {
    const missing = this.#param(reference, reference.rest);
    const setting = this.#text.entry?.params.get(reference.rest);
    const value = setting?.value;
    if (setting === undefined || value?.kind !== 'scalar') return missing;
    const type = scalarType(value);
    if (type === 'integer' || type === 'float' || type === 'boolean') {
      const message = `Param "${reference.rest}" of entry "${this.#text.entry?.name}" is no text, and at destroy mac stops with an error at anything else. Quote it.`;
      const own =
        setting.from === this.#scope.main ? replace(`Write '${value.text}'`, value.span, `'${value.text}'`) : undefined;
      return [...missing, this.#finding('destroy-reference', reference, 'rest', message, [own])];
    }
    if (!referencesIn(value).some(({ terminated }) => terminated)) return missing;
    const message = `Param "${reference.rest}" of entry "${this.#text.entry?.name}" is a reference, and at destroy params are used as they were written: the shell would get "${value.text}".`;
    return [...missing, this.#finding('destroy-reference', reference, 'rest', message, [], 'warning')];
  }

  #unterminated(reference: MacReference, target: Target): readonly Finding[] {
    const next = this.#text.node.text.charAt(reference.span.end);
    if (next === '{' || next === '$' || target.kind === 'broken') return [];
    if (target.kind === 'param' && this.#text.entry?.params.has(target.name) !== true) return [];
    if (this.#text.place === 'entry-environment') return [];
    const span = this.#span(reference, 'whole');
    const at = span && { start: span.end, end: span.end };
    const splits = next === ';' || next === ')' || next === '|' || next === '&' || next === '>';
    const fix = splits && at !== undefined ? replace('Put a space behind the reference', at, ' ') : undefined;
    const advice = splits
      ? 'Put a space before it.'
      : 'Put it into a shell variable first (V=reference), and use "$V".';
    const message = `mac sees a reference only before white space, a quote or the end; before "${next}" it stays the text it is. ${advice}`;
    return [this.#finding('reference-terminator', reference, 'whole', message, [fix])];
  }

  #span(reference: MacReference, part: Broken['part']): Span | undefined {
    const { from, node } = this.#text;
    if (from !== this.#scope.main) return undefined;
    return spanOf(from, node, reference, part);
  }

  #related(reference: MacReference): NonNullable<Finding['related']> {
    const { from, node } = this.#text;
    const span = spanOf(from, node, reference, 'whole');
    return [{ message: 'Used here.', span, ...(from === this.#scope.main ? {} : { path: from.source.path }) }];
  }

  /** Text of a library is reported at the entry that uses it. */
  #finding(
    code: string,
    reference: MacReference,
    part: Broken['part'],
    message: string,
    fixes: readonly (Fix | undefined)[] = [],
    severity: Finding['severity'] = 'error',
  ): Finding {
    const own = this.#span(reference, part);
    const { entry, from } = this.#text;
    const base = { code, kind: 'semantic', severity, fixes } as const;
    if (own !== undefined) return finding(this.#scope.main, { ...base, message, span: own });
    return finding(this.#scope.main, {
      ...base,
      message: `In the library: ${message}`,
      span: entry?.written.key ?? { start: 0, end: 0 },
      related: [
        { message: 'The reference.', path: from.source.path, span: spanOf(from, this.#text.node, reference, part) },
      ],
    });
  }
}

function spanOf(from: MacfileReading, node: ScalarNode, reference: MacReference, part: Broken['part']): Span {
  const { start, end } = part === 'whole' ? reference.span : part === 'name' ? reference.nameSpan : reference.restSpan;
  return spanIn(from, node, start, end);
}

function referenceText({ word, name, rest }: MacReference): string {
  return `${word}.${name}.${rest}`;
}

/** Moves the entry that is needed, with the comment lines above it, before the entry that needs it. */
function moveFix(scope: Scope, needed: WorkEntry, user: WorkEntry): Fix | undefined {
  const { main } = scope;
  if (needed.written === user.written || needed.base !== undefined || user.base !== undefined) return undefined;
  const { text } = main.source;
  const block = blockOf(text, needed.written.entry.span);
  const target = blockOf(text, user.written.entry.span);
  if (block === undefined || target === undefined || block.start < target.end) return undefined;
  const moved = text.slice(block.start, block.end);
  return {
    title: `Move "${needed.name}" before "${user.name}"`,
    safety: 'confirm',
    edits: [
      { span: { start: target.start, end: target.start }, text: moved.endsWith('\n') ? moved : `${moved}\n` },
      { span: block, text: '' },
    ],
  };
}
