/** What a key of a Macfile takes. `list` = list of one-key maps, `ready` = `role.<name>`, `free` = anything, unchecked. */
export type ValueType = 'text' | 'script' | 'integer' | 'number' | 'list' | 'map' | 'ready' | 'free';

export interface KeyFact {
  readonly key: string;
  readonly type: ValueType;
  readonly required?: boolean;
  readonly documentation: string;
  /** What completion writes behind the key, in snippet form. */
  readonly snippet?: string;
}

/** Where a map stands; every place has its own keys. */
export type MapPlace =
  | 'main'
  | 'library'
  | 'role'
  | 'instance'
  | 'role-entry'
  | 'command-entry'
  | 'action'
  | 'resource';

const ENVIRONMENT: KeyFact = {
  key: 'environment',
  type: 'list',
  documentation:
    'Variables for the configuration or the bootstrap script: a list of one-key maps. Text, integers and booleans are passed on; floats, null and lists are dropped, so quote them. A value may be `app.PRIVATE_IP`, `app.PUBLIC_IP` or `app.FACT.name`.',
  snippet: '\n  - ${1:NAME}: ${2:value}',
};
const READY: KeyFact = {
  key: 'ready',
  type: 'ready',
  documentation:
    'Waits until every instance of a role or entry that was created before is ready. Form: `role.<role or entry>`.',
  snippet: ' role.${1:app}',
};
const AMOUNT: KeyFact = {
  key: 'amount',
  type: 'integer',
  documentation: 'How many instances are created. Default 1.',
  snippet: ' ${1:1}',
};
const NAME: KeyFact = {
  key: 'name',
  type: 'text',
  required: true,
  documentation: "Server name. `''` lets the provider choose one.",
  snippet: ' ${1:app}',
};

const SECTIONS: readonly KeyFact[] = [
  {
    key: 'actions',
    type: 'map',
    documentation:
      'Named commands: `ssh` runs on instances (`role.app.<action>`), `bash` on the machine that runs `mac` (`action.<action>.json.…`).',
    snippet: '\n  ${1:get_id}:\n    ssh: $0',
  },
  {
    key: 'resources',
    type: 'map',
    documentation: 'Named scripts that create and destroy everything that is not an instance.',
    snippet: '\n  ${1:lb}:\n    create bash:\n      $2\n    destroy bash:\n      $0',
  },
];

const MAIN: readonly KeyFact[] = [
  {
    key: 'mac',
    type: 'free',
    required: true,
    documentation: 'The version of `mac` the file was written for; it is never compared.',
    snippet: ' ${1:1.0.0}',
  },
  {
    key: 'description',
    type: 'free',
    required: true,
    documentation: 'What the infrastructure is for; not used after reading.',
    snippet: ' ${1:what this infrastructure is for}',
  },
  {
    key: 'name',
    type: 'text',
    required: true,
    documentation: 'First half of the identity of the infrastructure: name and version together may be active once.',
    snippet: " '${1:{INF_NAME\\}}'",
  },
  {
    key: 'version',
    type: 'free',
    required: true,
    documentation:
      'Second half of the identity. Another version runs beside this one, so a parameter here (`{INF_VERSION}`, in quotes) is what makes a parallel copy possible. Quote it: `1.10` is the number 1.1.',
    snippet: " '${1:{INF_VERSION\\}}'",
  },
  {
    key: 'parents',
    type: 'map',
    documentation:
      'Libraries by alias. Their actions and resources are added; their defaults are taken with `alias.section:` and `alias.*:` under `infrastructures`.',
    snippet: '\n  ${1:aws}: ${2:library.abstract.macfile}',
  },
  {
    key: 'roles',
    type: 'map',
    documentation: 'What runs on an instance.',
    snippet: '\n  ${1:app}:\n    instance create:\n      bootstrap bash: |\n        $0',
  },
  ...SECTIONS,
  {
    key: 'infrastructures',
    type: 'map',
    required: true,
    documentation: 'The ordered work list. Each entry creates instances of a role, a resource, or runs an action.',
    snippet: '\n  ${1:app_inf}:\n    $0',
  },
];

const LIBRARY: readonly KeyFact[] = [
  ...SECTIONS,
  {
    key: 'defaults',
    type: 'map',
    documentation:
      'Entries that a Macfile takes over with `alias.section:` or `alias.*:`. One with an empty body must be filled in by who uses it.',
    snippet: '\n  ${1:lb_inf}:\n    resource: $0',
  },
];

const KEYS: Readonly<Record<MapPlace, readonly KeyFact[]>> = {
  main: MAIN,
  library: LIBRARY,
  role: [
    {
      key: 'instance create',
      type: 'map',
      required: true,
      documentation: 'How an instance of this role is set up.',
      snippet: '\n  bootstrap bash: |\n    $0',
    },
  ],
  instance: [
    {
      key: 'bootstrap bash',
      type: 'script',
      documentation: 'Script that sets the instance up. Exactly one of `bootstrap bash` and `configuration`.',
      snippet: ' |\n  $0',
    },
    {
      key: 'configuration',
      type: 'text',
      documentation:
        'Tag of a server configuration kept at ManageaCloud. Exactly one of `configuration` and `bootstrap bash`.',
      snippet: ' ${1:tag}',
    },
    ENVIRONMENT,
    {
      key: 'hd',
      type: 'list',
      documentation:
        "Disks: a list of one-key maps `DEVICE: 'SIZE[:TYPE[:IOPS]]'`. amazon: io1 (with IOPS), gp2, standard; gce: ssd, standard; rackspace: SSD, SATA from 100 GB. Quote the value: `50:30` is the number 3030.",
      snippet: "\n  - ${1:/dev/sdf}: '${2:50:gp2}'",
    },
    { key: 'branch', type: 'free', documentation: 'Accepted and never read.' },
    { key: 'lifespan', type: 'free', documentation: 'Accepted here and never read; it works in the entry.' },
  ],
  'role-entry': [
    {
      key: 'role',
      type: 'text',
      required: true,
      documentation: 'Role of the instances, one of `roles`.',
      snippet: ' ${1:app}',
    },
    NAME,
    {
      key: 'location',
      type: 'text',
      required: true,
      documentation: "The provider's location, such as `us-east-1`.",
      snippet: ' ${1:us-east-1}',
    },
    {
      key: 'provider',
      type: 'text',
      documentation: 'amazon, digitalocean, gce, rackspaceus, rackspaceuk or default. Left out, the server decides.',
      snippet: ' ${1:amazon}',
    },
    {
      key: 'hardware',
      type: 'text',
      documentation: "The provider's size: an id such as `t2.micro`, or its address at gce.",
      snippet: ' ${1:t2.micro}',
    },
    AMOUNT,
    {
      key: 'deployment',
      type: 'text',
      documentation: '`testing` is destroyed after `lifespan` minutes, `production` stays.',
      snippet: ' ${1|production,testing|}',
    },
    {
      key: 'release',
      type: 'text',
      documentation: 'Operating system: any, ubuntu, centos, debian or amazon, with `:version` where one is offered.',
      snippet: ' ${1:any}',
    },
    {
      key: 'lifespan',
      type: 'number',
      documentation: 'Minutes until a `testing` instance is destroyed. Default 90.',
      snippet: ' ${1:90}',
    },
    ENVIRONMENT,
    READY,
    { key: 'net', type: 'text', documentation: 'VPC subnet id at amazon.', snippet: ' $1' },
  ],
  'command-entry': [
    {
      key: 'resource',
      type: 'text',
      documentation:
        'Resource to create, one of `resources`. Its output is `resource.<entry>.json.…` for later entries.',
      snippet: ' $1',
    },
    {
      key: 'action',
      type: 'text',
      documentation: 'Action of kind `bash` to run, one of `actions`.',
      snippet: ' $1',
    },
    READY,
    {
      key: 'params',
      type: 'map',
      documentation: 'Values for the command, read there as `infrastructure.param.<name>`. A value may be a reference.',
      snippet: '\n  ${1:name}: ${2:value}',
    },
  ],
  action: [
    {
      key: 'ssh',
      type: 'script',
      documentation:
        'Runs on every instance of the role or entry it is called through; the outputs are joined by a space.',
      snippet: ' $0',
    },
    {
      key: 'bash',
      type: 'script',
      documentation: 'Runs on the machine that runs `mac`, in the folder of the Macfile, without `set -e`.',
      snippet: '\n  $0',
    },
  ],
  resource: [
    {
      key: 'create bash',
      type: 'script',
      documentation:
        'Runs on the machine that runs `mac`. What it prints is kept as the output of the entry; a status other than 0 ends the run.',
      snippet: '\n  $0',
    },
    {
      key: 'destroy bash',
      type: 'script',
      documentation:
        'Runs at `mac infrastructure destroy`, in the form it had when the resource was created. Only `resource.…` and `infrastructure.param.…` are replaced.',
      snippet: '\n  $0',
    },
  ],
};

export function keysOf(place: MapPlace): readonly KeyFact[] {
  return KEYS[place];
}

export function keyFact(place: MapPlace, key: string): KeyFact | undefined {
  return KEYS[place].find((fact) => fact.key === key);
}

/** Entry keys of any kind, for entries whose kind is not known yet. */
export const ENTRY_KEYS: readonly KeyFact[] = [
  ...KEYS['role-entry'],
  ...KEYS['command-entry'].filter(({ key }) => key !== 'ready'),
];
