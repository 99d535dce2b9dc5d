import type { ExportText } from './export-name.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ShellCommand } from './shell.ts';
import type { Span, Written } from './span.ts';
import type { MapValue, Value } from './value.ts';

export type LanguageId = 'macfile' | 'cloudformation' | 'ansible' | 'terraform';

/**
 * What a file says about infrastructure, free of its syntax. Rules and the planner read facts only.
 * A kind is added when two languages, or one rule and the planner, need it.
 */
export type Fact =
  | Unit
  | Resource
  | Dependency
  | Parameter
  | Variable
  | Output
  | Script
  | ImageRef
  | PackageInstall
  | OsUpgrade
  | Checkout
  | Download
  | ConfigEdit
  | RemoteCommand
  | ConfigValue
  | LocalState
  | NetworkMount
  | NetworkRule
  | Secret
  | Endpoint
  | CloudId
  | PhysicalName
  | Verification
  | ModuleCall
  | StateMove
  | Step
  | Note;

export type FactKind = Fact['fact'];
export type FactOf<K extends FactKind> = Extract<Fact, { readonly fact: K }>;

interface FactBase {
  /** Stable node path of what the fact belongs to (`Resources.WebAsg`, `infrastructures.app_inf`); never a line number. */
  readonly node: string;
  /** What a finding about this fact underlines. */
  readonly span: Span;
  /** What the part of the unit is for that the fact stands in (a play on localhost, an image build), beside the unit's own contexts. */
  readonly contexts?: readonly Context[];
  /** Path of the file that states it, when the unit has several files and it is not the file of the reading: spans lie there, and so do findings about it. */
  readonly file?: string;
}

/** The deployable unit the file is (stack, root module, playbook, macfile). Exactly one per reading. */
export interface Unit extends FactBase {
  readonly fact: 'unit';
  readonly name?: Value;
  /** Colour of the whole unit where the language has one (Macfile `version`). */
  readonly version?: Value;
  /** True when a second copy of the unit can run beside the first without editing the file; undefined = cannot be known. */
  readonly parametrised?: boolean;
  /**
   * Settings of the unit that rules look at (Terraform `terraform` block and `provider` when one is configured, CloudFormation
   * transforms, play keywords).
   */
  readonly settings?: MapValue;
  /** What the file is for, when it can be told; lowers or silences rules. */
  readonly contexts: readonly Context[];
  /** How it is written, where a language has several notations. */
  readonly written?: { readonly notation: 'yaml' | 'json'; readonly lines: number; readonly generated: boolean };
}

export type Context = 'imageBuild' | 'example' | 'test' | 'devOverride' | 'localhost' | 'module';

/** One declared thing. `settings` is the neutral value tree of everything its author set. */
export interface Resource extends FactBase {
  readonly fact: 'resource';
  readonly name: Written;
  /** `AWS::RDS::DBInstance`, `aws_db_instance`, `amazon.aws.rds_instance`, `aws rds create-db-instance`, `mac instance create`. */
  readonly type: Written;
  readonly settings: MapValue;
  readonly lifecycle: Lifecycle;
  /** Where it is defined when that is not where it is used (Macfile `resources.X` of an entry): node path, and the key that a fix adds to. */
  readonly definition?: { readonly node: string; readonly header: Span };
  /** Name and type line(s): where a finding about something absent is anchored. `span` is the whole block. */
  readonly header: Span;
  /** count, for_each, DesiredCapacity, replicas, amount; absent = 1. */
  readonly instances?: number | 'unknown';
  readonly guards?: Guards;
  /** `instances` is a number of copies (`count`) that the block itself says. */
  readonly counted?: boolean;
  /** What it is repeated over (`for_each`), when what each copy gets is written there. */
  readonly over?: Value;
  /** Read only: data source, `existing`, import. Not linted, not planned. */
  readonly readOnly?: boolean;
  /** Condition, `when`, `count = x ? 1 : 0`: it may not exist. */
  readonly conditional?: boolean;
  /** Position in the language's own order of execution where there is one (Macfile entries, Ansible tasks). */
  readonly order?: number;
  /** False when the unit can create but not destroy it (Macfile resource without `destroy bash`). */
  readonly destroyable?: boolean;
  /** Set when another file of the unit declares it. */
  readonly path?: string;
  /** Machines behind it by name (hosts of a play); a group nobody lists stands for itself, `*` for all. */
  readonly machines?: readonly string[];
}

export interface Guards {
  readonly retain: boolean;
  readonly snapshot: boolean;
  readonly preventDestroy: boolean;
  readonly createBeforeDestroy: boolean;
}

export type DependencyKind =
  | 'ref'
  | 'depends'
  | 'name'
  | 'attach'
  | 'route'
  | 'produces'
  | 'consumes'
  | 'scales'
  | 'contains';

/** `node` needs `to`. */
export interface Dependency extends FactBase {
  readonly fact: 'dependency';
  readonly to: string;
  readonly kind: DependencyKind;
  readonly certainty: 'explicit' | 'inferred';
  /** Fields of the target that are read, where nothing else of it is: `path` of `var.config.path`. */
  readonly fields?: readonly string[];
}

/** An input of the unit. */
export interface Parameter extends FactBase {
  readonly fact: 'parameter';
  readonly name: Written;
  readonly default?: Value;
  readonly secret?: boolean;
  readonly documented?: boolean;
  /** Map that a fix adds settings of the input to. */
  readonly map?: Span;
}

/** A value under a name that parts of the unit read, set in a file of its own (variables of Ansible groups, hosts and roles). No input. */
export interface Variable extends FactBase {
  readonly fact: 'variable';
  readonly name: Written;
  readonly value: Value;
}

export interface Output extends FactBase {
  readonly fact: 'output';
  readonly name: Written;
  readonly value: Value;
  readonly exported?: Value;
  /** The name under which it is exported, as it is written. */
  readonly exportedAs?: ExportText;
}

/** When a script or an installation happens. `boot` = at every start of a new instance; `deploy` = by the tool, from outside, on living things; `build` = in an image. */
export type When = 'build' | 'boot' | 'deploy' | 'create' | 'destroy' | 'test' | 'unknown';

/** Shell text, whatever embeds it. `commands` come from the shell reader, spans are in the document. */
export interface Script extends FactBase {
  readonly fact: 'script';
  readonly when: When;
  /** Where it runs: on the server, on the machine that runs the tool, in a container. */
  readonly where: 'instance' | 'local' | 'container';
  readonly text: string;
  readonly commands: readonly ShellCommand[];
  /** The script stops at the first failing command (`set -e`), or the tool checks each. */
  readonly stopsOnError?: boolean;
}

/** A machine or container image that something is started from. A digest satisfies every tag rule. */
export interface ImageRef extends FactBase {
  readonly fact: 'image';
  readonly kind: 'container' | 'machine';
  readonly registry?: string;
  readonly repository: string;
  readonly tag?: Written;
  readonly digest?: string;
  /** Some part is only known at run time: no rule may report it. */
  readonly unknown?: boolean;
  /** Built by the same unit, not pulled from a registry. */
  readonly local?: boolean;
}

export interface PackageInstall extends FactBase {
  readonly fact: 'package';
  readonly manager: string;
  readonly name: Written;
  /** A literal version; `latest`; `none` = whatever the repository has today; `unknown` = templated. */
  readonly version:
    | { readonly kind: 'literal'; readonly value: string }
    | { readonly kind: 'latest' | 'none' | 'unknown' };
  readonly when: When;
  /** The scalar that says `latest`, where a fix can change it (`state: latest`). */
  readonly latest?: Span;
  /** Only brings what is already installed to a newer version. */
  readonly onlyUpgrade?: boolean;
}

export interface OsUpgrade extends FactBase {
  readonly fact: 'os-upgrade';
  readonly manager: string;
  readonly when: When;
  readonly securityOnly?: boolean;
}

/** Source code fetched from version control. */
export interface Checkout extends FactBase {
  readonly fact: 'checkout';
  readonly repository: string;
  /** Absent = the default branch. `pinned` = commit or tag that does not move by its look; undefined = cannot be known. */
  readonly revision?: Written;
  readonly pinned?: boolean;
  readonly update: boolean;
  readonly when: When;
  readonly destination?: string;
}

export interface Download extends FactBase {
  readonly fact: 'download';
  readonly url: Written;
  readonly verified: boolean;
  readonly executed: boolean;
  readonly when: When;
}

/** A file on a machine is changed. */
export interface ConfigEdit extends FactBase {
  readonly fact: 'config-edit';
  readonly how: 'in-place' | 'whole-file';
  /** Path on the machine. */
  readonly target: string;
  readonly when: When;
}

/** Something is run on a machine that is already there. */
export interface RemoteCommand extends FactBase {
  readonly fact: 'remote-command';
  readonly via: 'ssh-action' | 'provisioner' | 'ssh' | 'task';
  /** Whether the command changes the machine; undefined = cannot be known. */
  readonly mutates?: boolean;
  readonly when: When;
  readonly command: string;
}

/** A name–value pair handed to a program: environment entry, parameter, template setting. */
export interface ConfigValue extends FactBase {
  readonly fact: 'config-value';
  readonly key: Written;
  readonly value: Value;
  readonly where: 'environment' | 'parameter' | 'tag' | 'setting';
}

/** Data on a disk of one machine. */
export interface LocalState extends FactBase {
  readonly fact: 'local-state';
  readonly path: string;
}

export interface NetworkMount extends FactBase {
  readonly fact: 'network-mount';
  readonly target: string;
}

/** A firewall opening. `port` -1 = all ports. */
export interface NetworkRule extends FactBase {
  readonly fact: 'network-rule';
  readonly direction: 'in' | 'out';
  readonly from: number;
  readonly to: number;
  readonly cidr: Value;
  readonly conditional?: boolean;
}

export interface Secret extends FactBase {
  readonly fact: 'secret';
  readonly key: string;
  readonly value: Value;
  readonly where: 'environment' | 'parameter' | 'script' | 'setting' | 'output';
}

/** A literal host name, address or URL of something else. */
export interface Endpoint extends FactBase {
  readonly fact: 'endpoint';
  readonly host: string;
  readonly key?: string;
  readonly where: 'environment' | 'parameter' | 'script' | 'setting';
}

/** `ami-…`, `subnet-…`, an account number, an ARN of one account. */
export interface CloudId extends FactBase {
  readonly fact: 'cloud-id';
  readonly kind: 'image' | 'subnet' | 'vpc' | 'security-group' | 'account' | 'zone' | 'volume' | 'snapshot' | 'other';
  readonly id: string;
  readonly setting?: string;
}

/** A physical name given by the author. A second copy needs another one. */
export interface PhysicalName extends FactBase {
  readonly fact: 'physical-name';
  readonly resource: string;
  /** Setting that gives it (`LoadBalancerName`, `--queue-name`). */
  readonly path: string;
  readonly value: Value;
  readonly scope: 'global' | 'account-region' | 'parent' | 'unknown';
  /** It contains something that differs between two copies of the unit. */
  readonly colourAware: boolean;
}

/** Something that proves health before traffic comes (signal, wait condition, smoke test). */
export interface Verification extends FactBase {
  readonly fact: 'verification';
  readonly of?: string;
}

/** Code from elsewhere that the unit is built with: a module call. */
export interface ModuleCall extends FactBase {
  readonly fact: 'module-call';
  readonly name: Written;
  /** `./net`, `hashicorp/consul/aws`, `git::https://…`; only literal ones are stated. */
  readonly source: Written;
  readonly settings: MapValue;
}

/**
 * What becomes of an object in the state of the tool, beside what is declared (Terraform `moved`, `removed`, `import`): it has another
 * address now, is looked after no more, or was there before. Addresses are node paths with the keys of copies as written (`aws_lb.x["a"]`).
 */
export interface StateMove extends FactBase {
  readonly fact: 'state-move';
  readonly how: 'moved' | 'removed' | 'import';
  readonly from?: string;
  readonly to?: string;
  /** Of `removed`: the object itself goes, too. */
  readonly destroys?: boolean;
}

/** One thing that a tool does in order, as written: an Ansible task. What it makes and what it does to a machine are facts of their own. */
export interface Step extends FactBase {
  readonly fact: 'step';
  /** Its name, else the word for what it does; the span is where a finding about the whole step points. */
  readonly name: Written;
  /** Full name of the module. */
  readonly does: Written;
  readonly settings: MapValue;
  /** What is said beside what it does: `when`, `register`, `run_once` and the like. */
  readonly keywords: MapValue;
  /** Runs only when another step calls it (a handler). */
  readonly called: boolean;
  readonly order: number;
}

/** A text for people: a comment, a description. */
export interface Note extends FactBase {
  readonly fact: 'note';
  readonly text: string;
  readonly where: 'comment' | 'description';
}
