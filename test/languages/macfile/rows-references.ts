import { ENTRY, entry, HEAD, ROLE, type Row, resource } from './rows.ts';

export const REFERENCES: Readonly<Record<string, Row>> = {
  'an undefined role': {
    code: 'undefined-role',
    severity: 'error',
    text: entry('  two:\n    name: b\n    location: l\n    role: «ap»\n'),
    fixed: entry('  two:\n    name: b\n    location: l\n    role: app\n'),
  },
  'an undefined resource': {
    code: 'undefined-resource',
    severity: 'error',
    text: entry('  lb_inf:\n    resource: «lb»\n'),
  },
  'a resource that cannot be created': {
    code: 'undefined-resource',
    severity: 'error',
    text: `${HEAD}${ROLE}resources:\n  lb:\n    destroy bash: drop\n${ENTRY}  lb_inf:\n    resource: «lb»\n`,
    says: 'create bash',
  },
  'an undefined action': {
    code: 'undefined-action',
    severity: 'error',
    text: entry('  wait_inf:\n    action: «wait»\n'),
  },
  'an entry called by its resource': {
    code: 'undefined-entry',
    severity: 'error',
    text: `${resource('make')}  dns_inf:\n    resource: dns\nresources:\n  lb:\n    create bash: make\n  dns:\n    create bash: point resource.«lb».json.DNSName\n`.replace(
      'resources:\n  lb:\n    create bash: make\n',
      '',
    ),
    says: '"lb" is a resource',
    fixed:
      `${resource('make')}  dns_inf:\n    resource: dns\nresources:\n  lb:\n    create bash: make\n  dns:\n    create bash: point resource.lb_inf.json.DNSName\n`.replace(
        'resources:\n  lb:\n    create bash: make\n',
        '',
      ),
  },
  'a reference through an unknown role': {
    code: 'undefined-role',
    severity: 'error',
    text: resource('make role.«aap».get', 'actions:\n  get:\n    ssh: hostname\n'),
    says: 'app',
  },
  'an unknown ssh action': {
    code: 'undefined-action',
    severity: 'error',
    text: resource('make role.app.«get_ID»', 'actions:\n  get_id:\n    ssh: hostname\n'),
    fixed: resource('make role.app.get_id', 'actions:\n  get_id:\n    ssh: hostname\n'),
    also: ['unused-action'],
  },
  'a param nobody gives': {
    code: 'undefined-param',
    severity: 'error',
    text: resource('make infrastructure.param.«size»', '', '    params:\n      siz: big\n'),
    says: 'siz',
    fixed: resource('make infrastructure.param.siz', '', '    params:\n      siz: big\n'),
  },
  'a param one entry forgets': {
    code: 'undefined-param',
    severity: 'error',
    text: `${resource('make infrastructure.param.size', '', '    params:\n      size: big\n')}  «two»:\n    resource: lb\n`,
    says: '"two"',
  },
  'ready for nothing': {
    code: 'ready-unknown',
    severity: 'error',
    text: resource('make', '', '    ready: «role.apps»\n'),
    fixed: resource('make', '', '    ready: role.app\n'),
  },
  'ready for what comes later': {
    code: 'ready-unknown',
    severity: 'error',
    text: `${HEAD}${ROLE}resources:\n  lb:\n    create bash: make\ninfrastructures:\n  lb_inf:\n    ready: «role.app»\n    resource: lb\n  app_inf:\n    name: a\n    location: l\n    role: app\n`,
  },
  'ready for itself': { code: 'ready-cycle', severity: 'error', text: entry('    ready: «role.app»\n') },
  'ready on an action': {
    code: 'ready-on-action',
    severity: 'warning',
    text: `${HEAD}${ROLE}actions:\n  wait:\n    bash: sleep 1\n${ENTRY}  wait_inf:\n    «ready»: role.app\n    action: wait\n`,
    fixed: `${HEAD}${ROLE}actions:\n  wait:\n    bash: sleep 1\n${ENTRY}  wait_inf:\n    action: wait\n`,
  },
  'a reference to what comes later': {
    code: 'forward-reference',
    severity: 'error',
    text: `${HEAD}resources:\n  a:\n    create bash: make «resource.b_inf.json.Id»\n  b:\n    create bash: make\ninfrastructures:\n  a_inf:\n    resource: a\n  # the second\n  b_inf:\n    resource: b\n`,
    fixed: `${HEAD}resources:\n  a:\n    create bash: make resource.b_inf.json.Id\n  b:\n    create bash: make\ninfrastructures:\n  # the second\n  b_inf:\n    resource: b\n  a_inf:\n    resource: a\n`,
  },
  'an action on instances that come later': {
    code: 'forward-reference',
    severity: 'error',
    text: `${HEAD}${ROLE}actions:\n  get:\n    ssh: hostname\nresources:\n  lb:\n    create bash: make «role.app.get»\ninfrastructures:\n  lb_inf:\n    resource: lb\n  app_inf:\n    name: a\n    location: l\n    role: app\n`,
  },
  'a reference before a semicolon': {
    code: 'reference-terminator',
    severity: 'error',
    text: resource('echo «infrastructure.app_inf.location»; make'),
    fixed: resource('echo infrastructure.app_inf.location ; make'),
  },
  'a reference inside a path': {
    code: 'reference-terminator',
    severity: 'error',
    text: resource('get http://«infrastructure.app_inf.location»/x'),
    says: 'shell variable',
  },
  'a reference inside another': {
    code: 'reference-prefix',
    severity: 'error',
    text: resource(
      'make «infrastructure.param.engine» infrastructure.param.engine-version',
      '',
      '    params:\n      engine: a\n      engine-version: b\n',
    ),
  },
  'a reference to a number': {
    code: 'non-string-property',
    severity: 'error',
    text: `${HEAD}${ROLE}resources:\n  lb:\n    create bash: make infrastructure.app_inf.«amount»\n${ENTRY}    amount: 2\n  lb_inf:\n    resource: lb\n`,
  },
  'a property at destroy': {
    code: 'destroy-reference',
    severity: 'error',
    text: resource('make', '    destroy bash: drop «infrastructure.app_inf.location»\n'),
    fixed: resource('make', '    destroy bash: drop us-east-1\n'),
  },
  'a number at destroy': {
    code: 'destroy-reference',
    severity: 'error',
    text: resource('make', '    destroy bash: drop infrastructure.param.«n»\n', '    params:\n      n: 5\n'),
    fixed: resource('make', '    destroy bash: drop infrastructure.param.n\n', "    params:\n      n: '5'\n"),
  },
  'a reference at destroy': {
    code: 'destroy-reference',
    severity: 'warning',
    text: resource(
      'make',
      '    destroy bash: drop infrastructure.param.«n»\nactions:\n  get:\n    ssh: hostname\n',
      '    params:\n      n: role.app.get\n',
    ),
  },
  'two expressions on a line': {
    code: 'two-regex',
    severity: 'warning',
    text: resource('a resource.b_inf.text.regex(x) b resource.b_inf.«text.regex»(y) c')
      .replace('  lb_inf:', '  b_inf:\n    resource: b\n  lb_inf:')
      .replace('resources:\n', 'resources:\n  b:\n    create bash: x\n'),
  },
  'an entry that runs an ssh action': {
    code: 'action-kind',
    severity: 'error',
    text: `${HEAD}${ROLE}actions:\n  get:\n    ssh: hostname\n${ENTRY}  x:\n    action: «get»\n`,
  },
  'a local action on instances': {
    code: 'action-kind',
    severity: 'error',
    text: resource('make role.app.«look»', 'actions:\n  look:\n    bash: ls\n'),
  },
  'an address with a prefix': {
    code: 'address-reference',
    severity: 'error',
    text: `${HEAD}${ROLE}      environment:\n      - A: «role.app.PRIVATE_IP»\n${ENTRY}`,
    fixed: `${HEAD}${ROLE}      environment:\n      - A: app.PRIVATE_IP\n${ENTRY}`,
  },
  'an address inside a value': {
    code: 'address-reference',
    severity: 'error',
    text: `${HEAD}${ROLE}      environment:\n      - A: «app.PUBLIC_IP:80»\n${ENTRY}`,
  },
  'an address of nobody': {
    code: 'undefined-role',
    severity: 'error',
    text: `${HEAD}${ROLE}      environment:\n      - A: «ap.PUBLIC_IP»\n${ENTRY}`,
    fixed: `${HEAD}${ROLE}      environment:\n      - A: app.PUBLIC_IP\n${ENTRY}`,
  },
};
