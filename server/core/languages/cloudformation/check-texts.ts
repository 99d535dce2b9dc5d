import type { Fix } from '../../model/finding.ts';
import { keyText, type ScalarNode, type TreeNode } from '../../model/tree.ts';
import { type CheckContext, finding, PSEUDO_PARAMETERS } from './context.ts';
import { intrinsicOf, subParts, untagged } from './intrinsic.ts';

/** Plain texts that look as if something were filled in, and dynamic references that the service cannot resolve. */
export function checkTexts(context: CheckContext): void {
  if (context.template.unknownMacro) return;
  for (const section of context.template.sections) {
    const name = keyText(section) ?? '';
    if (name !== 'Resources' && name !== 'Outputs') continue;
    if (section.value.kind !== 'map') continue;
    for (const entry of section.value.entries) {
      const owner = `${name}.${keyText(entry) ?? ''}`;
      visit(context, entry.value, { owner, depth: 0, filled: false });
    }
  }
}

interface Place {
  readonly owner: string;
  readonly depth: number;
  /** Inside a function that fills in `${…}`, or where another tool does. */
  readonly filled: boolean;
}

const DEEPEST = 110;

/** Properties whose text has variables of its own, and what is no setting. */
const OWN_VARIABLES =
  /^(Metadata|Description|DefinitionString|DefinitionSubstitutions|Definition|DefinitionBody|Body|BuildSpec|TemplateBody|UserData|ZipFile|InlineCode|Type|Fn::Transform|RequestTemplates|ResponseTemplates|RequestMappingTemplate|ResponseMappingTemplate|Content)$/;

function visit(context: CheckContext, node: TreeNode, place: Place): void {
  if (place.depth > DEEPEST) return;
  const call = intrinsicOf(node);
  if (call?.name === 'Sub') {
    const { text, variables } = subParts(call);
    if (text?.kind === 'scalar') checkDynamic(context, text, place);
    if (variables) visit(context, variables, { ...place, depth: place.depth + 1 });
    return;
  }
  if (call !== undefined && ['Ref', 'GetAtt', 'Condition', 'FindInMap'].includes(call.name)) return;
  if (call?.form === 'short' && node.kind === 'map' && intrinsicOf(untagged(node)) !== undefined) {
    // `!ImportValue { Fn::Sub: … }`: a short form around a long one.
    visit(context, untagged(node), place);
    return;
  }
  if (node.kind === 'scalar') {
    checkDynamic(context, node, place);
    if (!place.filled && call === undefined) checkPlain(context, node, place);
  }
  if (node.kind === 'scalar') return;
  const inner = { ...place, depth: place.depth + 1 };
  if (node.kind === 'list') for (const item of node.items) visit(context, item, inner);
  if (node.kind !== 'map') return;
  for (const entry of node.entries)
    visit(context, entry.value, OWN_VARIABLES.test(keyText(entry) ?? '') ? { ...inner, filled: true } : inner);
}

/** A name in `${…}` that the template declares, or a pseudo parameter as the whole text: taken literally without a function. */
function checkPlain(context: CheckContext, node: ScalarNode, place: Place): void {
  const { text } = node;
  if (text.includes('\n')) return;
  const at = { span: node.span, node: place.owner };
  if (Object.hasOwn(PSEUDO_PARAMETERS, text)) {
    const fixes: Fix[] =
      context.template.tree.notation === 'yaml'
        ? [{ title: `Change to !Ref ${text}`, safety: 'confirm', edits: [{ span: node.span, text: `!Ref ${text}` }] }]
        : [{ title: 'Change to Ref', safety: 'confirm', edits: [{ span: node.span, text: `{ "Ref": "${text}" }` }] }];
    const message = `${text} is a plain text here: Ref gives its value.`;
    context.add(finding('plain-reference', 'warning', message, at, { kind: 'semantic', fixes }));
    return;
  }
  if (!text.includes('${')) return;
  for (const [, name = ''] of text.matchAll(/\$\{([A-Za-z0-9:]+)(?:\.[A-Za-z0-9.]+)?\}/g)) {
    const { parameters, resources } = context.names;
    if (!Object.hasOwn(PSEUDO_PARAMETERS, name) && !parameters.has(name) && !resources.has(name)) continue;
    const message = `\${${name}} stays as it is in a plain text: Fn::Sub fills it in.`;
    context.add(finding('sub-missing', 'warning', message, at, { kind: 'semantic', fixes: wrapInSub(context, node) }));
    return;
  }
}

function wrapInSub({ template: { tree } }: CheckContext, node: ScalarNode): Fix[] {
  const others = /\$\{(?![A-Za-z0-9:]+(?:\.[A-Za-z0-9.]+)?\})/.test(node.text) || /\$\{[a-z]+:/.test(node.text);
  if (node.tag !== undefined || others) return [];
  const { start, end } = node.span;
  const edits =
    tree.notation === 'yaml'
      ? [{ span: { start, end: start }, text: '!Sub ' }]
      : [{ span: node.span, text: `{ "Fn::Sub": ${tree.text.slice(start, end)} }` }];
  return [{ title: 'Fill it in with Fn::Sub', safety: 'confirm', edits }];
}

/** `{{resolve:service:…}}`: services and forms of the template reference, "Dynamic references". */
function checkDynamic(context: CheckContext, node: ScalarNode, { owner }: Place): void {
  if (!node.text.includes('{{resolve:')) return;
  for (const [whole, inner = ''] of node.text.matchAll(/\{\{resolve:([^{}]*)\}\}/g)) {
    const why = dynamicFault(inner);
    if (why === undefined) continue;
    const at = context.template.tree.text.indexOf(whole, node.span.start);
    const span = at === -1 || at >= node.span.end ? node.span : { start: at, end: at + whole.length };
    context.add(finding('dynamic-reference', 'error', `${why}.`, { span, node: owner }));
  }
}

function dynamicFault(text: string): string | undefined {
  const [service = '', ...parts] = text.split(':');
  if (text.includes('${')) return undefined;
  if (service === 'ssm' || service === 'ssm-secure') {
    if (!parts[0]) return `The dynamic reference names no parameter: {{resolve:${service}:name:version}}`;
    // A parameter of another account is named by its ARN, which holds colons.
    const version = parts.length === 2 ? parts[1] : undefined;
    return version !== undefined && !/^\d+$/.test(version)
      ? `The version of a dynamic reference is a number, and this is "${version}"`
      : undefined;
  }
  if (service !== 'secretsmanager')
    return `There is no dynamic reference "${service}": it is ssm, ssm-secure or secretsmanager`;
  const [id = '', kind] = parts[0] === 'arn' ? [parts.slice(0, 7).join(':'), parts[7]] : parts;
  if (id === '') return 'The dynamic reference names no secret: {{resolve:secretsmanager:name:SecretString:key}}';
  return kind !== undefined && kind !== '' && kind !== 'SecretString'
    ? `Of a secret only SecretString can be had, and this asks for "${kind}"`
    : undefined;
}
