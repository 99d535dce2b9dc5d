import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import { type HclBlock, type HclExpression, literalString } from '../../../syntax/hcl.ts';
import { lowest, satisfies } from '../schema/version.ts';
import type { CheckContext } from './context.ts';
import { checkConstraint } from './provider-names.ts';

const EDITION = 'tofu2024';
const NODE = 'language';

/** What the module is written for: OpenTofu's `language` block (1.12), and the edition in Terraform's own. */
export function checkLanguageBlocks(context: CheckContext): void {
  if (context.form.kind !== 'configuration') return;
  if (context.module.dialect === 'terraform') checkTerraformEdition(context);
  for (const block of blocksOf(context.reading.hcl.body, 'language')) {
    if (context.form.override) {
      const message = 'What a module is written for stands in one place: "language" cannot be in an override file.';
      context.report('invalid-override', 'error', message, { span: block.header, node: NODE });
      continue;
    }
    checkEdition(context, attributeOf(block.body, 'edition')?.value);
    checkExperiments(context, attributeOf(block.body, 'experiments')?.value);
    checkCompatible(context, block);
  }
}

/** Terraform has an argument in place of a block, and one edition. */
function checkTerraformEdition({ reading, report }: CheckContext): void {
  for (const block of blocksOf(reading.hcl.body, 'terraform')) {
    const value = attributeOf(block.body, 'language')?.value;
    if (!value || value.kind === 'missing') continue;
    const word = keyword(value);
    const at = { span: value.span, node: 'terraform' };
    if (word === undefined) report('wrong-type', 'error', 'An edition is a word without quotes: TF2021.', at);
    else if (word !== 'TF2021')
      report('version-gate', 'warning', `No edition "${word}" is known up to Terraform 1.16, only TF2021.`, at);
  }
}

/** A later release may know further editions: another word is only doubted. */
function checkEdition({ report }: CheckContext, value: HclExpression | undefined): void {
  if (!value || value.kind === 'missing') return;
  const word = keyword(value);
  const at = { span: value.span, node: NODE };
  const fixes = [
    { title: `Write ${EDITION}`, safety: 'confirm' as const, edits: [{ span: value.span, text: EDITION }] },
  ];
  if (word === undefined)
    report('wrong-type', 'error', `An edition is a word without quotes: ${EDITION}.`, at, { fixes });
  else if (/^TF/.test(word))
    report('wrong-type', 'error', `"${word}" is an edition of Terraform; OpenTofu has ${EDITION}.`, at, { fixes });
  else if (word !== EDITION)
    report('version-gate', 'warning', `No edition "${word}" is known up to OpenTofu 1.13, only ${EDITION}.`, at, {
      fixes,
    });
}

function checkExperiments({ report }: CheckContext, value: HclExpression | undefined): void {
  for (const item of value?.kind === 'tuple' ? value.items : []) {
    const word = keyword(item);
    const at = { span: item.span, node: NODE };
    if (word === undefined) report('wrong-type', 'error', 'An experiment is a word without quotes.', at);
    else report('version-gate', 'warning', `No experiment "${word}" is known: OpenTofu up to 1.13 has none.`, at);
  }
}

function keyword(value: HclExpression): string | undefined {
  return value.kind === 'reference' && value.steps.length === 0 ? value.root.value : undefined;
}

/** That a lower bound is too low is said of the block itself. */
function checkCompatible(context: CheckContext, block: HclBlock): void {
  const given = blocksOf(block.body, 'compatible_with').flatMap(({ body }) => attributeOf(body, 'opentofu') ?? []);
  for (const { name, value } of given.slice(1)) {
    const message = 'The versions of OpenTofu are said once: another "compatible_with" says them before.';
    context.report('too-many-blocks', 'error', message, { span: name.span, node: NODE });
    checkConstraint(context, value, NODE);
  }
  const [first] = given;
  if (!first) return;
  checkConstraint(context, first.value, NODE);
  const text = literalString(first.value);
  const at = { span: first.value.span, node: NODE };
  if (text !== undefined && /\d-[0-9A-Za-z]/.test(text)) {
    const message = 'A version here has no part behind a dash: a pre-release counts as its release.';
    context.report('wrong-type', 'error', message, at);
  } else if (text !== undefined && satisfies('1.11.0', text) === true && lowest(text) === undefined) {
    const message =
      'Releases before 1.12 do not read this block: allow ">= 1.12", or write required_version in a .tofu file for older ones.';
    context.report('version-gate', 'warning', message, at);
  }
}
