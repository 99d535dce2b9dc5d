import type { Written } from '../../model/span.ts';
import { entryOf, keyText, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import type { Guard } from './conditions.ts';
import {
  argumentList,
  getAttTarget,
  type Intrinsic,
  inside,
  intrinsicOf,
  subParts,
  subVariables,
  untagged,
} from './intrinsic.ts';
import { isLoop, type Template, writtenScalar } from './template.ts';

/** What a name may stand for at its place. `value`: parameter, resource or pseudo parameter. */
export type Namespace = 'value' | 'resource' | 'condition' | 'mapping' | 'parameter';

/** One use of a name that the template declares. */
export interface NameUse {
  readonly namespace: Namespace;
  readonly how: 'Ref' | 'GetAtt' | 'Sub' | 'DependsOn' | 'Condition' | 'FindInMap' | 'metadata';
  readonly name: Written;
  /** Attribute of a GetAtt, or of a dotted Sub variable. */
  readonly attribute?: Written;
  /** Section and entry it stands in: `Resources.WebAsg`. */
  readonly owner: string;
  readonly call?: Intrinsic;
  /** Branches of `If` it stands in. */
  readonly when?: readonly Guard[];
}

interface Scope {
  readonly owner: string;
  /** Names that a loop binds here. */
  readonly locals: ReadonlySet<string>;
  readonly when?: readonly Guard[];
}

/** Every use of a declared name, in order of appearance. Names bound by Sub variable maps and loops are left out. */
export function nameUses(template: Template): NameUse[] {
  const uses: NameUse[] = [];
  const collector = new Collector(template.tree.text, uses);
  for (const section of template.sections) {
    const name = keyText(section) ?? '';
    if (name === 'Mappings' || name === 'Transform' || name === 'Description') continue;
    collector.section(name, section.value);
  }
  return uses.sort((a, b) => a.name.span.start - b.name.span.start);
}

const byOwner = new WeakMap<readonly NameUse[], ReadonlyMap<string, readonly NameUse[]>>();

/** What is used by one entry of a section: `Resources.WebAsg`. */
export function usesOf({ uses }: { readonly uses: readonly NameUse[] }, owner: string): readonly NameUse[] {
  let index = byOwner.get(uses);
  if (index === undefined) {
    const made = new Map<string, NameUse[]>();
    for (const use of uses) {
      const list = made.get(use.owner);
      if (list) list.push(use);
      else made.set(use.owner, [use]);
    }
    index = made;
    byOwner.set(uses, index);
  }
  return index.get(owner) ?? [];
}

class Collector {
  readonly #source: string;
  readonly #uses: NameUse[];

  constructor(source: string, uses: NameUse[]) {
    this.#source = source;
    this.#uses = uses;
  }

  section(name: string, node: TreeNode): void {
    const scope: Scope = { owner: name, locals: new Set() };
    if (node.kind === 'map') for (const entry of node.entries) this.#sectionEntry(name, entry, scope);
    else this.#visit(node, scope);
    if (name === 'Metadata') this.#interface(node);
  }

  #sectionEntry(section: string, entry: TreeEntry, scope: Scope): void {
    const key = keyText(entry) ?? '';
    if (isLoop(key)) {
      this.#loop(section, entry, scope);
      return;
    }
    const inner = { ...scope, owner: `${section}.${key}` };
    if (section === 'Resources') this.#resource(entry.value, inner);
    else if (section === 'Outputs') this.#condition(entryOf(entry.value, 'Condition')?.value, inner);
    this.#visit(entry.value, inner);
  }

  #resource(body: TreeNode, scope: Scope): void {
    this.#condition(entryOf(body, 'Condition')?.value, scope);
    const depends = entryOf(body, 'DependsOn')?.value;
    for (const node of depends?.kind === 'list' ? depends.items : depends ? [depends] : []) {
      const name = writtenScalar(node);
      if (name)
        this.#add(
          {
            namespace: 'resource',
            how: 'DependsOn',
            name: { value: name.value, span: inside(node) },
            owner: scope.owner,
          },
          scope,
        );
    }
  }

  /** Body keys of a loop may hold the variable; its collection is an expression of the scope around it. */
  #loop(section: string, entry: TreeEntry, scope: Scope): void {
    if (entry.value.kind !== 'list') {
      this.#visit(entry.value, scope);
      return;
    }
    const [variable, collection, body] = entry.value.items;
    if (collection) this.#visit(collection, { ...scope, owner: `${section}.${keyText(entry) ?? ''}` });
    const inner: Scope = { ...scope, locals: new Set([...scope.locals, writtenScalar(variable)?.value ?? '']) };
    if (body?.kind === 'map') for (const each of body.entries) this.#sectionEntry(section, each, inner);
  }

  #condition(node: TreeNode | undefined, scope: Scope): void {
    const name = writtenScalar(node);
    if (node && name)
      this.#add(
        {
          namespace: 'condition',
          how: 'Condition',
          name: { value: name.value, span: inside(node) },
          owner: scope.owner,
        },
        scope,
      );
  }

  #visit(node: TreeNode, scope: Scope): void {
    const call = intrinsicOf(node);
    if (call !== undefined) this.#call(call, scope);
    // `!Base64 { Fn::Sub: … }`: a short form around a long one.
    const inner = call?.form === 'short' && node.kind === 'map' ? intrinsicOf(untagged(node)) : undefined;
    if (inner !== undefined) this.#call(inner, scope);
    if (call?.name === 'If' && call.args.kind === 'list') {
      this.#branches(call.args.items, scope);
      return;
    }
    if (node.kind === 'list') for (const item of node.items) this.#visit(item, scope);
    if (node.kind !== 'map') return;
    for (const entry of node.entries) {
      if (isLoop(keyText(entry) ?? '')) this.#innerLoop(entry, scope);
      else this.#visit(entry.value, scope);
    }
  }

  #branches([condition, yes, no]: readonly TreeNode[], scope: Scope): void {
    const name = writtenScalar(condition)?.value;
    const under = (holds: boolean): Scope =>
      name === undefined ? scope : { ...scope, when: [...(scope.when ?? []), { condition: name, holds }] };
    if (yes) this.#visit(yes, under(true));
    if (no) this.#visit(no, under(false));
  }

  #innerLoop(entry: TreeEntry, scope: Scope): void {
    if (entry.value.kind !== 'list') return;
    const [variable, collection, body] = entry.value.items;
    if (collection) this.#visit(collection, scope);
    if (body) this.#visit(body, { ...scope, locals: new Set([...scope.locals, writtenScalar(variable)?.value ?? '']) });
  }

  #call(call: Intrinsic, scope: Scope): void {
    const { owner } = scope;
    const first = argumentList(call)[0];
    const firstName = writtenScalar(
      first?.kind === 'scalar' && first === call.args ? { ...first, tag: undefined as never } : first,
    );
    if (call.name === 'Ref' && call.args.kind === 'scalar') {
      this.#add(
        { namespace: 'value', how: 'Ref', name: { value: call.args.text, span: inside(call.args) }, owner, call },
        scope,
      );
    } else if (call.name === 'GetAtt') {
      const target = getAttTarget(this.#source, call);
      if (target) this.#add({ namespace: 'resource', how: 'GetAtt', ...target, owner, call }, scope);
    } else if (call.name === 'Sub') {
      this.#sub(call, scope);
    } else if ((call.name === 'Condition' || (call.name === 'If' && call.args.kind === 'list')) && first && firstName) {
      this.#add(
        {
          namespace: 'condition',
          how: 'Condition',
          name: { value: firstName.value, span: inside(first) },
          owner,
          call,
        },
        scope,
      );
    } else if (call.name === 'FindInMap' && call.args.kind === 'list' && first && firstName) {
      this.#add(
        { namespace: 'mapping', how: 'FindInMap', name: { value: firstName.value, span: inside(first) }, owner, call },
        scope,
      );
    }
  }

  #sub(call: Intrinsic, scope: Scope): void {
    const { text, variables } = subParts(call);
    if (text?.kind !== 'scalar') return;
    const own = new Set(variables?.kind === 'map' ? variables.entries.map((entry) => keyText(entry) ?? '') : []);
    for (const variable of subVariables(this.#source, text)) {
      if (
        own.has(variable.name) ||
        (variable.attribute !== undefined && own.has(`${variable.name}.${variable.attribute}`))
      )
        continue;
      const attribute = variable.attributeSpan && {
        attribute: { value: variable.attribute ?? '', span: variable.attributeSpan },
      };
      const name = { value: variable.name, span: variable.nameSpan };
      this.#add(
        { namespace: attribute ? 'resource' : 'value', how: 'Sub', name, ...attribute, owner: scope.owner, call },
        scope,
      );
    }
  }

  /** `AWS::CloudFormation::Interface`: parameter names in groups and labels. */
  #interface(metadata: TreeNode): void {
    const body = entryOf(metadata, 'AWS::CloudFormation::Interface')?.value;
    const groups = entryOf(body, 'ParameterGroups')?.value;
    for (const group of groups?.kind === 'list' ? groups.items : []) {
      const names = entryOf(group, 'Parameters')?.value;
      for (const node of names?.kind === 'list' ? names.items : []) {
        const name = writtenScalar(node);
        if (name)
          this.#uses.push({
            namespace: 'parameter',
            how: 'metadata',
            name: { value: name.value, span: inside(node) },
            owner: 'Metadata',
          });
      }
    }
    const labels = entryOf(body, 'ParameterLabels')?.value;
    for (const entry of labels?.kind === 'map' ? labels.entries : []) {
      const name = { value: keyText(entry) ?? '', span: inside(entry.key) };
      this.#uses.push({ namespace: 'parameter', how: 'metadata', name, owner: 'Metadata' });
    }
  }

  #add(use: NameUse, scope: Scope): void {
    if (scope.locals.has(use.name.value) || scope.locals.has(`${use.name.value}.${use.attribute?.value ?? ''}`)) return;
    // A name that holds a loop variable is another name in every turn.
    if (use.name.value.includes('${') || use.name.value.includes('&{')) return;
    this.#uses.push(scope.when === undefined ? use : { ...use, when: scope.when });
  }
}
