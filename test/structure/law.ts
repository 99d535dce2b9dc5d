/**
 * Which layer may import which: the third judge beside compiler and linter. It reads import texts only, and so sees what
 * the other two let through: references are transitive, and `import("…").T` is no import to the linter.
 */
import { posix } from 'node:path';

interface Layer {
  readonly name: string;
  readonly holds: RegExp;
  /** Repository paths or package names it may import, its own files included. */
  readonly may: readonly RegExp[];
}

const model = /^server\/core\/model\//;
const syntax = /^server\/core\/syntax\//;
const schema = /^server\/core\/schema\//;
const language = /^server\/core\/languages\/[^/]+\.ts$/;
const parsers = /^(yaml|js-yaml|jsonc-parser)$/;
const core = /^server\/core\//;
const protocol = /^server\/protocol\.ts$/;
const lsp = /^vscode-languageserver/;
const anything = /./;

/** The first layer that holds a file is its layer. */
const layers: readonly Layer[] = [
  { name: 'model', holds: model, may: [model] },
  { name: 'syntax', holds: syntax, may: [syntax, model, parsers] },
  { name: 'schema', holds: schema, may: [schema, model, syntax] },
  ...['macfile', 'cloudformation', 'terraform', 'ansible'].map((name) => {
    const own = new RegExp(`^server/core/languages/${name}/`);
    return { name, holds: own, may: [own, model, syntax, schema, language, parsers] };
  }),
  { name: 'languages', holds: language, may: [language, model, syntax, schema, parsers] },
  { name: 'rules', holds: /^server\/core\/rules\/[^/]+\.ts$/, may: [/^server\/core\/rules\//, model] },
  { name: 'one rule', holds: /^server\/core\/rules\//, may: [/^server\/core\/rules\/(?!all|run)[^/]+\.ts$/, model] },
  { name: 'planner', holds: /^server\/core\/planner\//, may: [/^server\/core\/planner\//, model] },
  { name: 'service', holds: core, may: [core, parsers] },
  { name: 'protocol', holds: protocol, may: [model] },
  { name: 'lsp', holds: /^server\/lsp\//, may: [/^server\/lsp\//, core, protocol, lsp] },
  { name: 'jsonschema', holds: /^server\/jsonschema\//, may: [/^server\/jsonschema\//, model, /^[^s]/] },
  { name: 'view', holds: /^client\/preview\/view\//, may: [/^client\/preview\/view\//, model, protocol] },
  {
    name: 'client',
    holds: /^client\//,
    may: [/^client\//, model, protocol, /^(vscode|node:[a-z]+)$/, /^vscode-language/],
  },
  { name: 'hosts', holds: /^server\/hosts\//, may: [anything] },
];

/** Sentences about what a file imports and must not; empty when it keeps the law. */
export function breaches(path: string, text: string): readonly string[] {
  const layer = layers.find((it) => it.holds.test(path));
  if (layer === undefined) {
    return [];
  }
  return importsOf(text)
    .map((name) => (name.startsWith('.') ? posix.join(posix.dirname(path), name) : name))
    .filter((name) => !layer.may.some((it) => it.test(name)))
    .map((name) => `${path}: ${layer.name} must not import ${name}`);
}

const forms = [
  /^\s*(?:import|export)\b[^;'"`]*?\bfrom\s*(['"])([^'"]+)\1/gm,
  /^\s*import\s*(['"])([^'"]+)\1/gm,
  /\b(?:import|require)\s*\(\s*(['"])([^'"]+)\1/g,
  /^\/\/\/\s*<reference\s+(?:types|path|lib)=(['"])([^'"]+)\1/gm,
];

/** Specifiers of every form of import; a computed one is `import(…)`. */
function importsOf(text: string): readonly string[] {
  const code = text.replaceAll(/^\s*(\*|\/\*|\/\/(?!\/ *<reference)).*$/gm, '');
  const computed = /\bimport\s*\(\s*[^'"\s)]/.test(code) ? ['import(…)'] : [];
  return [...forms.flatMap((form) => [...code.matchAll(form)].map((it) => it[2] ?? '')), ...computed];
}
