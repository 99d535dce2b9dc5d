import type { AnyRule, OptionSpec } from '../rules/define.ts';
import { PROFILE_NAMES, PROFILES, SEVERITIES } from './profiles.ts';

type Schema = Readonly<Record<string, unknown>>;

const SEVERITY: Schema = {
  enum: ['off', ...SEVERITIES, false],
  markdownDescription:
    '`error`: data or the way back can be lost; `warning`: prevents a rebuild or a parallel copy; `info`: makes them harder; `hint`: style, or debated; `off`.',
};
const CONTEXTS = ['imageBuild', 'example', 'test', 'devOverride', 'localhost', 'module', 'stateful'];
const GLOBS: Schema = {
  type: ['string', 'array'],
  items: { type: 'string' },
  description: 'Globs relative to the folder of this file: `*` inside a part, `**` over parts, `{a,b}`.',
};

/** JSON Schema (draft-07) of `.verdigris.yaml`, for validation and completion of that file. */
export function configSchema(rules: readonly AnyRule[]): Schema {
  const groups = [...new Set(rules.map(({ group }) => group))].sort();
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Verdigris',
    description: 'Settings of Verdigris for this folder and those below. The nearest file wins; lists merge.',
    type: 'object',
    additionalProperties: false,
    properties: {
      root: { type: 'boolean', description: 'No configuration file further up is read.' },
      locked: { type: 'boolean', description: 'Nothing in this file can be changed by a file further down.' },
      profile: {
        description: 'The set of rules to start from.',
        oneOf: PROFILE_NAMES.map((name) => ({ const: name, description: PROFILES[name].description })),
      },
      allowInlineSuppression: {
        description: 'Whether comments may hide findings.',
        oneOf: [
          { const: 'all', description: 'Yes (default).' },
          { const: 'with-reason', description: 'Only with a reason: `-- reason`.' },
          { const: 'none', description: 'No: only `suppressions` in this file.' },
        ],
      },
      honourForeignPragmas: {
        type: 'boolean',
        description: 'Ignore comments of other tools hide findings of the equivalent rules here.',
      },
      rules: { $ref: '#/definitions/rules' },
      overrides: {
        type: 'array',
        items: { $ref: '#/definitions/override' },
        description: 'Other settings for some files, or for what some files are for. They win over all `rules`.',
      },
      suppressions: {
        type: 'array',
        items: { $ref: '#/definitions/suppression' },
        description: 'Findings that are accepted, without a comment in the code.',
      },
      languages: {
        type: 'array',
        description: 'What some files are, when it cannot be told by looking.',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['paths', 'language'],
          properties: {
            paths: GLOBS,
            language: { enum: ['macfile', 'cloudformation', 'ansible', 'terraform', 'none'] },
          },
        },
      },
      plan: { $ref: '#/definitions/plan' },
    },
    definitions: {
      severity: SEVERITY,
      rules: {
        type: 'object',
        description: 'By rule, or by group (`state/*`): a severity, or severity and more.',
        additionalProperties: false,
        properties: Object.fromEntries([
          ...groups.map((group) => [`${group}/*`, groupSchema(group)] as const),
          ...rules.map((rule) => [rule.id, ruleSchema(rule)] as const),
        ]),
      },
      override: {
        type: 'object',
        additionalProperties: false,
        required: ['rules'],
        properties: {
          paths: GLOBS,
          contexts: {
            type: ['string', 'array'],
            items: { enum: CONTEXTS },
            description: 'What a file, or the part of it, is for.',
          },
          rules: { $ref: '#/definitions/rules' },
        },
      },
      suppression: {
        type: 'object',
        additionalProperties: false,
        required: ['path', 'rule'],
        properties: {
          path: { type: 'string', description: 'Glob relative to the folder of this file.' },
          node: { type: 'string', description: 'Path of the node, such as `Resources.Db`; absent = the whole file.' },
          rule: {
            anyOf: [
              { enum: [...rules.map(({ id }) => id), ...groups.map((group) => `${group}/*`)] },
              { type: 'string', pattern: '^[a-z]+/' },
            ],
          },
          reason: { type: 'string', description: 'Why it is right here.' },
          until: {
            type: 'string',
            pattern: '^\\d{4}-\\d{2}-\\d{2}$',
            description: 'Last day it holds, such as 2027-01-31.',
          },
        },
      },
      plan: planSchema(),
    },
  };
}

function groupSchema(group: string): Schema {
  return settingSchema(`All rules about ${group.replace('-', ' ')}.`, undefined);
}

function ruleSchema({ title, why, options, status }: AnyRule): Schema {
  const preview = status === 'preview' ? ' In preview: off until it is switched on here.' : '';
  return settingSchema(`${title}. ${why}${preview}`, options);
}

function settingSchema(description: string, options: Readonly<Record<string, OptionSpec>> | undefined): Schema {
  return {
    description,
    anyOf: [
      { $ref: '#/definitions/severity' },
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          severity: { $ref: '#/definitions/severity' },
          ...(options === undefined ? {} : { options: optionsSchema(options) }),
          suppressible: { type: 'boolean', description: 'Whether it may be suppressed at all.' },
          fix: {
            enum: ['off', 'manual', 'on-save'],
            description:
              '`off`: no fix is offered; `manual`: never by fix-all; `on-save`: safe fixes join fix-all (default).',
          },
          locked: { type: 'boolean', description: 'A file further down cannot change it.' },
        },
      },
    ],
  };
}

function optionsSchema(options: Readonly<Record<string, OptionSpec>>): Schema {
  const properties = Object.entries(options).map(([name, spec]) => {
    const list = Array.isArray(spec.default);
    const type = list ? { type: 'array', items: { type: 'string' } } : { type: typeof spec.default };
    return [
      name,
      { ...type, default: spec.default, description: spec.description + (list ? ' Adds to the default.' : '') },
    ] as const;
  });
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) };
}

function planSchema(): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    description: 'What the blue-green plan should know.',
    properties: {
      overrides: {
        type: 'array',
        description: 'How much a thing loses when it is destroyed, where the tables are wrong about it.',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['node', 'lifecycle'],
          properties: {
            path: { type: 'string', description: 'Glob; absent = every file.' },
            node: { type: 'string', description: 'Path of the node, such as `Resources.Sessions`.' },
            lifecycle: {
              enum: ['stateless', 'persistent', 'volatile', 'cache', 'router', 'config', 'network', 'external'],
            },
            reason: { type: 'string' },
          },
        },
      },
      policies: {
        type: 'object',
        description: 'How queues and caches are treated.',
        additionalProperties: { type: 'string' },
        properties: {
          queue: { enum: ['shared-tolerant', 'per-colour', 'version-routed'] },
          cache: { enum: ['share-prefixed', 'new-warm'] },
        },
      },
    },
  };
}
