import { attributeOf } from '../../../syntax/hcl/walk.ts';
import { literalString } from '../../../syntax/hcl.ts';
import { calledModule } from '../read/module.ts';
import { isLocalSource } from '../read/reading.ts';
import type { CheckContext } from './context.ts';

/** Calls of modules whose text is not at hand. Inputs are checked with the structure, outputs with the references. */
export function checkModuleCalls(context: CheckContext): void {
  for (const declared of context.reading.declarations) {
    if (declared.kind !== 'module') continue;
    const source = attributeOf(declared.block.body, 'source');
    const text = literalString(source?.value);
    const local = text !== undefined && isLocalSource(text);
    const version = attributeOf(declared.block.body, 'version');
    if (local && version) {
      const message = 'A local module has no "version": it is what the folder holds.';
      context.report('module-input', 'error', message, { span: version.name.span, node: declared.address });
    }
    if (!source || text === undefined || local) continue;
    if (calledModule({ ...declared, reading: context.reading }, context.project)) continue;
    const message = `The module "${text}" is not on this machine: its inputs and outputs are not checked. "terraform init" gets it.`;
    context.report('module-not-installed', 'info', message, { span: source.value.span, node: declared.address });
  }
}
