import type { Reference } from '../../../model/editor.ts';
import type { Written } from '../../../model/span.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import type { HclExpression } from '../../../syntax/hcl.ts';
import type { Project } from '../../language.ts';
import type { Declaration } from '../read/declaration.ts';
import { calledModule, type Module } from '../read/module.ts';
import { isTerraform, type TerraformReading } from '../read/reading.ts';

/** A configuration that a module wants to be handed in (`configuration_aliases`), as it is written somewhere. */
interface Alias {
  readonly address: string;
  readonly name: Written;
}

export function isWanted({ requiredProviders }: Module, address: string): boolean {
  const [, local = ''] = address.split('.');
  return requiredProviders.get(local)?.aliases.includes(address) === true;
}

/** The alias whose name is at an offset: in `configuration_aliases`, or as a key of `providers` in a call of the module. */
export function wantedAliasAt(
  reading: TerraformReading,
  offset: number,
  module: Module,
  project: Project,
): (Alias & { readonly module: Module }) | undefined {
  const at = ({ name: { span } }: Alias) => span.start <= offset && offset <= span.end;
  const own = aliasesIn(reading).find(at);
  if (own) return { ...own, module };
  for (const call of reading.declarations) {
    if (call.kind !== 'module' || offset < call.span.start || offset > call.span.end) continue;
    const called = calledModule({ ...call, reading }, project);
    const key = called && keysOf(call).find(at);
    if (key && isWanted(called, key.address)) return { ...key, module: called };
  }
  return undefined;
}

/** Where the alias is asked for, and where callers of the module hand a configuration in under its name. */
export function aliasReferences(module: Module, address: string, project: Project): Reference[] {
  if (!isWanted(module, address)) return [];
  const of = (path: string, list: readonly Alias[], role: Reference['role']) =>
    list.flatMap((each) => (each.address === address ? [{ path, span: each.name.span, role }] : []));
  const asked = module.readings.flatMap((reading) => of(reading.source.path, aliasesIn(reading), 'definition'));
  const handed = project.paths('terraform').flatMap((path) => {
    const reading = project.reading(path);
    if (!isTerraform(reading)) return [];
    const calls = reading.declarations.filter(
      (each) => each.kind === 'module' && calledModule({ ...each, reading }, project)?.folder === module.folder,
    );
    return calls.flatMap((call) => of(path, keysOf(call), 'write'));
  });
  return [...asked, ...handed];
}

function aliasesIn({ hcl }: TerraformReading): Alias[] {
  const required = blocksOf(hcl.body, 'terraform').flatMap(({ body }) => blocksOf(body, 'required_providers'));
  return required.flatMap(({ body }) =>
    body.items.flatMap((item): Alias[] => {
      const entries = item.kind === 'attribute' && item.value.kind === 'object' ? item.value.entries : [];
      const value = entries.find(({ name }) => name === 'configuration_aliases')?.value;
      return value?.kind === 'tuple' ? value.items.flatMap(aliasOf) : [];
    }),
  );
}

function keysOf({ block }: Declaration): Alias[] {
  const given = attributeOf(block.body, 'providers')?.value;
  return given?.kind === 'object' ? given.entries.flatMap(({ key }) => aliasOf(key)) : [];
}

function aliasOf(expression: HclExpression): Alias[] {
  const step = expression.kind === 'reference' ? expression.steps[0] : undefined;
  if (expression.kind !== 'reference' || step?.kind !== 'name') return [];
  return [{ address: `provider.${expression.root.value}.${step.name.value}`, name: step.name }];
}
