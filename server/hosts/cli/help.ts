const HELP: Readonly<Record<string, string>> = {
  check: `verdigris check PATH... [options]

Checks files, or folders with everything in them that .gitignore leaves. "-" reads standard input.

  --format text|json|sarif|junit|github   how to print findings (default: text)
  --fail-on error|warning|info            exit with 1 from this severity on (default: error)
  --profile NAME                          essentials, recommended, blue-green, phoenix, strict, legacy
  --config FILE                           use this configuration instead of the .verdigris.yaml files
  --baseline FILE                         report only what the baseline does not know
  --write-baseline FILE                   write a baseline of everything found, and exit with 0
  --root FOLDER                           where paths in baselines, SARIF and annotations start (default: the repository)
  --stdin-filename NAME                   name of the text on standard input
  --provider-schemas FILE                 output of "terraform providers schema -json", in place of bundled schemas

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or unreadable input.
`,
  fix: `verdigris fix PATH... [options]

Applies the safe fixes of findings to files.

  --dry-run        print what would change, change nothing
  --unsafe         also fixes that change what is deployed
  --profile NAME   as in check
  --config FILE    as in check

Exit status: 0 done (or nothing to do), 2 wrong usage or unreadable input.
`,
  plan: `verdigris plan FILE [options]

Plans a blue-green deployment of FILE: what is doubled, shared, drained, where traffic is switched, and the way back.

  --against REV|FILE                           what is deployed now: a git revision or another file (default: nothing)
  --tool-plan FILE                             what a tool says will happen: terraform show -json, a change set,
                                               mac infrastructure items
  --since REV                                  plan diff: did what changed since REV make the deployment less ready?
                                               Compares the plan of FILE at REV with that of FILE now (markdown, json)
  --fail-on blocker|high|medium|none           exit with 1 when the plan has such a warning, or a worse one
                                               (default: none); with --since only warnings that were added count
  --mode minimal|whole-environment             how much gets a green copy (default: what suits the language)
  --format markdown|json|mermaid|sarif|html|runbook   how to print the plan (default: markdown)

Schema migrations beside FILE (migrations/, db/migrate/ …) that the blue side does not have are judged as well.

Exit status: 0 planned, 1 a warning at or above --fail-on, 2 wrong usage, unreadable input or nothing to plan.
`,
  rules: `verdigris rules [ID] [--format text|json]

Lists the rules, or shows the page of one.
`,
  lsp: `verdigris lsp --stdio

Starts the language server on standard input and output.
`,
};

/** What a command does and takes; without a name, the list of commands. */
export function helpFor(command: string | undefined): string {
  const own = command !== undefined && Object.hasOwn(HELP, command) ? HELP[command] : undefined;
  return own ?? OVERVIEW;
}

const OVERVIEW = `verdigris COMMAND ...

Validates infrastructure as code, flags what stands against rebuilding it, and plans blue-green deployments. Offline.

  check PATH...   findings of Macfile, CloudFormation, Ansible and Terraform files
  fix PATH...     applies safe fixes
  plan FILE       the blue-green plan of a file
  rules [ID]      the rules
  lsp --stdio     the language server

verdigris COMMAND --help says more; verdigris --version prints the version.
`;
