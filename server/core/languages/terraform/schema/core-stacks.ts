import { ANY } from './body.ts';
import { any, attribute, block, bool, core, number, OPEN, once, string } from './define.ts';

/** Stack files of HCP Terraform (`.tfcomponent.hcl`, `.tfdeploy.hcl`). Source: terraform-schema, `internal/schema`; texts are our own. */
const REQUIRED = { required: true } as const;
const reference = attribute(ANY, 'Addresses.', { special: 'reference' });
const type = attribute(ANY, 'Type constraint.', { special: 'type', required: true });
const locals = block(() => OPEN, 'Names for expressions.');

const call = {
  source: string('Where the configuration is.', REQUIRED),
  version: string('Version constraint.'),
  for_each: any('One copy per element.'),
  inputs: any('Values of its inputs.'),
};

export const STACK = once(() =>
  core({
    component: block(
      { ...call, providers: any('Provider configurations.'), depends_on: reference },
      'A module in the stack.',
      {
        labels: ['name'],
      },
    ),
    stack: block({ ...call, depends_on: reference }, 'A stack in the stack.', { labels: ['name'] }),
    provider: block(
      { for_each: any('One copy per element.'), config: block(() => OPEN, 'Settings.') },
      'A provider configuration.',
      {
        labels: ['type', 'name'],
      },
    ),
    required_providers: block(() => OPEN, 'Providers with their source and versions.'),
    variable: block(
      {
        type,
        default: any('Value when none is given.'),
        description: string('What it is for.'),
        sensitive: bool('Hides the value.'),
        ephemeral: bool('Kept out of state.'),
        nullable: bool('Whether null may be given.'),
        validation: block(() => OPEN, 'A condition on the value.'),
      },
      'An input of the stack.',
      { labels: ['name'] },
    ),
    locals,
    output: block(
      {
        type,
        value: any('What the stack gives.', REQUIRED),
        description: string('What it is.'),
        sensitive: bool('Hides the value.'),
        ephemeral: bool('Kept out of state.'),
      },
      'A result of the stack.',
      { labels: ['name'] },
    ),
    removed: block(
      {
        ...call,
        from: any('Component that is gone.', REQUIRED),
        providers: any('Provider configurations.'),
        lifecycle: block({ destroy: bool('Whether to destroy.') }, 'What happens to its objects.', { most: 1 }),
      },
      'Takes a component out.',
    ),
  }),
);

export const DEPLOY = once(() =>
  core({
    deployment: block(
      {
        inputs: any('Values of the inputs.', REQUIRED),
        deployment_group: any('Group it belongs to.'),
        destroy: bool('Destroys the deployment.'),
        migrate: any('Migration.', { hidden: true }),
        import: any('Import.', { hidden: true }),
      },
      'One copy of the stack.',
      { labels: ['name'] },
    ),
    deployment_group: block(
      {
        auto_approve_checks: any('Checks that approve by themselves.'),
        failure_tolerance: number('Failed deployments that are accepted.'),
        eager_plan: bool('Plans early.'),
      },
      'Rules for several deployments.',
      { labels: ['name'] },
    ),
    deployment_auto_approve: block(
      {
        check: block({ condition: any('Must be true.', REQUIRED), reason: any('Why not.', REQUIRED) }, 'A condition.'),
      },
      'A rule that approves by itself.',
      { labels: ['name'] },
    ),
    identity_token: block({ audience: any('Audiences of the token.', REQUIRED) }, 'A token for workload identity.', {
      labels: ['name'],
    }),
    store: block(
      { path: string('File.'), id: any('Identifier.'), name: any('Name.'), category: any('Category.') },
      'Values from outside.',
      { labels: ['type', 'name'] },
    ),
    orchestrate: block({ check: block(() => OPEN, 'A condition.') }, 'Old form of the approval rules.', {
      labels: ['type', 'name'],
      deprecated: 'use deployment_auto_approve',
    }),
    publish_output: block(
      { value: any('What is given.', REQUIRED), description: string('What it is.') },
      'A value for other stacks.',
      {
        labels: ['name'],
      },
    ),
    upstream_input: block(
      { type: any('Kind of the source.', REQUIRED), source: any('Address of the stack.', REQUIRED) },
      'Values of another stack.',
      {
        labels: ['name'],
      },
    ),
    locals,
  }),
);
