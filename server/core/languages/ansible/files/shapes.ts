import type { FileKind } from '../model.ts';
import { TOOL_SHAPES } from './tool-shapes.ts';

/** Keys of a mapping with the shape of their values. `*` in a path stands for any key or any item. */
export interface Shape {
  /** Where the mapping stands: keys, `*` for each item of a list or each value. */
  readonly at: readonly string[];
  readonly keys: Readonly<Record<string, 'text' | 'boolean' | 'list' | 'map' | 'any'>>;
  readonly required?: readonly string[];
}

const ROLE_REQUIREMENT = {
  name: 'text',
  src: 'text',
  version: 'text',
  scm: 'text',
  source: 'text',
  type: 'text',
  include: 'text',
  role: 'text',
} as const;

const OPTION: Shape['keys'] = {
  type: 'text',
  required: 'boolean',
  default: 'any',
  choices: 'list',
  elements: 'text',
  options: 'map',
  description: 'any',
  short_description: 'text',
  version_added: 'any',
  no_log: 'boolean',
  aliases: 'list',
  deprecated: 'any',
  apply_defaults: 'boolean',
  removed_in_version: 'any',
  removed_at_date: 'any',
  removed_from_collection: 'text',
  mutually_exclusive: 'list',
  required_together: 'list',
  required_one_of: 'list',
  required_if: 'list',
  required_by: 'map',
  seealso: 'any',
};

/** Files that are mappings with known keys; names and types as the tools that read them take them. */
export const SHAPES: Readonly<Partial<Record<FileKind, readonly Shape[]>>> = {
  ...TOOL_SHAPES,
  requirements: [
    { at: ['roles', '*'], keys: ROLE_REQUIREMENT },
    { at: ['*'], keys: { ...ROLE_REQUIREMENT, roles: 'list', collections: 'list' } },
    {
      at: ['collections', '*'],
      keys: { name: 'text', version: 'text', source: 'text', type: 'text', signatures: 'list' },
      required: ['name'],
    },
  ],
  galaxy: [
    {
      at: [],
      keys: {
        namespace: 'text',
        name: 'text',
        version: 'text',
        readme: 'text',
        authors: 'list',
        description: 'text',
        license: 'any',
        license_file: 'text',
        tags: 'list',
        dependencies: 'map',
        repository: 'text',
        documentation: 'text',
        homepage: 'text',
        issues: 'text',
        build_ignore: 'list',
        manifest: 'any',
      },
      required: ['namespace', 'name', 'version', 'readme', 'authors'],
    },
  ],
  meta: [
    {
      at: [],
      keys: {
        galaxy_info: 'map',
        dependencies: 'list',
        allow_duplicates: 'boolean',
        collections: 'list',
        argument_specs: 'map',
      },
    },
    {
      at: ['galaxy_info'],
      keys: {
        author: 'text',
        description: 'text',
        company: 'text',
        license: 'any',
        min_ansible_version: 'any',
        min_ansible_container_version: 'any',
        platforms: 'list',
        galaxy_tags: 'list',
        role_name: 'text',
        namespace: 'text',
        issue_tracker_url: 'text',
        github_branch: 'text',
        standalone: 'boolean',
        video_links: 'list',
        cloud_platforms: 'any',
        categories: 'list',
        collections: 'list',
      },
    },
    { at: ['galaxy_info', 'platforms', '*'], keys: { name: 'text', versions: 'any' }, required: ['name'] },
  ],
  'argument-specs': [
    {
      at: ['argument_specs', '*'],
      keys: {
        short_description: 'text',
        description: 'any',
        options: 'map',
        author: 'any',
        version_added: 'any',
        ...OPTION,
      },
    },
    { at: ['argument_specs', '*', 'options', '*'], keys: OPTION },
    { at: ['argument_specs', '*', 'options', '*', 'options', '*'], keys: OPTION },
  ],
};
