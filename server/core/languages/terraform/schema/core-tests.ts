import { ANY } from './body.ts';
import {
  condition,
  count,
  forEach,
  ONLY_TOFU,
  providerBlock,
  providerChoice,
  REQUIRED,
  reference,
  variable,
} from './core-blocks.ts';
import { any, attribute, block, bool, core, number, OPEN, once, string } from './define.ts';

/** Test, mock and query files. Source: Terraform 1.16, `internal/configs`; texts are our own. */
const during = any('`apply` or `plan`.', {
  since: '1.11',
  tofu: null,
  values: ['apply', 'plan'],
  special: 'reference',
});

const overrideResource = block(
  {
    target: reference('Address to override.', REQUIRED),
    values: any('Values it shall have.'),
    override_during: during,
  },
  'Does not make the object; gives these values.',
  { since: '1.7', tofu: '1.8' },
);

const overrideModule = block(
  {
    target: reference('Module call to override.', REQUIRED),
    outputs: any('Outputs it shall have.'),
    override_during: during,
  },
  'Does not run the module; gives these outputs.',
  { since: '1.7', tofu: '1.8' },
);

const overrides = {
  override_resource: overrideResource,
  override_data: overrideResource,
  override_module: overrideModule,
};

const mocked = block(
  {
    defaults: any('Values of attributes that the provider would set.'),
    override_during: during,
  },
  'Default values of one type.',
  { labels: ['type'] },
);

const run = {
  command: any('`apply` (default) or `plan`.', { values: ['apply', 'plan'], special: 'reference' }),
  providers: attribute(ANY, 'Provider configurations to use.', { special: 'provider' }),
  expect_failures: reference('Checks that must fail.'),
  state_key: string('Runs with the same key share a state.', { since: '1.11', tofu: null }),
  parallel: bool('May run beside others.', { since: '1.12', tofu: null }),
  skip_cleanup: bool('Leaves what it made.', { hidden: true, tofu: null }),
  plan_options: block(
    {
      mode: any('`normal` or `refresh-only`.', { values: ['normal', 'refresh-only'], special: 'reference' }),
      refresh: bool('Reads the real objects first.'),
      replace: reference('Objects to replace.'),
      target: reference('Objects to look at only.'),
    },
    'Options of the plan.',
    { most: 1 },
  ),
  assert: block(condition, 'A condition that must hold after the run.'),
  variables: block(() => OPEN, 'Values of variables for this run.', { most: 1 }),
  module: block(
    {
      source: string('Module to run in place of the one under test.', REQUIRED),
      version: string('Version constraint.'),
    },
    'Runs another module.',
    { most: 1 },
  ),
  backend: block(() => OPEN, 'Where the state of the run is kept.', {
    labels: ['type'],
    hidden: true,
    most: 1,
    tofu: null,
  }),
  ...overrides,
};

/** Top level of `.tftest.hcl` files. */
export const TEST = once(() =>
  core({
    test: block(
      { parallel: bool('Runs may be parallel.'), skip_cleanup: bool('Leaves what was made.') },
      'Settings of the file.',
      { since: '1.12', tofu: null, most: 1 },
    ),
    run: block(run, 'One run of the module with its checks.', { labels: ['name'] }),
    provider: providerBlock,
    mock_provider: block(
      {
        alias: string('Name of this configuration.'),
        for_each: any('OpenTofu: one configuration per element.', ONLY_TOFU('1.11')),
        source: string('Folder with mock data files.', { tofu: null }),
        override_during: during,
        mock_resource: mocked,
        mock_data: mocked,
        override_resource: overrideResource,
        override_data: overrideResource,
      },
      'A provider that makes nothing.',
      { labels: ['name'], since: '1.7', tofu: '1.8' },
    ),
    variables: block(() => OPEN, 'Values of variables for all runs.', { most: 1 }),
    variable: block(variable, 'A variable of the test file.', { labels: ['name'], tofu: null }),
    ...overrides,
  }),
);

/** Top level of `.tfmock.hcl` files. */
export const MOCK = once(() =>
  core({
    mock_resource: mocked,
    mock_data: mocked,
    override_resource: overrideResource,
    override_data: overrideResource,
  }),
);

/** Top level of `.tfquery.hcl` files. */
export const QUERY = once(() =>
  core({
    list: block(
      {
        provider: (name) => ({ ...providerChoice(name), required: true }),
        include_resource: bool('Also lists the whole object.'),
        limit: number('At most so many.'),
        count,
        for_each: forEach,
        config: block(() => OPEN, 'What to list.', { most: 1 }),
      },
      'Lists existing objects of a type.',
      { labels: ['type', 'name'] },
    ),
    provider: providerBlock,
    locals: block(() => OPEN, 'Names for expressions.'),
    variable: block(variable, 'An input of the query.', { labels: ['name'] }),
  }),
);
