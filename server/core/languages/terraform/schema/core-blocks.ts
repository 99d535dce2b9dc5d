import { ANY, type Body, STRING } from './body.ts';
import { any, attribute, block, bool, core, type Make, OPEN, once, string, strings } from './define.ts';

/** Blocks of a configuration and what they hold. Source: Terraform 1.16, `internal/configs`; texts are our own. */
export const REQUIRED = { required: true } as const;
/** Offered where OpenTofu is used. Versions: the schemas in `internal/configs` of its release branches 1.6 to 1.12. */
export const ONLY_TOFU = (tofu: string) => ({ hidden: true, onlyTofu: true, tofu }) as const;

export const reference = (text: string, options = {}): Make =>
  attribute(ANY, text, { special: 'reference', ...options });

export const condition = {
  condition: any('Must be true; the message is shown when it is not.', REQUIRED),
  error_message: string('What to say when the condition does not hold.', REQUIRED),
};

export const count = any('So many copies; `count.index` tells them apart.');
export const forEach = any(
  'One copy per entry of a map or a set of strings; `each.key` and `each.value` tell them apart.',
);
const dependsOn = reference('Waits for these, where no reference says so.');
export const providerChoice = attribute(ANY, 'Provider configuration to use: `aws.east`.', { special: 'provider' });

const precondition = block(condition, 'Checked before the object is changed.', { since: '1.2' });
const postcondition = block(condition, 'Checked after the object was changed; `self` is the object.', { since: '1.2' });

const resourceLifecycle = {
  create_before_destroy: bool('Makes the replacement before it destroys the old object.'),
  prevent_destroy: bool('Refuses every plan that would destroy the object.'),
  ignore_changes: reference('Arguments whose changes are not acted on; `all` for every one.'),
  replace_triggered_by: reference('Replaces the object when one of these is replaced or changed.', { since: '1.2' }),
  enabled: bool('OpenTofu: whether the object exists.', ONLY_TOFU('1.11')),
  destroy: bool('OpenTofu: forget instead of destroy when false.', { hidden: true, tofu: '1.12' }),
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
    { since: '1.14', tofu: null },
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
export const providerBlock = block(() => OPEN, 'Configures a provider.', { labels: ['name'] });

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
      tofu: null,
    }),
    lifecycle: block({ enabled: resourceLifecycle.enabled }, 'OpenTofu: whether the module is used.', {
      ...ONLY_TOFU('1.11'),
      most: 1,
    }),
  }),
);

const LANGUAGE = {
  edition: reference('Edition of the language: `tofu2024`.', { values: ['tofu2024'] }),
  experiments: reference('Experiments to switch on; no release has any.', { hidden: true }),
  compatible_with: block(
    () => core({ opentofu: string('Versions of OpenTofu that may run this module.') }, true),
    'Software that may run this module.',
  ),
};

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
  encryption: block(() => OPEN, 'OpenTofu: encryption of state and plan.', { ...ONLY_TOFU('1.7'), most: 1 }),
  state_store: block(() => OPEN, 'Experimental: state kept by a provider.', {
    labels: ['type'],
    hidden: true,
    tofu: null,
  }),
};

export const variable = {
  type: attribute(ANY, 'Type constraint.', { special: 'type' }),
  default: any('Value when none is given; without it the variable must be set.'),
  description: string('What it is for.'),
  sensitive: bool('Hides the value in the output.', { since: '0.14' }),
  nullable: bool('Whether `null` may be given; true by default.', { since: '1.1' }),
  ephemeral: bool('Kept out of state and plan.', { since: '1.10', tofu: '1.11' }),
  deprecated: string('Message for those who still set it.', { since: '1.15', tofu: '1.10' }),
  const: bool('Known before anything is planned.', { since: '1.15', tofu: '1.12', hidden: true }),
  validation: block(condition, 'A condition on the value.'),
};

const output = {
  value: any('What the module gives.', REQUIRED),
  description: string('What it is.'),
  sensitive: bool('Hides the value in the output.'),
  ephemeral: bool('Kept out of state and plan; in called modules only.', { since: '1.10', tofu: '1.11' }),
  depends_on: dependsOn,
  deprecated: string('Message for those who still read it.', { since: '1.15', tofu: '1.10' }),
  type: attribute(ANY, 'Type constraint.', { special: 'type', since: '1.15', tofu: null }),
  precondition,
};

const imports = {
  to: reference('Address to import to.', REQUIRED),
  id: any('Identifier of the existing object.'),
  identity: any('Identity of the existing object, in place of `id`.', { since: '1.12', tofu: '1.12' }),
  provider: providerChoice,
  for_each: attribute(ANY, 'One import per element.', { since: '1.7', tofu: '1.7' }),
};

const removed = {
  from: reference('Address that is no longer declared.', REQUIRED),
  lifecycle: block({ destroy: bool('False: forget the object, do not destroy it.') }, 'What happens to the object.', {
    most: 1,
    tofu: '1.10',
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
      tofu: '1.11',
    }),
    action: block(() => OPEN, 'Something to do outside of the usual changes.', {
      labels: ['type', 'name'],
      since: '1.14',
      tofu: null,
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
    removed: block(removed, 'Takes an object out of the configuration.', { since: '1.7', tofu: '1.7' }),
    language: block(LANGUAGE, 'OpenTofu: versions and edition the module is written for.', ONLY_TOFU('1.12')),
    check: block({ assert: assertion, data }, 'Conditions that only warn.', { labels: ['name'], since: '1.5' }),
  }),
);
