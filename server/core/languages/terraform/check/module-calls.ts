import { attributeOf } from '../../../syntax/hcl/walk.ts';
import { literalString } from '../../../syntax/hcl.ts';
import { calledModule } from '../read/module.ts';
import { isLocalSource } from '../read/reading.ts';
import { lackOf } from '../schema/release.ts';
import type { CheckContext } from './context.ts';
import { checkModuleSource } from './static-places.ts';

/** Calls of modules whose text is not at hand. Inputs are checked with the structure, outputs with the references. */
export function checkModuleCalls(context: CheckContext): void {
  for (const declared of context.reading.declarations) {
    if (declared.kind !== 'module') continue;
    const source = attributeOf(declared.block.body, 'source');
    const text = literalString(source?.value);
    const local = text !== undefined && isLocalSource(text);
    const version = attributeOf(declared.block.body, 'version');
    checkModuleSource(context, declared.block, declared.address);
    if (local && version && literalString(version.value) !== undefined) {
      const message = 'A local module has no "version": it is what the folder holds.';
      context.report('module-input', 'error', message, { span: version.name.span, node: declared.address });
    }
    if (!local && version && text !== undefined && !isRegistrySource(text)) {
      const message = `"version" goes with a module of a registry, and "${text}" is no address of one ([host/]namespace/name/provider).`;
      context.report('module-input', 'error', message, { span: version.name.span, node: declared.address });
    }
    if (!source || text === undefined || local) continue;
    const lack = text.startsWith('oci://') ? lackOf({ onlyTofu: true, tofu: '1.10' }, context.module) : undefined;
    if (lack !== undefined)
      context.report('version-gate', 'warning', `A module of an OCI registry ${lack}`, {
        span: source.value.span,
        node: declared.address,
      });
    if (calledModule({ ...declared, reading: context.reading }, context.project)) continue;
    const message = `The module "${text}" is not on this machine: its inputs and outputs are not checked. "terraform init" gets it.`;
    context.report('module-not-installed', 'info', message, { span: source.value.span, node: declared.address });
  }
}

/** `[host/]namespace/name/provider`, with `//folder` behind it. */
function isRegistrySource(source: string): boolean {
  const [address = ''] = source.split('//', 1);
  const parts = address.split('/');
  const names = parts.length === 4 ? parts.slice(1) : parts;
  if (parts.length === 4 && !/^[0-9A-Za-z][\w.-]*(?::\d+)?$/.test(parts[0] ?? '')) return false;
  return names.length === 3 && names.every((name) => /^[0-9A-Za-z](?:[\w-]*[0-9A-Za-z])?$/.test(name));
}
