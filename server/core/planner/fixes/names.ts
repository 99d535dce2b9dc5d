import type { PhysicalName, Resource } from '../../model/fact.ts';
import type { Intent } from '../../model/intent.ts';
import type { Span } from '../../model/span.ts';
import { entryIn } from '../../model/table.ts';
import { literalText } from '../../model/value.ts';
import type { UnitFacts } from '../input.ts';
import { type Phrase, say } from '../phrase.ts';
import { writtenText } from '../setting.ts';
import { factsOf } from '../source.ts';
import { confirm, type Fix, type FixSource } from './fix.ts';
import { prefixInstead } from './terraform.ts';

/** `mac` refuses the version that is running: raise its last number, or take it from outside. */
export function versionFixes(unit: UnitFacts): readonly Fix[] {
  const version = factsOf(unit, 'unit')[0]?.version;
  const text = literalText(version);
  if (!version || text === undefined) return [];
  const next = text.replace(/\d+(?=\D*$)/, (digits) => String(Number(digits) + 1));
  const raise = confirm(say('Raise the version to {0}', next), [{ kind: 'setScalar', at: version.span, text: next }]);
  const parameter = confirm(say('Take the version from the parameter INF_VERSION'), [
    { kind: 'setScalar', at: version.span, text: '{INF_VERSION}' },
  ]);
  return next === text ? [parameter] : [raise, parameter];
}

/** A name that is generated, or one that says its colour. */
export function nameFixes(resource: Resource, all: readonly PhysicalName[], source: FixSource): readonly Fix[] {
  const { unit } = source;
  const names = all.filter((name) => !name.colourAware);
  return names.flatMap((name): readonly Fix[] => {
    switch (unit.language) {
      case 'macfile':
        return [versionInName(writtenText(name.value), name.value.span, unit)];
      case 'cloudformation':
        return [
          confirm(say('Remove {0}, so that a name is generated', name.path), [
            { kind: 'removeEntry', at: name.value.span },
          ]),
          ...colourEverywhere(say('Add the parameter Colour to {0}', name.path), name, resource, source, 'green'),
        ];
      case 'ansible':
        return colourEverywhere(say('Add {{ colour }} to {0}', name.path), name, resource, source, undefined);
      default:
        return [...prefixInstead(resource, name), ...colourInName(name, resource, unit)];
    }
  });
}

/** Every command that says the name has to say the new one. */
function versionInName(name: string, span: Span, unit: UnitFacts): Fix {
  const words = factsOf(unit, 'script').flatMap((script) => script.commands.flatMap((command) => command.words));
  const ends = new Set([span.end, ...words.filter((word) => word.text === name).map((word) => word.span.end)]);
  return confirm(
    say('Put {INF_VERSION} into the name, wherever it is used'),
    [...ends]
      .toSorted((a, b) => a - b)
      .map((end) => ({ kind: 'replaceText', at: { start: end, end }, text: '-{INF_VERSION}' })),
  );
}

/** Longest names of the types that refuse longer ones. */
const LONGEST: Readonly<Record<string, number>> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 32,
  'AWS::ElasticLoadBalancingV2::TargetGroup': 32,
  'AWS::ElasticLoadBalancing::LoadBalancer': 32,
  aws_alb: 32,
  aws_alb_target_group: 32,
  aws_elb: 32,
  aws_lb: 32,
  aws_lb_target_group: 32,
};
const COLOUR = '-green';

function fits(text: string | undefined, type: string): boolean {
  return text === undefined || text.length + COLOUR.length <= (entryIn(LONGEST, type) ?? Number.POSITIVE_INFINITY);
}

/** In the name itself, and where another resource of the file says the same name by its letters. */
function colourEverywhere(
  title: Phrase,
  name: PhysicalName,
  { type, file }: Resource,
  source: FixSource,
  value: string | undefined,
): readonly Fix[] {
  const text = literalText(name.value);
  if (text === undefined || text === '' || !fits(text, type.value)) return [];
  const mentions = source.mentions().filter((mention) => mention.name === name && mention.by.file === file);
  const written = mentions.flatMap(({ value: said }) => (literalText(said) === undefined ? [] : [said.span]));
  const places = [name.value.span, ...written];
  const intents = places.map(
    ({ end }): Intent => ({
      kind: 'useInput',
      at: { start: end, end },
      name: 'COLOUR',
      before: '-',
      ...(value === undefined ? {} : { default: value }),
    }),
  );
  return [confirm(title, intents)];
}

/** With the variable that is there for it, else with a new one. A value that is a literal ends with its quote. */
function colourInName({ path, value }: PhysicalName, { type }: Resource, unit: UnitFacts): readonly Fix[] {
  const { kind, span } = value;
  const colour = factsOf(unit, 'parameter').find((parameter) =>
    /^(colou?r|deployment_colou?r|active_colou?r)$/.test(parameter.name.value),
  );
  if (span.end - span.start < 2 || kind === 'reference' || !fits(literalText(value), type.value)) return [];
  const at = { start: span.end - 1, end: span.end - 1 };
  const intent: Intent = colour
    ? { kind: 'replaceText', at, text: `-\${var.${colour.name.value}}` }
    : { kind: 'useInput', at, name: 'COLOUR', default: 'green', before: '-' };
  return [confirm(say('Add {0} to {1}', `var.${colour?.name.value ?? 'colour'}`, path), [intent])];
}
