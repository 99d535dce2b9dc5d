import type { Edit } from '../../model/span.ts';
import { entryIn } from '../../model/table.ts';
import { keyText, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { type CheckContext, finding } from './context.ts';
import { argumentFault } from './function-values.ts';
import { argumentList, FUNCTIONS, type Intrinsic, intrinsicOf, subParts, subVariables, untagged } from './intrinsic.ts';
import { addTransform } from './structure.ts';
import { isLoop, LANGUAGE_EXTENSIONS, resolved } from './template.ts';

/** Every function call: it must exist, stand where it may, and have arguments of the right shape. */
export function checkFunctions(context: CheckContext): void {
  for (const section of context.template.sections) {
    const name = keyText(section) ?? '';
    if (section.value.kind !== 'map') continue;
    for (const entry of section.value.entries) {
      checkLoop(context, entry, name);
      visit(context, entry.value, name, `${name}.${keyText(entry) ?? ''}`, 0);
    }
  }
}

const DEEPEST = 110;

function visit(context: CheckContext, node: TreeNode, section: string, owner: string, depth: number): void {
  if (depth > DEEPEST) return;
  const call = intrinsicOf(node);
  if (call !== undefined) checkCall(context, call, section, owner);
  if (call?.form === 'short' && node.kind === 'map') {
    const inner = intrinsicOf(untagged(node));
    if (inner !== undefined) checkCall(context, inner, section, owner);
  }
  if (node.kind === 'list') for (const item of node.items) visit(context, item, section, owner, depth + 1);
  if (node.kind !== 'map') return;
  for (const entry of node.entries) {
    checkLoop(context, entry, owner);
    visit(context, entry.value, section, owner, depth + 1);
  }
}

/** `Fn::ForEach::Name` takes three things, and needs its transform. */
function checkLoop(context: CheckContext, { key, value }: TreeEntry, owner: string): void {
  if (key.kind !== 'scalar' || !isLoop(key.text) || context.template.unknownMacro) return;
  const at = { span: key.span, node: owner };
  if (!context.template.transforms.includes(LANGUAGE_EXTENSIONS)) {
    const message = `Fn::ForEach needs Transform: ${LANGUAGE_EXTENSIONS} at the top of the template.`;
    const fixes = addTransform(context, LANGUAGE_EXTENSIONS);
    context.add(finding('missing-transform', 'error', message, at, { fixes }));
  }
  const list = resolved(value);
  const [variable, , body] = list?.kind === 'list' ? list.items : [];
  const wrong =
    list?.kind !== 'list' || list.items.length !== 3
      ? 'takes a list of three: the name of the variable, what it stands for, and a map of what to make each time'
      : variable?.kind !== 'scalar' || intrinsicOf(variable) !== undefined
        ? 'takes the name of the variable first'
        : resolved(body)?.kind === 'scalar' || resolved(body)?.kind === 'list'
          ? 'takes a map of what to make each time last'
          : undefined;
  if (wrong !== undefined && context.complete && list?.kind !== 'alias')
    context.add(finding('foreach-shape', 'error', `Fn::ForEach ${wrong}.`, at));
}

function checkCall(context: CheckContext, call: Intrinsic, section: string, owner: string): void {
  const at = { span: call.nameSpan, node: owner };
  if (!FUNCTIONS.has(call.name)) {
    if (context.template.unknownMacro || section === 'Metadata') return;
    const near = closest(call.name, FUNCTIONS);
    const fixes =
      near === undefined || call.form === 'long'
        ? []
        : [
            {
              title: `Change to !${near}`,
              safety: 'safe' as const,
              edits: [{ span: call.nameSpan, text: `!${near}` }],
            },
          ];
    context.add(
      finding(
        'unknown-function',
        'error',
        `There is no function ${call.form === 'short' ? '!' : 'Fn::'}${call.name}.${near ? ` Did you mean ${near}?` : ''}`,
        at,
        { fixes },
      ),
    );
    return;
  }
  if (section === 'Parameters') {
    context.add(
      finding('function-not-allowed', 'error', 'Parameters take plain values only: a function cannot stand here.', at),
    );
    return;
  }
  const wrong = wrongArguments(call) ?? argumentFault(call, context);
  if (wrong !== undefined && context.complete)
    context.add(finding('function-arguments', 'error', `${displayName(call)} ${wrong}.`, at));
  else if (call.name === 'Sub') {
    checkNeeded(context, call, owner);
    checkVariables(context, call, owner);
  }
  checkPlace(context, call, section, owner);
}

/** Functions that another transform brings, and functions that a section cannot hold. */
function checkPlace(context: CheckContext, call: Intrinsic, section: string, owner: string): void {
  const { template } = context;
  const at = { span: call.nameSpan, node: owner };
  if (EXTENSIONS.has(call.name) && !template.transforms.includes(LANGUAGE_EXTENSIONS) && !template.unknownMacro) {
    const message = `${displayName(call)} needs Transform: ${LANGUAGE_EXTENSIONS} at the top of the template.`;
    const fixes = addTransform(context, LANGUAGE_EXTENSIONS);
    context.add(finding('missing-transform', 'error', message, at, { fixes }));
  }
  const early = section === 'Conditions' || section === 'Rules';
  if (early && (call.name === 'GetAtt' || call.name === 'ImportValue' || call.name === 'GetStackOutput')) {
    const message = `${section} are decided before anything is made or read: ${displayName(call)} cannot stand here.`;
    context.add(finding('function-not-allowed', 'error', message, at));
  }
  const name = early && call.name === 'Ref' && call.args.kind === 'scalar' ? call.args.text : '';
  if (context.names.resources.has(name) && !context.names.parameters.has(name)) {
    const message = `${section} are decided before anything is made: a resource cannot be asked here.`;
    context.add(finding('function-not-allowed', 'error', message, at, { kind: 'semantic' }));
  }
}

const EXTENSIONS: ReadonlySet<string> = new Set(['Length', 'ToJsonString']);

function displayName({ name, form }: Intrinsic): string {
  return form === 'short' ? `!${name}` : name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}

interface Shape {
  /** Fewest and most list items; undefined where a single value is wanted. */
  readonly items?: readonly [number, number];
  readonly scalar?: boolean;
  readonly map?: boolean;
  readonly says: string;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  Ref: { scalar: true, says: 'takes the name of a parameter or resource' },
  Condition: { scalar: true, says: 'takes the name of a condition' },
  GetAtt: { scalar: true, items: [2, 2], says: 'takes Resource.Attribute, or a list of both' },
  Sub: { scalar: true, items: [2, 2], says: 'takes a text, or a list of a text and a map of variables' },
  Join: { items: [2, 2], says: 'takes a list of two: the separator and the list to join' },
  Select: { items: [2, 2], says: 'takes a list of two: the index and the list' },
  Split: { items: [2, 2], says: 'takes a list of two: the separator and the text' },
  If: {
    items: [3, 3],
    says: 'takes a list of three: the condition, the value when it holds, the value when it does not',
  },
  FindInMap: { items: [3, 4], says: 'takes a list of three: the mapping, the first and the second key' },
  ImportValue: { scalar: true, says: 'takes the name of an export' },
  Base64: { scalar: true, says: 'takes a text' },
  Equals: { items: [2, 2], says: 'takes a list of two values to compare' },
  And: { items: [2, 10], says: 'takes a list of 2 to 10 conditions' },
  Or: { items: [2, 10], says: 'takes a list of 2 to 10 conditions' },
  Not: { items: [1, 1], says: 'takes a list of one condition' },
  GetStackOutput: { map: true, says: 'takes a map with StackName and OutputName' },
  Cidr: { items: [2, 3], says: 'takes a list: the block, the count, and the number of bits' },
};

/** What is wrong with the shape of the arguments; undefined when nothing is, or nothing can be said. */
function wrongArguments(call: Intrinsic): string | undefined {
  const shape = entryIn(SHAPES, call.name);
  const args = resolved(call.args);
  if (shape === undefined || args === undefined || args.kind === 'alias') return undefined;
  const inner = call.form === 'short' ? untagged(args) : args;
  if (
    inner.kind === 'map' &&
    (intrinsicOf(inner) !== undefined || inner.entries.some((entry) => (keyText(entry) ?? '').startsWith('Fn::')))
  )
    return undefined;
  if (inner.kind === 'scalar')
    return shape.scalar && inner.style !== 'empty' ? scalarFault(call, inner.text) : shape.says;
  if (inner.kind === 'map') return shape.map ? undefined : shape.says;
  if (call.form === 'long' && intrinsicOf(inner) !== undefined) return undefined;
  const [low, high] = shape.items ?? [0, 0];
  return inner.items.length < low || inner.items.length > high
    ? `${shape.says}; this list has ${inner.items.length}`
    : undefined;
}

function scalarFault(call: Intrinsic, text: string): string | undefined {
  return call.name === 'GetAtt' && !text.includes('.') ? 'needs a dot: Resource.Attribute' : undefined;
}

/** Variables that the text of a Sub does not hold. */
function checkVariables(context: CheckContext, call: Intrinsic, owner: string): void {
  const { text, variables } = subParts(call);
  if (text?.kind !== 'scalar' || variables?.kind !== 'map' || intrinsicOf(variables) !== undefined) return;
  for (const entry of variables.entries) {
    const key = keyText(entry);
    if (key === undefined || key === '<<' || holds(text.text, key)) continue;
    const title = `Remove ${key}`;
    const at = { span: entry.key.span, node: owner };
    const fixes =
      variables.entries.length > 1
        ? [
            {
              title,
              safety: 'confirm' as const,
              edits: [],
              intents: [{ kind: 'removeEntry' as const, at: entry.span }],
            },
          ]
        : textAlone(context, call, text).map((edit) => ({ title, safety: 'confirm' as const, edits: [edit] }));
    context.add(
      finding('unused-variable', 'hint', `The text holds no \${${key}}.`, at, { tags: ['unnecessary'], fixes }),
    );
  }
}

/** Without its variables a Sub is its text, where that stands on the line of the brackets. */
function textAlone({ template: { tree } }: CheckContext, { args }: Intrinsic, { span }: TreeNode): Edit[] {
  const inline = args.kind === 'list' && args.flow && !tree.text.slice(args.span.start, args.span.end).includes('\n');
  return inline ? [{ span: args.span, text: tree.text.slice(span.start, span.end) }] : [];
}

function holds(text: string, name: string): boolean {
  for (let at = text.indexOf('${'); at !== -1; at = text.indexOf('${', at + 2)) {
    const end = text.indexOf('}', at);
    if (end !== -1 && text.slice(at + 2, end).trim() === name) return true;
  }
  return false;
}

/** A Sub without a variable is a plain text. */
function checkNeeded(context: CheckContext, call: Intrinsic, owner: string): void {
  const { text, variables } = subParts(call);
  if (text?.kind !== 'scalar' || variables !== undefined || text.text.includes('${') || context.template.unknownMacro)
    return;
  if (subVariables(context.template.tree.text, text).length > 0 || argumentList(call).length !== 1) return;
  const remove =
    call.form === 'short' ? [{ span: { start: call.nameSpan.start, end: text.span.start }, text: '' }] : [];
  const fixes =
    remove.length > 0 && (text.style === 'plain' || text.style === 'single' || text.style === 'double')
      ? [{ title: 'Remove !Sub', safety: 'safe' as const, edits: remove }]
      : [];
  context.add(
    finding(
      'sub-without-variable',
      'hint',
      'Nothing is substituted here: a plain text says the same.',
      { span: call.nameSpan, node: owner },
      { tags: ['unnecessary'], fixes },
    ),
  );
}
