/** Whether blue can live with a change of the schema. */
export type Verdict = 'yes' | 'no' | 'unknown';

/** A call of a migration tool: its own text with its arguments, and where it begins. */
export interface Call {
  readonly statement: string;
  readonly compatible: Verdict;
  readonly offset: number;
}

type Judge = (args: string) => Verdict;

const always =
  (verdict: Verdict): Judge =>
  () =>
    verdict;

/** A column that must have a value and gets none from the database refuses what blue inserts. */
const unless =
  (required: RegExp, given: RegExp): Judge =>
  (args) =>
    required.test(args) && !given.test(args) ? 'no' : 'yes';

/** Django writes its `default` itself and leaves none in the database: only `db_default` serves what blue inserts. */
const djangoField: Judge = (args) =>
  /null\s*=\s*True|db_default|ManyToManyField|GeneratedField|AutoField/.test(args) ? 'yes' : 'no';

/** By tool, from the documentation of each: what the call does to a schema that blue still uses. */
const CALLS: readonly (readonly [RegExp, Judge])[] = [
  // Alembic
  [/^(batch_)?op\.(drop_column|drop_table|rename_table)$/, always('no')],
  [/^(batch_)?op\.alter_column$/, (args) => (/new_column_name|type_|nullable\s*=\s*False/.test(args) ? 'no' : 'yes')],
  [/^(batch_)?op\.add_column$/, unless(/nullable\s*=\s*False/, /server_default/)],
  [/^(batch_)?op\.(create_table|create_index|drop_index|bulk_insert)$/, always('yes')],
  [
    /^(batch_)?op\.(create_\w*constraint|create_foreign_key|create_primary_key|drop_constraint|execute)$/,
    always('unknown'),
  ],
  // Rails
  [
    /^(remove_columns?|remove_reference|remove_belongs_to|rename_column|rename_table|drop_table|change_column)$/,
    always('no'),
  ],
  [/^t\.(remove|rename|change)$/, always('no')],
  [/^change_column_null$/, (args) => (/\bfalse\b/.test(args) ? 'no' : 'yes')],
  [/^(add_column|add_reference|add_belongs_to)$/, unless(/null:\s*false/, /default:/)],
  [/^(create_table|add_index|remove_index|change_column_default)$/, always('yes')],
  [/^(add_foreign_key|add_check_constraint|execute)$/, always('unknown')],
  // Django
  [/^(RemoveField|RenameField|DeleteModel|RenameModel|AlterField)$/, always('no')],
  [/^AddField$/, djangoField],
  [/^(CreateModel|AddIndex|RemoveIndex)$/, always('yes')],
  [/^(AddConstraint|AlterUniqueTogether|RunPython|RunSQL)$/, always('unknown')],
  // Liquibase
  [/^(dropColumn|dropTable|renameColumn|renameTable|modifyDataType|addNotNullConstraint)$/, always('no')],
  [/^addColumn$/, unless(/nullable["']?\s*[=:]\s*["']?false/, /defaultValue/)],
  [/^(createTable|createIndex|dropIndex|addDefaultValue|dropNotNullConstraint)$/, always('yes')],
  [/^(addUniqueConstraint|addForeignKeyConstraint|addPrimaryKey)$/, always('unknown')],
];

const NAME =
  /\b(?:(?:batch_)?op\.\w+|t\.(?:remove|rename|change)|(?:add|remove|rename|drop|change|create|execute)(?:_\w+)?|(?:Remove|Rename|Delete|Alter|Add|Create|Run)[A-Z]\w+|(?:drop|rename|modify|add|create)[A-Z]\w+)\b/g;

/** Changes of a schema in the languages of the tools: Python (Alembic, Django), Ruby (Rails), XML, YAML and JSON (Liquibase). */
export function callsIn(text: string): readonly Call[] {
  const clean = text.replace(/^[ \t]*#[^\n]*/gm, (comment) => ' '.repeat(comment.length));
  return [...clean.matchAll(NAME)].flatMap((match): Call[] => {
    const [name] = match;
    // The end of an element is not another change, and an operation without a call is only its name.
    if (clean[match.index - 1] === '/') return [];
    const judge = CALLS.find(([pattern]) => pattern.test(name))?.[1];
    if (!judge) return [];
    const args = argumentsAt(clean, name, match.index + name.length);
    return [{ statement: `${name}${said(args)}`, compatible: judge(args), offset: match.index }];
  });
}

/** To the parenthesis or brace that closes, the end of the element, the end of what is indented below a key, else of the line. */
function argumentsAt(text: string, name: string, from: number): string {
  if (text[from] === '(') return text.slice(from, closing(text, from, '(', ')'));
  const rest = text.slice(from);
  const brace = /^"\s*:\s*(?=\{)/.exec(rest)?.[0].length;
  if (brace !== undefined) return text.slice(from, closing(text, from + brace, '{', '}'));
  if (/^:(\s|$)/.test(rest)) return indentedBelow(rest, from - name.length - text.lastIndexOf('\n', from) - 1);
  const element = rest.indexOf(`</${name}>`);
  if (element >= 0 && /^[^<]*[^/]>/.test(rest)) return rest.slice(0, element);
  return /^[^\n]*/.exec(rest)?.[0] ?? '';
}

/** Lines of YAML that stand further right than their key. */
function indentedBelow(rest: string, column: number): string {
  const [first = '', ...lines] = rest.split('\n');
  const end = lines.findIndex((line) => line.trim() !== '' && line.search(/\S/) <= column);
  return [first, ...(end < 0 ? lines : lines.slice(0, end))].join('\n');
}

function closing(text: string, open: number, opens: string, closes: string): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === opens) depth++;
    if (text[at] === closes && --depth === 0) return at + 1;
  }
  return text.length;
}

/** As people say it: the first words of the arguments, without markup. */
function said(args: string): string {
  if (!/^[( ]/.test(args) || /[<>]/.test(args)) return '';
  return args.replace(/\s+/g, ' ').trimEnd();
}
