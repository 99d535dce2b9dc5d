import { defineRule } from '../define.ts';

export default defineRule({
  id: 'resource-without-destroy',
  group: 'snowflake',
  title: 'Macfile resource can be created but not destroyed',
  why: 'Blue is only disposable if every create has its destroy.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile'],
  principles: ['BG-bg', 'IAC-mac'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'Commands that change something and create nothing (`modify-…`, `authorize-…`, `attach-…`, `put-…`, `register-…`, `create-tags`) pass.',
    'A resource whose parent file defines `destroy bash` passes.',
  ],
  looksAt: 'resource',

  *check(resource) {
    if (
      resource.destroyable !== false ||
      !CREATES.test(resource.type.value) ||
      /create-tags$/.test(resource.type.value)
    )
      return;
    yield {
      span: resource.header,
      message:
        `\`${resource.name.value}\` is created by \`${resource.type.value}\` but nothing destroys it. When blue is destroyed this is left behind ` +
        'and forgotten. Add the inverse command as `destroy bash`.',
    };
  },
});

const CREATES = /\s(?:create|run|allocate|request|import|copy)-[a-z-]+$|\s(?:create|mb)$/;
