import type { Module } from '../read/module.ts';
import type { Item } from './body.ts';
import { compareVersions, lowest } from './version.ts';

/** What a release must have brought: see `Item`. */
export type Needs = Pick<Item, 'since' | 'tofu' | 'onlyTofu'>;

/**
 * Why a module cannot rely on something, to stand behind its name; undefined where it can, or where nobody says which releases may run
 * the module.
 */
export function lackOf({ since, tofu, onlyTofu }: Needs, module: Module): string | undefined {
  if (module.dialect === 'opentofu') {
    if (tofu === null) return 'is part of Terraform, not of OpenTofu.';
    return tooOld(tofu, module.tofuVersion, 'OpenTofu', 'the module');
  }
  // Nothing says which of the two reads a .tf file: what only OpenTofu has tells that it is the one.
  if (onlyTofu) return module.dialectSaid ? 'is part of OpenTofu, not of Terraform.' : undefined;
  return tooOld(since, module.requiredVersion, 'Terraform', 'required_version');
}

function tooOld(
  since: string | null | undefined,
  constraint: string | undefined,
  tool: string,
  who: string,
): string | undefined {
  const least = lowest(constraint);
  if (since === undefined || since === null || least === undefined) return undefined;
  if ((compareVersions(least, since) ?? 0) >= 0) return undefined;
  const raise = tool === 'Terraform' ? 'required_version' : 'the version it asks for';
  return `needs ${tool} ${since}, but ${who} allows ${least}. Raise ${raise}, or do without it.`;
}
