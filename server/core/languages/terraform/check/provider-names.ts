import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import { type HclAttribute, type HclExpression, literalString } from '../../../syntax/hcl.ts';
import type { CheckContext } from './context.ts';

/** Words that name providers have no capitals, no underscores, and no dash at an end. */
const NAME = /^[a-z0-9]+(?:-+[a-z0-9]+)*$/;

/** Local names of providers and their sources. */
export function checkProviderNames(context: CheckContext): void {
  const { declarations, uses, hcl } = context.reading;
  for (const { kind, type, block, address } of declarations) {
    if (kind === 'provider' && type) checkName(context, type.value, type.span, address);
    const isImplied = kind === 'resource' || kind === 'data' || kind === 'ephemeral';
    const prefix = type?.value.split('_', 1)[0] ?? '';
    if (isImplied && type && !attributeOf(block.body, 'provider') && /^[\w-]+$/.test(type.value))
      checkName(context, prefix, type.span, address);
  }
  for (const use of uses) {
    const local = use.kind === 'provider' ? use.expression?.root : undefined;
    if (local && use.path.length === 1) checkName(context, local.value, local.span, use.owner);
  }
  for (const terraform of blocksOf(hcl.body, 'terraform')) {
    checkConstraint(context, attributeOf(terraform.body, 'required_version')?.value);
    for (const required of blocksOf(terraform.body, 'required_providers')) {
      for (const item of required.body.items) if (item.kind === 'attribute') checkSource(context, item);
    }
    for (const meta of blocksOf(terraform.body, 'provider_meta')) {
      const [label] = meta.labels;
      if (label) checkName(context, label.value, label.inner, 'terraform');
    }
  }
}

function checkName({ report }: CheckContext, name: string, span: { start: number; end: number }, node: string): void {
  if (name === '' || NAME.test(name)) return;
  const message = `"${name}" cannot be the name of a provider: lower case letters and digits, with dashes between them.`;
  report('reserved-name', 'error', message, { span, node });
}

/** The type in a source is the provider's name, not that of its repository. */
function checkSource(context: CheckContext, { name, value }: HclAttribute): void {
  checkName(context, name.value, name.span, 'terraform');
  const entry = value.kind === 'object' ? value.entries.find((each) => each.name === 'source')?.value : undefined;
  for (const { name: key, value: given, key: at } of value.kind === 'object' ? value.entries : []) {
    if (key === 'version') checkConstraint(context, given);
    else if (key !== undefined && !ENTRY.has(key)) unknownEntry(context, key, at.span);
  }
  if (value.kind === 'template') checkConstraint(context, value);
  const source = literalString(entry);
  if (!entry || source === undefined || entry.kind !== 'template') return;
  const at = { span: entry.inner, node: 'terraform' };
  const parts = source.split('/');
  const type = parts.at(-1) ?? '';
  const plain = type.replace(/^terraform-(?:provider-)?/, '');
  if (plain !== type) {
    const written = [...parts.slice(0, -1), plain].join('/');
    const fixes = [
      { title: `Change to "${written}"`, safety: 'safe' as const, edits: [{ span: entry.inner, text: written }] },
    ];
    context.report(
      'provider-source',
      'error',
      `The name of the provider is "${plain}", without the prefix of its repository.`,
      at,
      { fixes },
    );
  } else if (/^terraform\.io\/builtin\/(?!terraform$)/.test(source)) {
    context.report('provider-source', 'error', `Only "terraform" is built in, and "${type}" is not.`, at);
  } else if (source === '' || parts.length > 3 || parts.some((part) => part === '' || /\s/.test(part))) {
    context.report('provider-source', 'error', `"${source}" is no source of a provider: [host/]namespace/name.`, at);
  }
}

const ENTRY = new Set(['source', 'version', 'configuration_aliases']);

function unknownEntry({ report }: CheckContext, key: string, span: { start: number; end: number }): void {
  const message = `A required provider has "source", "version" and "configuration_aliases", not "${key}".`;
  report('unknown-attribute', 'error', message, { span, node: 'terraform' });
}

/** `>= 1.5, < 2.0`: each part an operator and a version. */
export function checkConstraint({ report }: CheckContext, value: HclExpression | undefined, node = 'terraform'): void {
  const text = literalString(value);
  if (!value || text === undefined) return;
  const isConstraint = text.split(',').every((part) => CONSTRAINT.test(part));
  if (isConstraint) return;
  const message = `"${text}" is no version constraint: write parts such as ">= 1.5" or "~> 6.0", with commas between them.`;
  report('wrong-type', 'error', message, { span: value.span, node });
}

const CONSTRAINT = /^\s*(?:=|!=|>=|<=|>|<|~>)?\s*v?\d+(?:\.\d+)*(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?\s*$/;
