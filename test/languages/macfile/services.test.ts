import { describe, expect, test } from 'vitest';
import { macfile } from '../../../server/core/languages/macfile/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { cursor, marked } from './marks.ts';
import { type Opened, open } from './project.ts';

const LIBRARY = `actions:
  get_id:
    ssh: hostname
resources:
  lb:
    create bash: make --n infrastructure.param.name --i role.app.get_id
    destroy bash: drop --n infrastructure.param.name
defaults:
  lb_inf:
    resource: lb
    params:
      name: lb-{INF_VERSION}
`;
const MAIN = `mac: 1.0.0
description: d
name: shop
version: '{INF_VERSION}'
parents:
  aws: lib.macfile
roles:
  app:
    instance create:
      configuration: c
      environment:
        - DB: db.PRIVATE_IP
  db:
    instance create:
      configuration: pg
resources:
  dns:
    create bash: point resource.lb_inf.json.DNSName infrastructure.app_inf.location
infrastructures:
  app_inf:
    role: app
    name: a
    location: us-east-1
  db_inf:
    role: db
    name: d
    location: us-east-1
  aws.lb_inf:
    ready: role.app
  dns_inf:
    resource: dns
`;

/** The project with `text` in place of MAIN; the offset is where the cursor stood. */
function at(text: string): Opened & { readonly offset: number } {
  const { text: plain, offset } = cursor(text);
  return { ...open({ 'shop.macfile': plain, 'lib.macfile': LIBRARY }), offset };
}

/** MAIN with the cursor behind the n-th occurrence of a text. */
function behind(needle: string, text = MAIN, nth = 1): Opened & { readonly offset: number } {
  let index = -1;
  for (let i = 0; i < nth; i++) index = text.indexOf(needle, index + 1);
  if (index < 0) throw new Error(`no ${needle}`);
  const end = index + needle.length;
  return at(`${text.slice(0, end)}|>${text.slice(end)}`);
}

const labels = (opened: Opened & { readonly offset: number }) =>
  (macfile.complete?.(opened.reading, opened.offset, opened.around) ?? []).map(({ label }) => label);

/** Text after choosing a completion, places of the snippet left in. */
function chosen(opened: Opened & { readonly offset: number }, label: string): string {
  const item = macfile.complete?.(opened.reading, opened.offset, opened.around)?.find((one) => one.label === label);
  if (item === undefined) throw new Error(`no completion ${label}`);
  return applyEdits(opened.reading.source.text, [item.edit, ...(item.additional ?? [])]);
}

describe('completion', () => {
  test('keys of the root, the required ones first', () => {
    const found = macfile.complete?.(...position(at('mac: 1.0.0\n|>'))) ?? [];
    const ranked = found.toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0)).map(({ label }) => label);
    expect(ranked.slice(0, 4)).toEqual(['description', 'name', 'version', 'infrastructures']);
    expect(ranked).not.toContain('mac');
  });

  test('keys of an entry by its kind', () => {
    const entry = MAIN.replace('    location: us-east-1\n  db_inf', '    |>\n    location: us-east-1\n  db_inf');
    expect(labels(at(entry))).toEqual(expect.arrayContaining(['provider', 'hardware', 'amount', 'net']));
    expect(labels(at(entry))).not.toContain('params');
    expect(labels(at(`${MAIN}    |>\n`))).toEqual(['ready', 'params']);
    expect(labels(at(`${MAIN}  new_inf:\n    |>\n`))).toEqual(expect.arrayContaining(['role', 'resource', 'action']));
  });

  test('keys of a role and of what creates an instance', () => {
    expect(labels(at(`${MAIN}roles:\n  x:\n    |>\n`.replace(MAIN, '')))).toEqual(['instance create']);
    expect(labels(at('roles:\n  x:\n    instance create:\n      |>\n'))).toContain('bootstrap bash');
  });

  test('a key brings what follows it', () => {
    expect(chosen(at(`${MAIN}    |>\n`), 'params')).toContain('    params:\n  ${1:name}: ${2:value}');
  });

  test('names of roles, resources, actions and entries', () => {
    expect(labels(at(MAIN.replace('role: db\n', 'role: |>\n')))).toEqual(['app', 'db']);
    expect(labels(at(MAIN.replace('resource: dns\n', 'resource: |>\n')))).toEqual(['dns', 'lb']);
    expect(labels(at(MAIN.replace('ready: role.app', 'ready: |>')))).toEqual(['role.app', 'role.db']);
  });

  test('inherited entries by their alias', () => {
    expect(labels(at(MAIN.replace('  aws.lb_inf:\n    ready: role.app\n', '  |>\n')))).toEqual(['aws.*', 'aws.lb_inf']);
  });

  test('forms of references, step by step', () => {
    const typed = (text: string) => labels(at(MAIN.replace('point resource', `${text}|> resource`)));
    expect(typed('point in')).toEqual(['infrastructure.', 'infrastructure.param.']);
    expect(typed('point resource.')).toEqual(['resource.lb_inf.']);
    expect(typed('point role.')).toEqual(['role.app.', 'role.db.']);
    expect(typed('point role.app.')).toEqual(['role.app.get_id']);
    expect(typed('point infrastructure.app_inf.lo')).toContain('infrastructure.app_inf.location');
    expect(typed('point resource.lb_inf.')).toEqual([
      'resource.lb_inf.json.DNSName',
      'resource.lb_inf.json.',
      'resource.lb_inf.text.regex()',
    ]);
  });

  test('a reference replaces the word, not the line', () => {
    const text = chosen(at(MAIN.replace('point resource.lb_inf', 'point role.ap|> resource.lb_inf')), 'role.app.');
    expect(text).toContain('create bash: point role.app. resource.lb_inf.json.DNSName');
  });

  test('params that the command reads and nobody gives', () => {
    const own = `${LIBRARY.replace('defaults', 'infrastructures').replace('      name: lb-{INF_VERSION}\n', '      |>\n')}`;
    expect(labels(at(`mac: 1\ndescription: d\nname: n\nversion: '1'\n${own}`))).toEqual(['name']);
  });

  test('providers, releases, sizes and places', () => {
    const value = (key: string) =>
      labels(at(MAIN.replace('    location: us-east-1\n  db_inf', `    ${key}: |>\n  db_inf`)));
    expect(value('provider')).toContain('amazon');
    expect(value('release')).toContain('ubuntu:trusty');
    expect(value('deployment')).toEqual(['testing', 'production']);
    expect(value('hardware')).toContain('t2.micro');
    expect(value('location')).toContain('us-east-1');
  });

  test('addresses in the environment', () => {
    expect(labels(at(MAIN.replace('db.PRIVATE_IP', '|>')))).toEqual(
      expect.arrayContaining(['app.PRIVATE_IP', 'db.PUBLIC_IP', 'db_inf.PRIVATE_IP']),
    );
    expect(labels(at(MAIN.replace('DB: db.PRIVATE_IP', '|>')))).toEqual([]);
  });

  test('parameters behind a brace', () => {
    const opened = at(MAIN.replace('point resource', 'point {I|> resource'));
    expect(labels(opened)).toEqual(['{INF_NAME}', '{INF_VERSION}']);
    expect(chosen(opened, '{INF_NAME}')).toContain('point {INF_NAME} resource');
  });

  test('nothing in a comment', () => {
    expect(labels(at(`${MAIN}# infra|>\n`))).toEqual([]);
  });
});

function position(opened: Opened & { readonly offset: number }) {
  return [opened.reading, opened.offset, opened.around] as const;
}

describe('navigation', () => {
  const definitions = (opened: Opened & { readonly offset: number }) =>
    (macfile.definition?.(...position(opened)) ?? []).map(({ path, span }) => {
      const text = path === 'lib.macfile' ? LIBRARY : opened.reading.source.text;
      return `${path} ${text.slice(span.start, span.end)}`;
    });

  test('leads to roles, resources, entries and actions, also in libraries', () => {
    expect(definitions(behind('role: app'))).toEqual(['shop.macfile app']);
    expect(definitions(behind('resource: dns'))).toEqual(['shop.macfile dns']);
    expect(definitions(behind('resource.lb_inf'))).toEqual(['lib.macfile lb_inf', 'shop.macfile lb_inf']);
    expect(definitions(behind('aws.lb_i'))).toEqual(['lib.macfile lb_inf', 'shop.macfile lb_inf']);
    expect(definitions(behind('infrastructure.app_inf.loca'))).toEqual(['shop.macfile location']);
    expect(definitions(behind('aws: lib'))).toEqual(['lib.macfile ']);
  });

  test('from a library to what the Macfile declares', () => {
    const opened = open({ 'lib.macfile': LIBRARY, 'shop.macfile': MAIN });
    const found = macfile.definition?.(opened.reading, LIBRARY.indexOf('role.app') + 6, opened.around) ?? [];
    expect(found.map(({ path, span }) => [path, MAIN.slice(span.start, span.end)])).toEqual([['shop.macfile', 'app']]);
  });

  test('references of a parameter, across files', () => {
    const found = macfile.references?.(...position(behind('{INF_VER'))) ?? [];
    expect(found.map(({ path }) => path)).toEqual(['lib.macfile', 'shop.macfile']);
  });
});

describe('rename', () => {
  function renamed(opened: Opened & { readonly offset: number }, name: string): Readonly<Record<string, string>> {
    const result = macfile.rename?.(
      ...(position(opened).slice(0, 2) as [Opened['reading'], number]),
      name,
      opened.around,
    );
    if (result === undefined || 'refused' in result) throw new Error(result?.refused ?? 'none');
    const texts: Record<string, string> = { 'shop.macfile': opened.reading.source.text, 'lib.macfile': LIBRARY };
    return Object.fromEntries(result.edits.map(({ path, edits }) => [path, applyEdits(texts[path] ?? '', edits)]));
  }

  test('a role, in every form and file', () => {
    const files = renamed(behind('role: app'), 'web');
    expect(files['shop.macfile']).toContain('  web:\n    instance create');
    expect(files['shop.macfile']).toContain('role: web');
    expect(files['shop.macfile']).toContain('ready: role.web');
    expect(files['lib.macfile']).toContain('--i role.web.get_id');
    expect(files['shop.macfile']).toContain('app_inf:');
  });

  test('an entry that comes from a library', () => {
    const files = renamed(behind('resource.lb_inf'), 'front_inf');
    expect(files['shop.macfile']).toContain('resource.front_inf.json.DNSName');
    expect(files['shop.macfile']).toContain('aws.front_inf:');
    expect(files['lib.macfile']).toContain('  front_inf:\n    resource: lb');
  });

  test('a parameter, a resource and an address', () => {
    expect(renamed(behind('{INF_VER'), 'COLOUR')['lib.macfile']).toContain('name: lb-{COLOUR}');
    expect(renamed(behind('resource: dns'), 'route')['shop.macfile']).toContain('  route:\n    create bash');
    expect(renamed(behind('role: db'), 'store')['shop.macfile']).toContain('- DB: store.PRIVATE_IP');
  });

  test('a param with the commands that read it', () => {
    const opened = open({ 'lib.macfile': LIBRARY });
    const offset = LIBRARY.indexOf('name: lb-') + 1;
    const result = macfile.rename?.(opened.reading, offset, 'title', opened.around);
    if (result === undefined || 'refused' in result) throw new Error('refused');
    const text = applyEdits(LIBRARY, result.edits[0]?.edits ?? []);
    expect(text.match(/infrastructure\.param\.title/g)).toHaveLength(2);
    expect(text).toContain('      title: lb-{INF_VERSION}');
  });

  test('refuses names that a reference cannot hold, and names that are taken', () => {
    const refusal = (needle: string, name: string) => {
      const { reading, offset, around } = behind(needle);
      const result = macfile.rename?.(reading, offset, name, around);
      return result !== undefined && 'refused' in result ? result.refused : undefined;
    };
    expect(refusal('role: app', '1app')).toContain('letter');
    expect(refusal('{INF_VER', 'V1')).toContain('letters');
    expect(refusal('role: app', 'db')).toContain('already');
    expect(refusal('mac: 1', 'x')).toContain('no name');
  });

  test('renaming there and back gives the same text', () => {
    for (const needle of ['role: app', 'resource: dns', 'resource.lb_inf', '{INF_VER']) {
      const opened = behind(needle);
      const name = macfile.renameable?.(...position(opened))?.name ?? '';
      const once = renamed(opened, 'zzz');
      const again = open({
        'shop.macfile': once['shop.macfile'] ?? MAIN,
        'lib.macfile': once['lib.macfile'] ?? LIBRARY,
      });
      const offset = again.reading.source.text.indexOf('zzz') + 1;
      const back = macfile.rename?.(again.reading, offset, name, again.around);
      if (back === undefined || 'refused' in back) throw new Error('refused');
      const edits = back.edits.find(({ path }) => path === 'shop.macfile')?.edits ?? [];
      expect(applyEdits(again.reading.source.text, edits)).toBe(MAIN);
    }
  });
});

describe('hover', () => {
  const hover = (needle: string, nth = 1) => macfile.hover?.(...position(behind(needle, MAIN, nth)))?.markdown ?? '';

  test('keys, names, references and parameters', () => {
    expect(hover('configura')).toContain('ManageaCloud');
    expect(hover('role: app')).toContain('Role `app`, used by `app_inf`');
    expect(hover('resource.lb_inf.js')).toContain('`DNSName` of the JSON that entry `lb_inf` prints');
    expect(hover('infrastructure.app_inf.loca')).toContain('`us-east-1`');
    expect(hover('{INF_VER')).toContain('Used 2 times');
    expect(hover('db.PRIV')).toContain('addresses');
    expect(hover('dns_i')).toContain('step 4 of 4');
  });

  test('text of the file cannot break out of its code', () => {
    const text = MAIN.replace('location: us-east-1\n  db_inf', 'location: "x`](command:evil)`"\n  db_inf');
    const { reading, offset, around } = behind('infrastructure.app_inf.loca', text);
    expect(macfile.hover?.(reading, offset, around)?.markdown).toContain('``');
  });
});

describe('outline', () => {
  const { reading, around } = open({ 'shop.macfile': MAIN, 'lib.macfile': LIBRARY });

  test('sections with their names', () => {
    const found = macfile.symbols?.(reading) ?? [];
    expect(found.map(({ name }) => name)).toContain('infrastructures');
    const entries = found.find(({ name }) => name === 'infrastructures')?.children ?? [];
    expect(entries.map(({ name, detail }) => `${name} ${detail ?? ''}`.trim())).toEqual([
      'app_inf role app',
      'db_inf role db',
      'aws.lb_inf',
      'dns_inf resource dns',
    ]);
  });

  test('tokens are in order and apart, and name what they stand for', () => {
    const found = macfile.tokens?.(reading) ?? [];
    let end = 0;
    for (const { span } of found) {
      expect(span.start).toBeGreaterThanOrEqual(end);
      end = span.end;
    }
    const typesOf = (text: string) =>
      new Set(found.filter(({ span }) => MAIN.slice(span.start, span.end) === text).map(({ type }) => type));
    expect([...typesOf('INF_VERSION')]).toEqual(['parameter']);
    expect([...typesOf('lb_inf')]).toEqual(['variable']);
    expect([...typesOf('configuration')]).toEqual(['keyword']);
    expect([...typesOf('resource')].sort()).toEqual(['keyword', 'macro']);
  });

  test('links, hints, folding and selection', () => {
    expect(macfile.links?.(reading, around)).toMatchObject([{ target: 'lib.macfile' }]);
    const hints = macfile.hints?.(reading, { start: 0, end: MAIN.length }, around) ?? [];
    expect(hints.map(({ label }) => label)).toEqual([' = us-east-1']);
    expect(macfile.folding?.(reading).length).toBeGreaterThan(5);
    const selection = macfile.selection?.(reading, MAIN.indexOf('us-east-1')) ?? [];
    expect(selection[0]).toEqual(marked(MAIN.replace('us-east-1', '«us-east-1»')).spans[0]);
  });
});

test('nodes: every entry has its path, an inherited one also the name it goes by', () => {
  const { reading } = open({ 'shop.macfile': MAIN, 'lib.macfile': LIBRARY });
  const paths = reading.nodes.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'roles.app.instance create.configuration',
      'infrastructures.aws.lb_inf',
      'infrastructures.lb_inf',
    ]),
  );
  for (const [i, { span }] of reading.nodes.entries()) {
    expect(span.start).toBeGreaterThanOrEqual(reading.nodes[i - 1]?.span.start ?? 0);
  }
});
