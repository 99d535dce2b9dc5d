import { literalText, valueAt } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'layer-on-base-image',
  group: 'twelve-factor',
  title: 'Everything is crammed in one image',
  why: 'Without a shared base, a library fix means rebuilding hundreds of images from different recipes.',
  severity: 'info',
  confidence: 'medium',
  profile: 'strict',
  languages: ['ansible'],
  principles: ['12F-2', 'CAP-barg'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Up to `maxRoles` roles pass; those that are called base or common do not count.',
    'Plays on servers, and roles that are only known at run time, pass.',
    'Tests and examples pass.',
  ],
  options: {
    maxRoles: { default: 8, description: 'Roles that one image may be made of.' },
  },
  looksAt: 'unit',

  *check(unit, facts, { maxRoles }) {
    if (!facts.inContext(unit, 'imageBuild') || facts.inContext(unit, 'test', 'example')) return;
    const roles = valueAt(unit.settings, 'roles');
    const own = (roles?.kind === 'list' ? roles.items : []).filter(
      (role) => !/base|common/i.test(literalText(role) ?? literalText(valueAt(role, 'role')) ?? ''),
    );
    const extra = own[maxRoles];
    if (extra === undefined) return;
    yield {
      span: extra.span,
      message: `The image is made of ${own.length} roles in one go: a fix in one of them means that every image is made again from the start, each by its own recipe. Put what they share into a base image, and start from it.`,
    };
  },
});
