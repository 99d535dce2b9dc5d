import type { ShellCommand } from '../../model/shell.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-build-on-host',
  group: 'twelve-factor',
  title: 'Compilation or asset build runs on the target',
  why: 'Build belongs to its own stage; doing it on the host needs compilers in production and gives per-host artefacts.',
  severity: 'info',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-5'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'Work on the machine that runs the tool, and in a build pipeline, passes.',
    'Image builds pass.',
    'Once per script.',
  ],
  looksAt: 'script',

  *check(script, facts) {
    if ((script.when !== 'boot' && script.when !== 'deploy') || script.where === 'local') return;
    if (facts.inContext(script, 'imageBuild', 'localhost', 'test')) return;
    const all = script.commands.filter(builds);
    const [build] = all;
    if (build === undefined) return;
    yield {
      span: build.span,
      message:
        `The application is built on the server (\`${build.program}\`). Every server builds its own, needs compilers and mirrors to start, and none is what was tested. ` +
        'Build one artefact or image outside and start that.',
      fixes: [
        {
          title: 'Remove it here, once an artefact is built outside',
          safety: 'suggestion',
          intents: all.map(({ span }) => ({ kind: 'removeCommand', at: span })),
        },
      ],
    };
  },
});

function builds({ program, words }: ShellCommand): boolean {
  const rest = words
    .slice(1)
    .map(({ text }) => text)
    .join(' ');
  const pattern = Object.hasOwn(BUILDS, program) ? BUILDS[program] : undefined;
  return pattern?.test(rest) ?? false;
}

const BUILDS: Readonly<Record<string, RegExp>> = {
  npm: /^run(?:-script)? build|^ci$/,
  yarn: /^(?:run )?build/,
  pnpm: /^(?:run )?build/,
  mvn: /\b(?:package|install)\b/,
  gradle: /\b(?:build|assemble)\b/,
  './gradlew': /\b(?:build|assemble)\b/,
  gradlew: /\b(?:build|assemble)\b/,
  make: /^(?!-C \/usr\/src)/,
  cargo: /^build/,
  go: /^build/,
  composer: /^install/,
  bundle: /assets:precompile/,
  webpack: /^/,
  docker: /^(?:image )?build\b/,
  dotnet: /^(?:build|publish)/,
};
