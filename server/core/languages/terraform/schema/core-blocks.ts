import { ANY, type Body, STRING } from './body.ts';
import { any, attribute, block, bool, core, type Make, number, OPEN, once, string, strings } from './define.ts';

/** Blocks of a configuration and what they hold. Source: Terraform 1.16, `internal/configs`; texts are our own. */
const REQUIRED = { required: true } as const;
const reference = (text: string, options = {}): Make => attribute(ANY, text, { special: 'reference', ...options });

const condition = {
  condition: any('Must be true; the message is shown when it is not.', REQUIRED),
  error_message: string('What to say when the condition does not hold.', REQUIRED),
};

const count = any('So many copies; `count.index` tells them apart.');
const forEach = any('One copy per entry of a map or a set of strings; `each.key` and `each.value` tell them apart.');
const dependsOn = reference('Waits for these, where no reference says so.');
const providerChoice = attribute(ANY, 'Provider configuration to use: `aws.east`.', { special: 'provider' });

const precondition = block(condition, 'Checked before the object is changed.', { since: '1.2' });
const postcondition = block(condition, 'Checked after the object was changed; `self` is the object.', { since: '1.2' });

const resourceLifecycle = {
  create_before_destroy: bool('Makes the replacement before it destroys the old object.'),
  prevent_destroy: bool('Refuses every plan that would destroy the object.'),
  ignore_changes: reference('Arguments whose changes are not acted on; `all` for every one.'),
  replace_triggered_by: reference('Replaces the object when one of these is replaced or changed.', { since: '1.2' }),
  enabled: bool('OpenTofu: whether the object exists.', { hidden: true }),
  destroy: bool('OpenTofu and Terraform: forget instead of destroy when false.', { hidden: true }),
  precondition,
  postcondition,
  action_trigger: block(
    {
      events: any('When the actions run.', REQUIRED),
      actions: reference('Actions to run.', REQUIRED),
      condition: any('Runs the actions only when true.'),
      on_failure: any('What a failed action means.', { hidden: true }),
    },
    'Runs actions around changes of the object.',
    { since: '1.14' },
  ),
};

const CONNECTION = Object.fromEntries(
  (
    'type user password host port timeout script_path private_key certificate agent agent_identity host_key target_platform ' +
    'proxy_scheme proxy_host proxy_port proxy_user_name proxy_user_password bastion_host bastion_host_key bastion_port ' +
    'bastion_user bastion_password bastion_private_key bastion_certificate https use_ntlm insecure cacert'
  )
    .split(' ')
    .map((name) => [name, any(name === 'host' ? 'Address to connect to.' : 'Setting of the connection.')]),
);

const connection = block(CONNECTION, 'How provisioners reach the machine.', { most: 1 });

const common = {
  when: any('`create` (default) or `destroy`.', { values: ['create', 'destroy'], special: 'reference' }),
  on_failure: any('`fail` (default) or `continue`.', { values: ['continue', 'fail'], special: 'reference' }),
  connection,
};

/** Arguments by the label of the `provisioner` block. */
export const PROVISIONERS: Readonly<Record<string, () => Body>> = {
  file: once(() =>
    core({
      source: string('File or folder to copy.'),
      content: string('Text to write.'),
      destination: string('Path on the machine.', REQUIRED),
      ...common,
    }),
  ),
  'local-exec': once(() =>
    core({
      command: string('Run on the machine that runs Terraform.', REQUIRED),
      interpreter: strings('Program and its first arguments.'),
      working_dir: string('Folder to run in.'),
      environment: attribute({ kind: 'map', of: STRING }, 'Environment of the command.'),
      quiet: bool('Does not print the command.', { since: '1.4' }),
      ...common,
    }),
  ),
  'remote-exec': once(() =>
    core({
      inline: strings('Commands, run in order on the machine.'),
      script: string('Script to copy and run.'),
      scripts: strings('Scripts to copy and run, in order.'),
      ...common,
    }),
  ),
};

const provisioner = block(
  () => OPEN,
  'Runs something once, when the object is made. Not in the plan, not repeatable.',
  {
    labels: ['type'],
  },
);

const dynamic = block(
  {
    for_each: any('One block per element.', REQUIRED),
    iterator: reference('Name of the element inside `content`; the label by default.'),
    labels: any('Labels of the blocks.'),
    content: block(() => OPEN, 'The block to make.', { least: 1, most: 1 }),
  },
  'Makes one nested block per element of a collection.',
  { labels: ['block'] },
);

/** `_ { }` holds arguments whose names the language uses itself. */
const escaping = block(() => OPEN, 'Arguments whose names the language uses itself.', { hidden: true, most: 1 });

/** Arguments and blocks every resource has beside those of its provider. */
export const RESOURCE_META = once(() =>
  core({
    count,
    for_each: forEach,
    depends_on: dependsOn,
    provider: providerChoice,
    lifecycle: block(resourceLifecycle, 'How the object is replaced and protected.', { most: 1 }),
    connection,
    provisioner,
    dynamic,
    _: escaping,
  }),
);

export const DATA_META = once(() =>
  core({
    count,
    for_each: forEach,
    depends_on: dependsOn,
    provider: providerChoice,
    lifecycle: block(
      { precondition, postcondition, enabled: resourceLifecycle.enabled },
      'Conditions of the data source.',
      { most: 1 },
    ),
    dynamic,
    _: escaping,
  }),
);

const data = block(() => OPEN, 'Reads something that exists; changes nothing.', { labels: ['type', 'name'] });
const assertion = block(condition, 'A condition and what to say when it does not hold.', { least: 1 });
const providerBlock = block(() => OPEN, 'Configures a provider.', { labels: ['name'] });

/** Arguments of a module call; inputs of the module come on top. */
export const MODULE_META = once(() =>
  core({
    source: string('Where the module is: `./path`, a registry address, or a repository.', REQUIRED),
    version: string('Version constraint; for modules of a registry.'),
    count,
    for_each: forEach,
    depends_on: dependsOn,
    _: escaping,
    providers: attribute(ANY, 'Provider configurations to hand to the module.', { special: 'provider' }),
    ignore_nested_deprecations: bool('Hides deprecation warnings from inside the module.', {
      since: '1.15',
      hidden: true,
    }),
    lifecycle: block({ enabled: resourceLifecycle.enabled }, 'OpenTofu: whether the module is used.', {
      hidden: true,
      most: 1,
    }),
  }),
);

const workspaces = block(
  {
    name: string('Workspace to use.'),
    tags: any('Workspaces with these tags.'),
    project: string('Project of the workspaces.'),
  },
  'Workspaces of HCP Terraform.',
  { most: 1 },
);

const terraform = {
  required_version: string('Versions of Terraform that may run this module.'),
  experiments: reference('Experiments to switch on.', { hidden: true }),
  language: reference('Edition of the language.', { hidden: true }),
  required_providers: block(() => OPEN, 'Providers with their source and versions.'),
  backend: block(() => OPEN, 'Where the state is kept.', { labels: ['type'], most: 1 }),
  cloud: block(
    {
      organization: string('Organisation.'),
      hostname: string('Host of HCP Terraform or Terraform Enterprise.'),
      token: string('Token; better kept in the credentials file.'),
      workspaces,
    },
    'State and runs in HCP Terraform.',
    { since: '1.1', most: 1 },
  ),
  provider_meta: block(() => OPEN, 'Facts about the module for its provider.', { labels: ['provider'] }),
  encryption: block(() => OPEN, 'OpenTofu: encryption of state and plan.', { hidden: true, most: 1 }),
  state_store: block(() => OPEN, 'Experimental: state kept by a provider.', { labels: ['type'], hidden: true }),
};

const variable = {
  type: attribute(ANY, 'Type constraint.', { special: 'type' }),
  default: any('Value when none is given; without it the variable must be set.'),
  description: string('What it is for.'),
  sensitive: bool('Hides the value in the output.', { since: '0.14' }),
  nullable: bool('Whether `null` may be given; true by default.', { since: '1.1' }),
  ephemeral: bool('Kept out of state and plan.', { since: '1.10' }),
  deprecated: string('Message for those who still set it.', { since: '1.15' }),
  const: bool('Known before anything is planned.', { since: '1.15', hidden: true }),
  validation: block(condition, 'A condition on the value.'),
};

const output = {
  value: any('What the module gives.', REQUIRED),
  description: string('What it is.'),
  sensitive: bool('Hides the value in the output.'),
  ephemeral: bool('Kept out of state and plan; in called modules only.', { since: '1.10' }),
  depends_on: dependsOn,
  deprecated: string('Message for those who still read it.', { since: '1.15' }),
  type: attribute(ANY, 'Type constraint.', { special: 'type', since: '1.15' }),
  precondition,
};

const imports = {
  to: reference('Address to import to.', REQUIRED),
  id: any('Identifier of the existing object.'),
  identity: any('Identity of the existing object, in place of `id`.', { since: '1.12' }),
  provider: providerChoice,
  for_each: attribute(ANY, 'One import per element.', { since: '1.7' }),
};

const removed = {
  from: reference('Address that is no longer declared.', REQUIRED),
  lifecycle: block({ destroy: bool('False: forget the object, do not destroy it.') }, 'What happens to the object.', {
    most: 1,
  }),
  provisioner,
  connection,
};

/** Top level of `.tf` and `.tofu` files. */
export const CONFIGURATION = once(() =>
  core({
    terraform: block(terraform, 'Settings of the module: versions, providers, state.'),
    provider: providerBlock,
    resource: block(() => OPEN, 'Something to make and to manage.', { labels: ['type', 'name'] }),
    data,
    ephemeral: block(() => OPEN, 'Something that lives during one run only.', {
      labels: ['type', 'name'],
      since: '1.10',
    }),
    action: block(() => OPEN, 'Something to do outside of the usual changes.', {
      labels: ['type', 'name'],
      since: '1.14',
    }),
    module: block(() => OPEN, 'Calls another module.', { labels: ['name'] }),
    variable: block(variable, 'An input of the module.', { labels: ['name'] }),
    output: block(output, 'A result of the module.', { labels: ['name'] }),
    locals: block(() => OPEN, 'Names for expressions.'),
    moved: block(
      { from: reference('Address it had.', REQUIRED), to: reference('Address it has.', REQUIRED) },
      'Says that an object has another address now, so that it is not replaced.',
      { since: '1.1' },
    ),
    import: block(imports, 'Takes an existing object under management.', { since: '1.5' }),
    removed: block(removed, 'Takes an object out of the configuration.', { since: '1.7' }),
    language: block(() => OPEN, 'OpenTofu: edition of the language.', { hidden: true }),
    check: block({ assert: assertion, data }, 'Conditions that only warn.', { labels: ['name'], since: '1.5' }),
  }),
);

const overrideResource = block(
  {
    target: reference('Address to override.', REQUIRED),
    values: any('Values it shall have.'),
    override_during: any('`apply` or `plan`.', { since: '1.11', values: ['apply', 'plan'], special: 'reference' }),
  },
  'Does not make the object; gives these values.',
  { since: '1.7' },
);

const overrideModule = block(
  {
    target: reference('Module call to override.', REQUIRED),
    outputs: any('Outputs it shall have.'),
    override_during: any('`apply` or `plan`.', { since: '1.11', values: ['apply', 'plan'], special: 'reference' }),
  },
  'Does not run the module; gives these outputs.',
  { since: '1.7' },
);

const overrides = {
  override_resource: overrideResource,
  override_data: overrideResource,
  override_module: overrideModule,
};

const mocked = block(
  {
    defaults: any('Values of attributes that the provider would set.'),
    override_during: any('`apply` or `plan`.', { special: 'reference' }),
  },
  'Default values of one type.',
  { labels: ['type'] },
);

const run = {
  command: any('`apply` (default) or `plan`.', { values: ['apply', 'plan'], special: 'reference' }),
  providers: attribute(ANY, 'Provider configurations to use.', { special: 'provider' }),
  expect_failures: reference('Checks that must fail.'),
  state_key: string('Runs with the same key share a state.', { since: '1.11' }),
  parallel: bool('May run beside others.', { since: '1.12' }),
  skip_cleanup: bool('Leaves what it made.', { hidden: true }),
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
  backend: block(() => OPEN, 'Where the state of the run is kept.', { labels: ['type'], hidden: true }),
  ...overrides,
};

/** Top level of `.tftest.hcl` files. */
export const TEST = once(() =>
  core({
    test: block(
      { parallel: bool('Runs may be parallel.'), skip_cleanup: bool('Leaves what was made.') },
      'Settings of the file.',
      { since: '1.12', most: 1 },
    ),
    run: block(run, 'One run of the module with its checks.', { labels: ['name'] }),
    provider: providerBlock,
    mock_provider: block(
      {
        alias: string('Name of this configuration.'),
        for_each: any('OpenTofu: one configuration per element.', { hidden: true }),
        source: string('Folder with mock data files.'),
        override_during: any('`apply` or `plan`.', { since: '1.11', special: 'reference' }),
        mock_resource: mocked,
        mock_data: mocked,
        ...overrides,
      },
      'A provider that makes nothing.',
      { labels: ['name'], since: '1.7' },
    ),
    variables: block(() => OPEN, 'Values of variables for all runs.'),
    variable: block(variable, 'A variable of the test file.', { labels: ['name'] }),
    ...overrides,
  }),
);

/** Top level of `.tfmock.hcl` files. */
export const MOCK = once(() => core({ mock_resource: mocked, mock_data: mocked, ...overrides }));

/** Top level of `.tfquery.hcl` files. */
export const QUERY = once(() =>
  core({
    list: block(
      {
        provider: providerChoice,
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
