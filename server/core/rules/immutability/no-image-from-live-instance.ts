import { settingOf } from '../../model/setting.ts';
import { literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-image-from-live-instance',
  group: 'immutability',
  title: 'Image is captured from a running machine',
  why: 'A snapshot of a live server has no recipe: the snowflake is copied, not rebuilt.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'ansible', 'terraform'],
  principles: ['BG-imm', '12F-1', '12F-qa'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'An instance that the same file builds is info.',
    'An instance that is only known at run time passes.',
    'Files that are tests or examples pass.',
  ],
  looksAt: 'resource',
  types: /^(?:aws_ami_from_instance|azurerm_image|aws ec2 create-image|(?:amazon\.aws\.)?ec2_ami)$/,

  *check(image, facts) {
    if (facts.inContext(image, 'test', 'example')) return;
    const source = settingOf(image, 'source_instance_id', 'source_virtual_machine_id', 'instance_id', '--instance-id');
    if (source === undefined) return;
    const built = source.kind === 'reference' && facts.at(source.target, 'resource').length > 0;
    const id = literalText(source);
    if (!built && (id === undefined || !/^(?:i-[0-9a-f]+|\/subscriptions\/.*)$/i.test(id))) return;
    // A Macfile or a play that builds the instance for its image is the recipe.
    yield {
      span: source.span,
      ...(built ? { severity: 'info' as const } : {}),
      message: built
        ? `\`${image.name.value}\` is captured from a server that also runs: whatever was done to it by hand is copied. Build the image from its recipe, on a machine that is thrown away.`
        : `\`${image.name.value}\` is captured from \`${id}\`, a server that is not built here: nobody can build the image again. Build it from a recipe (Packer, Image Builder, a play).`,
    };
  },
});
