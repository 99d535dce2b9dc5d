import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../server/core/model/span.ts';
import type { Workspace } from '../../server/core/service/api.ts';
import { safeEdits } from '../../server/core/service/fixes.ts';
import { languageBy } from '../../server/core/service/languages.ts';
import { loadWanted } from '../../server/core/service/load.ts';
import { createWorkspace } from '../../server/core/service/workspace.ts';
import { diskData } from '../../server/hosts/disk.ts';
import { BROKEN, TEMPLATE } from '../protocol/texts.ts';

const data = diskData();

function workspace(log: string[] = []): Workspace {
  const made = createWorkspace({ data, today: () => '2026-06-01', log: (message) => log.push(message) });
  made.setFolders(['/w']);
  return made;
}

describe('what is remembered', () => {
  test('a result stays the same object until something it was made of changes', () => {
    const made = workspace();
    made.open('/w/a.yaml', TEMPLATE);
    made.open('/w/b.macfile', BROKEN);
    const [a, b] = [made.check('/w/a.yaml'), made.check('/w/b.macfile')];
    made.open('/w/b.macfile', `${BROKEN}# more\n`);
    expect(made.check('/w/a.yaml')).toBe(a);
    expect(made.check('/w/b.macfile')).not.toBe(b);
    made.open('/w/.verdigris.yaml', 'profile: strict\n');
    expect(made.check('/w/a.yaml')).not.toBe(a);
  });

  test('facts follow the text', () => {
    const made = workspace();
    made.open('/w/a.yaml', TEMPLATE);
    const before = made.facts('/w/a.yaml').filter(({ fact }) => fact === 'resource').length;
    made.open('/w/a.yaml', `${TEMPLATE}  Topic:\n    Type: AWS::SNS::Topic\n`);
    expect(made.facts('/w/a.yaml').filter(({ fact }) => fact === 'resource')).toHaveLength(before + 1);
  });

  test('edits in any order end in the result of a fresh workspace', () => {
    const made = workspace();
    for (const text of ['', TEMPLATE.slice(0, 80), `${TEMPLATE}  - x`, BROKEN, TEMPLATE]) {
      made.open('/w/a.yaml', text);
      made.check('/w/a.yaml');
      const fresh = workspace();
      fresh.open('/w/a.yaml', text);
      if (fresh.languageOf('/w/a.yaml').language !== null)
        expect(made.check('/w/a.yaml')).toEqual(fresh.check('/w/a.yaml'));
    }
  });
});

describe('whose file it is', () => {
  test('a broken text keeps the language it had; other evidence changes it', () => {
    const made = workspace();
    made.open('/w/a.yaml', TEMPLATE);
    made.open('/w/a.yaml', '{[');
    expect(made.languageOf('/w/a.yaml').language).toBe('cloudformation');
    made.open('/w/a.yaml', 'apiVersion: v1\nkind: Pod\n');
    expect(made.languageOf('/w/a.yaml').language).toBeNull();
    expect(made.paths('cloudformation')).toEqual([]);
  });

  test("a person's choice stays through edits and a restart of the file, whatever stands in it", () => {
    const made = workspace();
    made.choose('/w/a.yaml', 'ansible');
    made.open('/w/a.yaml', 'apiVersion: v1\nkind: Pod\n');
    made.open('/w/a.yaml', TEMPLATE);
    made.close('/w/a.yaml');
    made.open('/w/a.yaml', TEMPLATE);
    expect(made.languageOf('/w/a.yaml')).toMatchObject({ language: 'ansible', reason: 'chosen for this file' });
    made.choose('/w/a.yaml', undefined);
    expect(made.languageOf('/w/a.yaml').language).toBe('cloudformation');
  });

  test('brackets without end hide one line, not whose file it is', () => {
    const made = workspace();
    made.open(
      '/w/site.yml',
      `- hosts: web\n  tasks:\n    - debug: {msg: ${'['.repeat(10_000)}}\n    - apt: {nmae: x}\n`,
    );
    expect(made.languageOf('/w/site.yml')).toMatchObject({ language: 'ansible', kind: 'playbook' });
    expect(made.check('/w/site.yml').findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['ansible/yaml-syntax', 'ansible/unknown-option']),
    );
  });

  test('a configuration file can say it', () => {
    const made = workspace();
    made.open('/w/x/a.yaml', 'a: 1\n');
    expect(made.languageOf('/w/x/a.yaml').language).toBeNull();
    made.open('/w/.verdigris.yaml', "languages:\n  - paths: ['x/**']\n    language: ansible\n");
    expect(made.languageOf('/w/x/a.yaml').language).toBe('ansible');
    made.close('/w/.verdigris.yaml');
    expect(made.languageOf('/w/x/a.yaml').language).toBeNull();
  });
});

describe('neighbours', () => {
  test('are asked for once, with theirs, and configuration up to the workspace folder only', async () => {
    const files: Record<string, string> = {
      '/w/m/main.tf': 'module "n" {\n  source = "../n"\n}\n',
      '/w/n/main.tf': 'module "o" {\n  source = "../o"\n}\n',
      '/w/o/main.tf': 'variable "a" {}\n',
    };
    const made = workspace();
    made.open('/w/m/main.tf', files['/w/m/main.tf'] ?? '');
    const asked: string[] = [];
    const read = async (wanted: {
      files: readonly string[];
      folders: readonly { path: string; endings: readonly string[] }[];
    }) => {
      asked.push(...wanted.files, ...wanted.folders.map(({ path }) => `${path}/*`));
      const inFolders = Object.keys(files).filter((path) =>
        wanted.folders.some((folder) => path.startsWith(`${folder.path}/`)),
      );
      return {
        files: [...wanted.files, ...inFolders].map((path) => ({ path, text: files[path] ?? null })),
        present: [],
      };
    };
    expect(await loadWanted(made, '/w/m/main.tf', read, new Set())).toBe(true);
    expect(made.documents).toContain('/w/o/main.tf');
    expect(asked).toContain('/w/.verdigris.yaml');
    expect(asked.filter((path) => path.endsWith('.verdigris.yaml')).every((path) => path.startsWith('/w/'))).toBe(true);
    expect(new Set(asked).size).toBe(asked.length);
    asked.length = 0;
    await loadWanted(made, '/w/m/main.tf', read, new Set());
    expect(asked).toEqual([]);
  });

  test('ways through files beside the document are gone to their end, and again when a file comes', async () => {
    const files = new Map([
      ['/w/m/main.tf', 'locals {}\n'],
      ['/w/m/modules.tf', 'module "a" {\n  source = "../a"\n}\n'],
      ['/w/a/main.tf', 'locals {}\n'],
      ['/w/a/modules.tf', 'module "b" {\n  source = "./b"\n}\n'],
      ['/w/a/b/main.tf', 'resource "aws_vpc" "a" {}\n'],
      ['/w/c/main.tf', 'module "b" {\n  source = "../a/b"\n}\n'],
    ]);
    const made = workspace();
    let rounds = 0;
    const read = async (wanted: ReturnType<Workspace['wanted']>) => {
      rounds++;
      const inFolders = [...files.keys()].filter((path) =>
        wanted.folders.some(({ path: folder }) => path.slice(0, path.lastIndexOf('/')) === folder),
      );
      const paths = [...new Set([...wanted.files, ...inFolders])];
      return { files: paths.map((path) => ({ path, text: files.get(path) ?? null })), present: [] };
    };
    made.open('/w/m/main.tf', 'locals {}\n');
    await loadWanted(made, '/w/m/main.tf', read, new Set());
    expect(made.documents).toContain('/w/a/b/main.tf');
    expect(made.documents).not.toContain('/w/c/main.tf');
    const before = rounds;
    await loadWanted(made, '/w/m/main.tf', read, new Set());
    expect(rounds).toBe(before);
    made.open('/w/m/more.tf', 'module "c" {\n  source = "../c"\n}\n');
    await loadWanted(made, '/w/m/main.tf', read, new Set());
    expect(made.documents).toContain('/w/c/main.tf');
  });
});

describe('isolation', () => {
  test('an adapter that throws costs its own findings, is said once, and is off for the document after three faults', () => {
    const log: string[] = [];
    const made = workspace(log);
    const cloudformation = languageBy('cloudformation');
    if (!cloudformation) throw new Error('no such language');
    const { check } = cloudformation;
    let calls = 0;
    Object.assign(cloudformation, {
      check: (...args: Parameters<typeof check>) => {
        if (!args[0].source.path.endsWith('poisoned.yaml')) return check(...args);
        calls++;
        throw new Error('a fault of ours');
      },
    });
    try {
      for (let version = 0; version < 6; version++) {
        made.open('/w/poisoned.yaml', `${TEMPLATE}# ${version}\n`);
        const { findings } = made.check('/w/poisoned.yaml');
        expect(findings.every(({ message }) => !message.includes('a fault of ours'))).toBe(true);
        expect(findings.some(({ kind }) => kind === 'rule')).toBe(true);
      }
      made.open('/w/sound.yaml', TEMPLATE);
      expect(made.check('/w/sound.yaml').findings.map(({ code }) => code)).toContain('cloudformation/unknown-property');
    } finally {
      Object.assign(cloudformation, { check });
    }
    expect(calls).toBe(3);
    expect(log).toHaveLength(2);
    expect(log.join('\n')).toContain('poisoned.yaml');
  });
});

describe('findings', () => {
  test('are sorted by position, inside the document, and the same every time', () => {
    const made = workspace();
    made.open('/w/a.macfile', BROKEN);
    const { findings } = made.check('/w/a.macfile');
    const starts = findings.map(({ span }) => span.start);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(findings.every(({ span }) => span.start >= 0 && span.start <= span.end && span.end <= BROKEN.length)).toBe(
      true,
    );
    const again = workspace();
    again.open('/w/a.macfile', BROKEN);
    expect(again.check('/w/a.macfile').findings).toEqual(findings);
  });

  test('an end date of a suppression is judged by the day', () => {
    let today = '2026-01-01';
    const made = createWorkspace({ data, today: () => today, log: () => {} });
    made.open(
      '/w/a.yaml',
      TEMPLATE.replace(
        '      Visib',
        '      # verdigris: ignore[cloudformation/unknown-property] until=2026-06-30 -- soon\n      Visib',
      ),
    );
    const codes = (): string[] => made.check('/w/a.yaml').findings.map(({ code }) => code);
    expect(codes()).not.toContain('cloudformation/unknown-property');
    today = '2026-07-01';
    expect(codes()).toEqual(expect.arrayContaining(['cloudformation/unknown-property', 'suppression/expired']));
  });

  test('safe fixes leave nothing safe to fix, and no two of them touch', () => {
    const made = workspace();
    let text = BROKEN.replace('provider: google', 'provider: gc').replace('location', 'locatoin');
    made.open('/w/a.macfile', text);
    for (let round = 0; round < 5; round++) {
      text = applyEdits(text, safeEdits(made, '/w/a.macfile'));
      made.open('/w/a.macfile', text);
    }
    expect(safeEdits(made, '/w/a.macfile')).toEqual([]);
    expect(text).toContain('role: web\n');
  });

  test('fix: manual of a rule keeps it out of fix-all', () => {
    const made = workspace();
    const text = TEMPLATE;
    made.open('/w/a.yaml', text);
    const edits = safeEdits(made, '/w/a.yaml').length;
    const codes = made
      .check('/w/a.yaml')
      .findings.filter(({ kind, fixes }) => kind === 'rule' && fixes?.some(({ safety }) => safety === 'safe'));
    expect(codes.length).toBeGreaterThan(0);
    made.open('/w/.verdigris.yaml', `rules:\n${codes.map(({ code }) => `  ${code}: { fix: manual }\n`).join('')}`);
    expect(safeEdits(made, '/w/a.yaml').length).toBeLessThan(edits);
  });
});
