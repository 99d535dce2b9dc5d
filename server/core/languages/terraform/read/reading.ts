import type { Comment } from '../../../model/comment.ts';
import type { Finding } from '../../../model/finding.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import { type HclBlock, type HclBody, type HclFile, literalString, readHcl } from '../../../syntax/hcl.ts';
import type { Neighbour, NodeSpan, Reading, SourceText } from '../../language.ts';
import { type Declaration, declarationsOf, type Owners, ownersOf } from './declaration.ts';
import { filesRead } from './file-call.ts';
import { generatorsOf } from './generated.ts';
import { manifestsFor } from './installed.ts';
import { readHclJson } from './json.ts';
import { type FileForm, formOf, MODULE_ENDINGS } from './kind.ts';
import { type Use, usesOf } from './use.ts';

/** What one file says by itself. */
export interface TerraformReading extends Reading {
  readonly language: 'terraform';
  readonly form: FileForm;
  readonly hcl: HclFile;
  readonly declarations: readonly Declaration[];
  readonly uses: readonly Use[];
  /** Uses by the address of the declaration they stand in. */
  readonly usesBy: ReadonlyMap<string, readonly Use[]>;
  readonly owners: Owners;
  /** The first declaration of each address. */
  readonly byAddress: ReadonlyMap<string, Declaration>;
}

/** Never throws; a broken file still says what its sound parts say. */
export function readTerraform(source: SourceText): TerraformReading {
  const form = formOf(source.path);
  const hcl = form.json ? readHclJson(source.text, form) : readHcl(source.text);
  const declarations = declarationsOf(hcl.body, form.kind);
  const owners = ownersOf(declarations);
  const uses = usesOf(hcl.body, form.kind, owners);
  return {
    language: 'terraform',
    source,
    form,
    hcl,
    declarations,
    uses,
    usesBy: byOwner(uses),
    owners,
    byAddress: new Map(declarations.toReversed().map((each) => [each.address, each])),
    comments: hcl.comments as readonly Comment[],
    problems: problemsOf(hcl, declarations),
    nodes: nodesOf(hcl.body, declarations),
    neighbours: neighboursOf(source.path, hcl.body, form),
  };
}

const TEST_ENDINGS = ['.tftest.hcl', '.tofutest.hcl'];

export function isTerraform(reading: Reading | undefined): reading is TerraformReading {
  return (reading as TerraformReading | undefined)?.language === 'terraform';
}

function problemsOf(hcl: HclFile, declarations: readonly Declaration[]): Finding[] {
  return hcl.problems.map(({ code, message, span, meant }) => ({
    code: `terraform/${code}`,
    kind: 'syntax',
    severity: 'error',
    message,
    span,
    node: declaredAt(declarations, span.start)?.address ?? '',
    ...(meant && { fixes: [{ title: `Write ${meant.text}`, safety: 'safe', edits: [meant] }] }),
  }));
}

function byOwner(uses: readonly Use[]): ReadonlyMap<string, readonly Use[]> {
  const groups = new Map<string, Use[]>();
  for (const use of uses) {
    const group = groups.get(use.owner);
    if (group) group.push(use);
    else groups.set(use.owner, [use]);
  }
  return groups;
}

/** The declaration around an offset; they are sorted by where they begin. */
function declaredAt(declarations: readonly Declaration[], offset: number): Declaration | undefined {
  let low = 0;
  let high = declarations.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((declarations[middle]?.span.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  // A data source may stand inside the check before it.
  return [declarations[low - 1], declarations[low - 2]].find((each) => each !== undefined && offset <= each.span.end);
}

/** Declarations, and blocks that declare nothing (`terraform`, `locals`), outermost first. */
function nodesOf(body: HclBody, declarations: readonly Declaration[]): NodeSpan[] {
  const locals = blocksOf(body, 'locals').map(({ span, header }) => ({ path: 'locals', span, header }));
  const declared = declarations.map(({ address, span, header }) => ({ path: address, span, header }));
  return [...locals, ...declared].toSorted((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
}

function neighboursOf(path: string, body: HclBody, form: FileForm): Neighbour[] {
  const neighbours: Neighbour[] = [{ kind: 'folder', path: '.', endings: MODULE_ENDINGS }];
  if (form.kind === 'configuration' || form.kind === 'other') {
    neighbours.push(
      { kind: 'file', path: '.terraform.lock.hcl' },
      ...generatorsOf(path),
      ...(blocksOf(body, 'module').some(isInstalled) ? manifestsFor(path) : []),
    );
  }
  neighbours.push({ kind: 'folder', path: 'tests', endings: TEST_ENDINGS });
  if (/(^|\/)modules\/[^/]+\/[^/]+$/.test(path)) {
    // Whoever calls it: mostly the folder above `modules`, and its neighbours.
    neighbours.push(
      { kind: 'folder', path: '..', endings: MODULE_ENDINGS },
      { kind: 'folder', path: '../..', endings: MODULE_ENDINGS },
    );
  }
  if (form.kind === 'test') neighbours.push({ kind: 'folder', path: '..', endings: MODULE_ENDINGS });
  for (const folder of calledFolders(body)) {
    neighbours.push({ kind: 'folder', path: folder, endings: MODULE_ENDINGS });
    // What a test runs is seen from the module under test.
    if (form.kind === 'test') neighbours.push({ kind: 'folder', path: `../${folder}`, endings: MODULE_ENDINGS });
  }
  for (const file of filesRead(body)) neighbours.push({ kind: 'file', path: file });
  return neighbours;
}

/** Folders of the modules that are called: local ones, and where `terraform init` puts the others. */
function calledFolders(body: HclBody): string[] {
  const calls = blocksOf(body).flatMap((block) =>
    block.type.value === 'run' ? blocksOf(block.body, 'module') : [block],
  );
  const folders = calls.flatMap((block) => {
    const source = CALLS.has(block.type.value) ? literalString(attributeOf(block.body, 'source')?.value) : undefined;
    if (source === undefined) return [];
    if (isLocalSource(source)) return [source];
    const inner = /[^:]\/\/([^?]+)/.exec(source)?.[1];
    const name = block.labels[0]?.value;
    return name === undefined ? [] : [`.terraform/modules/${name}${inner === undefined ? '' : `/${inner}`}`];
  });
  return [...new Set(folders)];
}

/** What is called lies where `terraform init` put it. */
function isInstalled({ body }: HclBlock): boolean {
  const source = literalString(attributeOf(body, 'source')?.value);
  return source !== undefined && !isLocalSource(source);
}

const CALLS = new Set(['module', 'component', 'stack']);

export function isLocalSource(source: string): boolean {
  return source.startsWith('./') || source.startsWith('../') || source === '.' || source === '..';
}
