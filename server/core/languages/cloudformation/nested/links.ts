import { isWithin } from '../../../model/span.ts';
import { entryOf } from '../../../model/tree.ts';
import { type NameUse, usesOf } from '../references.ts';
import type { TemplateResource } from '../template.ts';
import { exportsOf, importsOf, type UnitExport, type UnitImport } from './imports.ts';
import { givenTo, nodeIn, type Stack } from './stack.ts';

/** A resource that a name leads to, in whatever stack of the unit. */
export interface LinkEnd {
  readonly node: string;
  readonly resource: TemplateResource;
}

/** Ends of one name at most: a list that is handed through many stacks would be multiplied by each. */
const MOST_ENDS = 100;

/** What names lead to, through parameters that are handed down and outputs that come back. */
export class StackLinks {
  readonly #known = new Map<string, readonly LinkEnd[]>();
  readonly #exports: readonly UnitExport[];
  readonly #imports = new Map<Stack, readonly UnitImport[]>();

  constructor(root: Stack) {
    this.#exports = exportsOf(root);
  }

  /** What resources of a stack import of other stacks of the unit. */
  imports(stack: Stack): readonly (UnitImport & { readonly ends: readonly LinkEnd[] })[] {
    return this.#importsOf(stack).map((each) => {
      return { ...each, ends: this.outputEnds(each.from.stack, each.from.output) };
    });
  }

  endsOf(use: NameUse, stack: Stack): readonly LinkEnd[] {
    const { name, attribute, namespace, how } = use;
    if (namespace === 'condition' || namespace === 'mapping' || namespace === 'parameter') return [];
    if (stack.reading.names.parameters.has(name.value)) return this.#given(stack, name.value);
    const resource = stack.reading.names.resources.get(name.value);
    if (resource === undefined) return [];
    const inner = stack.nested.get(name.value);
    if (inner === undefined) return [{ node: nodeIn(stack, 'Resources', name.value), resource }];
    const output = /^Outputs\.(.+)$/.exec(attribute?.value ?? '')?.[1];
    if (output !== undefined) return this.outputEnds(inner, output);
    if (how !== 'DependsOn') return [];
    return inner.reading.template.outputs.flatMap((each) => this.outputEnds(inner, each.name.value));
  }

  /** What a stack gives back under a name. */
  outputEnds(stack: Stack, name: string): readonly LinkEnd[] {
    return this.#once(`${stack.prefix}Outputs.${name}`, () =>
      usesOf(stack.reading, `Outputs.${name}`).flatMap((use) => this.endsOf(use, stack)),
    );
  }

  #given(stack: Stack, name: string): readonly LinkEnd[] {
    const { caller } = stack;
    if (caller === undefined) return [];
    return this.#once(`${stack.prefix}Parameters.${name}`, () => {
      const value = entryOf(givenTo(stack), name)?.value;
      if (value === undefined) return [];
      const imported = this.#importsOf(caller.stack).filter(({ span }) => isWithin(span, value.span));
      const ends = imported.flatMap(({ from }) => this.outputEnds(from.stack, from.output));
      const referred = usesOf(caller.stack.reading, `Resources.${caller.resource.name.value}`)
        .filter(({ name: { span } }) => isWithin(span, value.span))
        .flatMap((use) => this.endsOf(use, caller.stack));
      return [...referred, ...ends];
    });
  }

  #importsOf(stack: Stack): readonly UnitImport[] {
    const known = this.#imports.get(stack);
    if (known) return known;
    const found = importsOf(stack, this.#exports);
    this.#imports.set(stack, found);
    return found;
  }

  /** Asked for again on the way to itself, there is nothing more. */
  #once(key: string, find: () => readonly LinkEnd[]): readonly LinkEnd[] {
    const known = this.#known.get(key);
    if (known) return known;
    this.#known.set(key, []);
    const unique = [...new Map(find().map((end) => [end.node, end])).values()].slice(0, MOST_ENDS);
    this.#known.set(key, unique);
    return unique;
  }
}
