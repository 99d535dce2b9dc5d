import { describe, expect, test } from 'vitest';
import { said } from './linting.ts';

describe('a collection', () => {
  const sound = [
    'namespace: a',
    'name: b',
    'version: 1.0.0',
    'readme: README.md',
    'authors: [x]',
    'description: x',
    'license: [MIT]',
    'repository: https://example.com/a',
    'tags: [cloud]',
  ];
  const beside = { 'CHANGELOG.md': '# 1.0.0\n', 'meta/runtime.yml': 'requires_ansible: ">=2.16.0"\n' };
  const without = (key: string, ...more: string[]): string =>
    `${[...sound.filter((line) => !line.startsWith(`${key}:`)), ...more].join('\n')}\n`;

  test.each([
    [without('-'), []],
    [without('tags', 'tags: [other]'), ['galaxy[tags]']],
    [without('tags', 'tags: [cloud, not-so]'), ['galaxy[tags-format]']],
    [without('tags', `tags: [cloud, ${'x'.repeat(65)}]`), ['galaxy[tags-length]']],
    [without('tags', `tags: [${['cloud', ...'abcdefghijklmnopqrst'].join(', ')}]`), ['galaxy[tags-count]']],
    [without('repository'), ['galaxy[no-repository]']],
    [without('license'), ['galaxy[no-license]']],
    [without('license', 'license: [GPL]'), ['schema[galaxy]']],
    [without('-', 'dependencies: {c.d: ""}'), ['galaxy[invalid-dependency-version]']],
    [without('-', 'colour: red'), ['schema[galaxy]']],
    [without('version'), ['galaxy[version-missing]', 'missing-key']],
  ])('%s', (text, expected) => {
    expect(said('galaxy.yml', text, '', beside)).toEqual(expected);
  });

  test('wants files beside it', () => {
    expect(said('galaxy.yml', without('-'))).toEqual(['galaxy[no-changelog]', 'galaxy[no-runtime]']);
  });

  test('has a whole version before others use it, where the project wants that', () => {
    const config = 'enable_list: [galaxy-version-incorrect]\n';
    expect(said('galaxy.yml', without('version', 'version: 0.1.0'), config, beside)).toEqual([
      'galaxy-version-incorrect',
    ]);
  });

  test.each([
    ['">=2.16.0,<2.20"', '', []],
    ['">=2.9.10"', '', ['meta-runtime[unsupported-version]']],
    ['">=2.9.10"', 'supported_ansible_also: ["2.9"]\n', []],
    ['"2.16.0"', '', ['meta-runtime[invalid-version]']],
  ])('and the releases %s', (wanted, config, expected) => {
    expect(said('meta/runtime.yml', `requires_ansible: ${wanted}\n`, config)).toEqual(expected);
  });
});

describe('a role', () => {
  const info = (lines: string): string => `galaxy_info:\n${lines.replace(/^/gm, '  ')}\n`;
  test.each([
    [info('author: your name'), ['meta-incorrect']],
    [info('author: Ann\ngalaxy_tags: [good, not_good]'), ['meta-no-tags']],
    [info('author: Ann\ngalaxy_tags: good'), ['meta-no-tags']],
    [info('author: Ann\nvideo_links: [https://youtu.be/x]'), ['meta-video-links']],
    [info('author: Ann\nvideo_links: [{url: "https://youtu.be/x", title: y}]'), []],
    [info('author: Ann\nvideo_links: [{url: "https://example.com/x", title: y}]'), ['meta-video-links']],
    [info('author: Ann\nmin_ansible_version: 2.9'), ['schema[meta]']],
    [info('author: Ann\nmin_ansible_version: "2.9"'), []],
    ['dependencies:\n  - role: folder/one\n', ['role-name[path]']],
    ['dependencies:\n  - one\n', []],
  ])('%s', (text, expected) => {
    expect(said('roles/web/meta/main.yml', text)).toEqual(expected);
  });

  test('is named plainly and described', () => {
    expect(said('roles/Web-1/meta/main.yml', 'dependencies: []\n')).toEqual(['role-name']);
    expect(said('roles/Web-1/meta/main.yml', info('role_name: web\nauthor: Ann'))).toEqual([]);
    const config = 'enable_list: [role-argument-spec]\n';
    expect(said('roles/web/meta/main.yml', 'dependencies: []\n', config)).toEqual(['role-argument-spec']);
    const beside = { 'roles/web/meta/argument_specs.yml': 'argument_specs: {main: {}}\n' };
    expect(said('roles/web/meta/main.yml', 'dependencies: []\n', config, beside)).toEqual([]);
  });
});

describe('schemas', () => {
  test.each([
    ['requirements.yml', 'colour: red\n', ['schema[requirements]']],
    ['roles/a/meta/argument_specs.yml', 'argument_specs:\n  main:\n    colour: red\n', ['schema[role-arg-spec]']],
    ['inventory/hosts.yml', 'all:\n  colour: {}\n', ['schema[inventory]']],
    ['group_vars/all.yml', '123: true\n', ['schema[vars]']],
  ])('%s', (path, text, expected) => {
    expect(said(path, text)).toEqual(expected);
    expect(said(path, text, 'skip_list: [schema]\n')).toEqual([]);
  });

  test('the configuration itself', () => {
    const of = (config: string) => said('.ansible-lint', config, config);
    expect(of('colour: red\n')).toEqual(['schema[ansible-lint-config]']);
    expect(of('skip_list: fqcn\n')).toEqual(['schema[ansible-lint-config]']);
    expect(of('skip_list:\n  - fqcn\nprofile: basic\n')).toEqual([]);
  });
});
