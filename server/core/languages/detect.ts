import type { LanguageId } from '../model/fact.ts';
import { nameOf } from '../model/paths.ts';
import { keyText, type Tree, type TreeNode } from '../model/tree.ts';
import { ansiblePathKind, strongAnsible } from './detect-ansible.ts';
import { foreignContent } from './detect-foreign.ts';

/** Whose file it is. `language` null: not one of ours, or nobody can tell. */
export interface Detection {
  readonly language: LanguageId | null;
  /** Finer than the language (`playbook`, `vars`, `kubernetes`, `undecided`). */
  readonly kind: string;
  /** Shown to the user: a noun phrase and the evidence. */
  readonly reason: string;
  /** 1 = a person's word or the file's name, 0 = undecided. */
  readonly confidence: number;
}

export interface DetectionInput {
  readonly path: string;
  readonly text: string;
  /** Asked for only when neither a person nor the name decides. */
  readonly tree: () => Tree;
  /** A person's choice for this file. */
  readonly choice?: LanguageId | 'none' | undefined;
  /** The editor's language id: one hint among others. */
  readonly languageId?: string | undefined;
  /** Whether a file or folder is there, as far as the host has looked. */
  readonly exists: (path: string) => boolean;
  /** Modules and inventory plugins of Ansible, by any name they were ever known by. */
  readonly knowsModule: (name: string) => boolean;
}

/** Spec of the order: person, extension, content that belongs elsewhere, strong content, place in an Ansible project, a template to be. */
export function languageOf(input: DetectionInput): Detection {
  return byPerson(input) ?? byName(input.path) ?? byContent(input) ?? byBeginning(input) ?? UNDECIDED;
}

const UNDECIDED: Detection = {
  language: null,
  kind: 'undecided',
  reason: 'nothing in it says which tool it is for',
  confidence: 0,
};

/** True for files worth reading when a folder is walked: the name alone may already rule them out. */
export function mayBeOurs(path: string): boolean {
  const name = nameOf(path).toLowerCase();
  return (
    byName(path) !== undefined || /\.(ya?ml|json|template|cfn|sam|ini)$/.test(name) || /^(hosts|inventory)$/.test(name)
  );
}

function byPerson(input: DetectionInput): Detection | undefined {
  const { choice, languageId, text } = input;
  if (choice === 'none')
    return { language: null, kind: 'silenced', reason: 'switched off for this file', confidence: 1 };
  if (choice) return { language: choice, kind: 'chosen', reason: 'chosen for this file', confidence: 1 };
  const fixed = LANGUAGE_IDS.get(languageId?.toLowerCase() ?? '');
  if (fixed)
    return { language: fixed, kind: 'chosen', reason: `the editor's language is ${languageId}`, confidence: 1 };
  return byModeLine(text);
}

/** Ids that only a person or an extension of that very language sets. `ansible` is missing: an extension sets it by folder names alone. */
const LANGUAGE_IDS: ReadonlyMap<string, LanguageId> = new Map([
  ['macfile', 'macfile'],
  ['cloudformation', 'cloudformation'],
  ['yaml-cloudformation', 'cloudformation'],
  ['json-cloudformation', 'cloudformation'],
  ['terraform', 'terraform'],
  ['terraform-vars', 'terraform'],
  ['terraform-test', 'terraform'],
  ['terraform-mock', 'terraform'],
  ['terraform-search', 'terraform'],
  ['terraform-stack', 'terraform'],
  ['terraform-deploy', 'terraform'],
  ['opentofu', 'terraform'],
  ['opentofu-vars', 'terraform'],
]);

/** Mode lines stand in the first comments of a file. */
function byModeLine(text: string): Detection | undefined {
  for (const line of text.slice(0, 1000).split(/\r?\n/, 10)) {
    const mode = /^\s*#\s*code:\s*language=([\w-]+)/.exec(line)?.[1]?.toLowerCase();
    const schema = /^\s*#\s*yaml-language-server:\s*\$schema=(\S+)/.exec(line)?.[1]?.toLowerCase();
    const language = mode ? (mode === 'ansible' ? 'ansible' : LANGUAGE_IDS.get(mode)) : languageOfSchema(schema);
    if (language)
      return {
        language,
        kind: 'chosen',
        reason: `a comment at the top says ${mode ?? 'so by its schema'}`,
        confidence: 1,
      };
  }
  return undefined;
}

function languageOfSchema(address: string | undefined): LanguageId | undefined {
  if (!address) return undefined;
  if (/cloudformation|serverless-application-model|\bsam\.schema/.test(address)) return 'cloudformation';
  return /ansible/.test(address) ? 'ansible' : undefined;
}

const TERRAFORM_NAMES =
  /\.(tf|tofu|tfvars|tf\.json|tofu\.json|tfvars\.json|(tftest|tofutest|tfmock|tfquery|tfcomponent|tfstack|tfdeploy|tfmigrate)\.hcl)$/;

function byName(path: string): Detection | undefined {
  const name = nameOf(path).toLowerCase();
  const named = (language: LanguageId, kind: string): Detection => ({
    language,
    kind,
    reason: `the file is named ${nameOf(path)}`,
    confidence: 1,
  });
  if (TERRAFORM_NAMES.test(name)) return named('terraform', 'terraform');
  if (name === '.terraform.lock.hcl') return named('terraform', 'lock');
  if (name === 'macfile' || name.endsWith('.macfile')) return named('macfile', 'macfile');
  if (name.endsWith('.j2') || name.endsWith('.jinja2')) return named('ansible', 'template');
  if (name.endsWith('.py'))
    return { language: null, kind: 'python', reason: 'a Python source: only its documentation is read', confidence: 1 };
  if (name === 'ansible.cfg') return named('ansible', 'config');
  if (name === 'samconfig.toml') return named('cloudformation', 'samconfig');
  return undefined;
}

function byContent(input: DetectionInput): Detection | undefined {
  if (input.text.startsWith('$ANSIBLE_VAULT;')) {
    return { language: 'ansible', kind: 'vault', reason: 'an encrypted vault: its first line says so', confidence: 1 };
  }
  const early = foreignText(input);
  if (early) return early;
  if (isIniName(input.path)) return isForeignIni(input.text) ? undefined : ansiblePathKind(input, undefined);
  const { roots } = input.tree();
  const root = roots.find((node) => node !== undefined && !isEmpty(node)) ?? roots[0];
  return (
    foreignContent(input.path, roots, root) ??
    strongAnsible(input, root) ??
    hinted(input, root) ??
    ansiblePathKind(input, root)
  );
}

/** Evidence that stands before any tree: chart templates are not YAML at all. */
function foreignText({ path, text, exists }: DetectionInput): Detection | undefined {
  const foreign = (kind: string, reason: string): Detection => ({ language: null, kind, reason, confidence: 0.95 });
  if (text.startsWith('#cloud-config')) return foreign('cloud-init', 'cloud-init user data: its first line says so');
  const chart = /^(.*\/)?templates\/(?:.*\/)?[^/]+$/.exec(path)?.[1];
  if (chart !== undefined && exists(`${chart}Chart.yaml`)) return foreign('helm', 'a template of a Helm chart');
  const first = /^(?!\s*(?:#.*)?$|---)(.*)$/m.exec(text.slice(0, 4000))?.[1] ?? '';
  return /^\{\{/.test(first) &&
    /\.(ya?ml|json)$/i.test(path) &&
    /^\{\{-?\s*(if|define|include|range|with|template|\/\*|\.|\$)/.test(first)
    ? foreign('helm', 'a Go template: it begins with a template action')
    : undefined;
}

/** Named like a template and not more than its first words: it is offered what a template holds, and judged when there is something in it. */
function byBeginning({ path, tree }: DetectionInput): Detection | undefined {
  if (!/(?:^|[/.])template\.(?:ya?ml|json)$|\.(?:template|cfn|sam)(?:\.ya?ml|\.json)?$/i.test(path)) return undefined;
  const { roots } = tree();
  if (roots.length > 1 || !isBeginning(roots[0])) return undefined;
  return {
    language: 'cloudformation',
    kind: 'beginning',
    reason: 'the beginning of a CloudFormation template, by its name',
    confidence: 0.6,
  };
}

function isBeginning(root: TreeNode | undefined): boolean {
  const starts = (text: string) => SECTIONS.some((section) => section.startsWith(text));
  if (root?.kind === 'scalar') return starts(root.text);
  if (root?.kind === 'map') return root.entries.every((entry) => starts(keyText(entry) ?? '?'));
  return root === undefined;
}

const SECTIONS = [
  ...['AWSTemplateFormatVersion', 'Conditions', 'Description', 'Globals', 'Mappings', 'Metadata', 'Outputs'],
  ...['Parameters', 'Resources', 'Rules', 'Transform'],
];

/** The id `ansible` is set by folder names as often as by people: it decides only where content says nothing against it. */
function hinted(input: DetectionInput, root: TreeNode | undefined): Detection | undefined {
  if (input.languageId !== 'ansible') return undefined;
  const byPath = ansiblePathKind({ ...input, exists: () => true }, root);
  const kind = byPath?.kind ?? (root?.kind === 'list' ? 'tasks' : 'vars');
  return { language: 'ansible', kind, reason: "the editor's language is ansible", confidence: 0.8 };
}

/** Settings of another tool: keys with values under headers that are no groups, or headers that only that tool has. */
function isForeignIni(text: string): boolean {
  let inVars = false;
  let hosts = 0;
  let settings = 0;
  for (const line of text.slice(0, 20_000).split('\n')) {
    const header = /^\s*\[([^\]]*)\]/.exec(line)?.[1];
    if (header !== undefined) {
      const kind = /:([^:]*)$/.exec(header)?.[1];
      if (kind !== undefined && !/^(vars|children|hosts)$/.test(kind)) return true;
      inVars = kind === 'vars';
    } else if (!inVars && /^\s*[^\s#;]/.test(line)) {
      if (/^\s*[\w.-]+\s*=/.test(line)) settings++;
      else hosts++;
    }
  }
  return settings > hosts;
}

function isIniName(path: string): boolean {
  return /(^|\/)(hosts|inventory)$|\.ini$/i.test(path);
}

function isEmpty(node: TreeNode): boolean {
  return node.kind === 'scalar' && node.style === 'empty';
}
