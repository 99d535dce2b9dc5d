/** Fixed words of the template language, with our own short explanations. Source: the template reference of the service. */
export const SECTION_KEYS: readonly (readonly [string, string])[] = [
  ['AWSTemplateFormatVersion', 'Version of the template language: 2010-09-09.'],
  ['Description', 'What the stack is for.'],
  ['Parameters', 'Inputs of the stack.'],
  ['Resources', 'What the stack makes. The only section that must be there.'],
  ['Outputs', 'What the stack tells to others.'],
  ['Mappings', 'Fixed tables that FindInMap reads.'],
  ['Conditions', 'Named conditions over the parameters.'],
  ['Transform', 'Macros that rewrite the template, such as AWS::Serverless-2016-10-31 or AWS::LanguageExtensions.'],
  ['Metadata', 'Notes for tools: the order of parameters, suppressions of Verdigris.'],
  ['Rules', 'Checks of parameter combinations before anything is made.'],
  ['Globals', 'Defaults of serverless resources (needs the serverless transform).'],
];

export const RESOURCE_KEYS: readonly (readonly [string, string])[] = [
  ['Type', 'What is made: Provider::Service::Type.'],
  ['Properties', 'Its settings.'],
  ['DependsOn', 'Resources that must exist first; a reference already says so.'],
  ['Condition', 'It is made only where this condition holds.'],
  ['DeletionPolicy', 'What happens to it when the stack goes: Delete, Retain, Snapshot, RetainExceptOnCreate.'],
  ['UpdateReplacePolicy', 'What happens to the old one when a change replaces it: Delete, Retain, Snapshot.'],
  ['UpdatePolicy', 'How a change rolls out: rolling, replacing, through CodeDeploy.'],
  ['CreationPolicy', 'Signals to wait for before it counts as made.'],
  ['Metadata', 'Notes for tools: cfn-init, suppressions of Verdigris.'],
];

export const PARAMETER_KEYS: readonly (readonly [string, string])[] = [
  ['Type', 'String, Number, a list, an AWS type that is checked, or an SSM parameter.'],
  ['Description', 'What to put in, for whoever deploys.'],
  ['Default', 'Used where no value is given.'],
  ['AllowedValues', 'The only values it takes.'],
  ['AllowedPattern', 'Pattern the value must match.'],
  ['ConstraintDescription', 'Message when a value is refused.'],
  ['MinLength', 'Shortest text.'],
  ['MaxLength', 'Longest text.'],
  ['MinValue', 'Smallest number.'],
  ['MaxValue', 'Largest number.'],
  ['NoEcho', 'Hides the value: true for secrets.'],
];

export const OUTPUT_KEYS: readonly (readonly [string, string])[] = [
  ['Value', 'What the output gives: a reference, an attribute, a text.'],
  ['Description', 'What the output is for.'],
  ['Export', 'Makes the value importable by other stacks, under a name of its own.'],
  ['Condition', 'The output exists only where this condition holds.'],
];

/** What each function gives, by its name without prefix. Source: the intrinsic function reference of the service. */
export const FUNCTION_WORDS: Readonly<Record<string, string>> = {
  Ref: 'The value of a parameter, or what identifies a resource.',
  Condition: 'Whether a named condition holds.',
  GetAtt: 'An attribute of a resource: Resource.Attribute.',
  Sub: 'The text with ${Name} and ${Resource.Attribute} filled in; ${!Name} stays as ${Name}.',
  Join: 'The items of a list as one text, with a separator between them.',
  Split: 'A text as a list, cut at a separator.',
  Select: 'One item of a list; the first has the index 0.',
  If: 'The second argument where the condition holds, else the third. !Ref AWS::NoValue leaves the property out.',
  FindInMap: 'A value of a mapping: mapping, first key, second key.',
  ImportValue: 'What another stack of this account and region exports under a name.',
  GetStackOutput: 'An output of another stack, also of another region or account.',
  GetAZs: "The zones of a region; '' is the region of the stack.",
  Cidr: 'Blocks of addresses: block, count, bits of a block that vary.',
  Base64: 'The text encoded for user data.',
  Length: 'How many items a list has (language extensions).',
  ToJsonString: 'A value as JSON text (language extensions).',
  Transform: 'What a macro makes of this place.',
  Equals: 'Whether two values are the same text.',
  And: 'Whether all conditions hold.',
  Or: 'Whether one of the conditions holds.',
  Not: 'Whether the condition does not hold.',
  Contains: 'Whether a list holds a value (rules).',
  EachMemberEquals: 'Whether every item of a list is a value (rules).',
  EachMemberIn: 'Whether every item of one list is in another (rules).',
  RefAll: 'All values of a parameter type (rules).',
  ValueOf: 'An attribute of what a parameter names (rules).',
  ValueOfAll: 'Attributes of all values of a parameter type (rules).',
};

/** What a parameter may name, one or a list of them. */
const NAMED = [
  'AWS::EC2::AvailabilityZone::Name',
  'AWS::EC2::Image::Id',
  'AWS::EC2::Instance::Id',
  'AWS::EC2::KeyPair::KeyName',
  'AWS::EC2::SecurityGroup::GroupName',
  'AWS::EC2::SecurityGroup::Id',
  'AWS::EC2::Subnet::Id',
  'AWS::EC2::Volume::Id',
  'AWS::EC2::VPC::Id',
  'AWS::Route53::HostedZone::Id',
];

/** Parameter types of the service (Parameters section reference). */
export const PARAMETER_TYPES: readonly string[] = [
  'String',
  'Number',
  'List<Number>',
  'List<String>',
  'CommaDelimitedList',
  ...NAMED,
  ...NAMED.filter((type) => type !== 'AWS::EC2::KeyPair::KeyName').map((type) => `List<${type}>`),
  'AWS::SSM::Parameter::Name',
  ...['String', 'List<String>', 'CommaDelimitedList', 'AWS::EC2::Image::Id'].map(
    (type) => `AWS::SSM::Parameter::Value<${type}>`,
  ),
];

/** A function as a value: `yaml` after the key, `json` the arguments of the long form. Both are snippets. */
export interface Snippet {
  readonly short: string;
  readonly long: string;
  readonly yaml: string;
  readonly json: string;
  /** Takes a list of arguments. */
  readonly list: boolean;
}

export const FUNCTION_SNIPPETS: readonly Snippet[] = [
  snippet('Ref', '$0', '"$0"'),
  snippet('Sub', "'$0'", '"$0"'),
  snippet('GetAtt', '$0', '["$0"]'),
  snippet('If', '[${1:Condition}, ${2:then}, ${3:else}]', '["${1:Condition}", ${2:"then"}, ${3:"else"}]'),
  snippet('Join', "['${1:,}', [$0]]", '["${1:,}", [$0]]'),
  snippet('Select', '[${1:0}, $0]'),
  snippet('Split', "['${1:,}', $0]", '["${1:,}", $0]'),
  snippet('FindInMap', '[${1:Mapping}, ${2:top}, ${3:second}]', '["${1:Mapping}", "${2:top}", "${3:second}"]'),
  snippet('ImportValue', '$0', '"$0"'),
  snippet('Base64', '$0', '"$0"'),
  snippet('Cidr', '[${1:block}, ${2:count}, ${3:bits}]', '["${1:block}", ${2:count}, ${3:bits}]'),
  snippet('GetAZs', "''", '""'),
];

/** Functions that a condition is made of. */
export const CONDITION_SNIPPETS: readonly Snippet[] = [
  snippet('Equals', '[$1, $2]'),
  snippet('Not', '[$0]'),
  snippet('And', '[$0]'),
  snippet('Or', '[$0]'),
  snippet('Condition', '$0', '"$0"'),
];

/** Functions that only rules have. */
export const RULE_SNIPPETS: readonly Snippet[] = [
  snippet('Contains', '[[$1], $2]'),
  snippet('EachMemberEquals', '[$1, $2]'),
  snippet('EachMemberIn', '[$1, $2]'),
  snippet('RefAll', '$0', '"$0"'),
  snippet('ValueOf', '[$1, $2]', '["$1", "$2"]'),
  snippet('ValueOfAll', '[$1, $2]', '["$1", "$2"]'),
];

function snippet(name: string, yaml: string, json = yaml): Snippet {
  const long = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  return { short: `!${name}`, long, yaml: `!${name} ${yaml}`, json, list: json.startsWith('[') };
}
