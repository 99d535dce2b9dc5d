/** Expressions over the whole grammar, one a line (⏎ is a line break in it), judged once by the reference implementation (3.1, Ansible's extensions). */
export const VALID = String.raw`
a
a_b1
_private
true
False
none
None
1
1_000
0x1f
0b101
0o17
1.5
1e3
2.5e-3
'text'
"text"
'it''s'
"a\"b"
'a' 'b' 'c'
''
'{{ not a template }}'
'%}'
[]
[1]
[1, 2, 3]
[1, 2,]
[[1], [2, [3]]]
{}
{'a': 1}
{'a': 1, 'b': {'c': [1]}}
{'a': 1,}
{a: b}
{1: 'x', (1, 2): 'y'}
()
(a)
(a,)
(a, b)
a, b
a,
((((a))))
a.b
a.b.c.d
a.0
a.0.b
a.10.name
a['b']
a["b-c"].d
a[0]
a[-1]
a[b]
a[b.c]['d'][0]
a[1:]
a[:1]
a[1:2]
a[1:10:2]
a[::2]
a[::-1]
a[:]
a[b + 1]
a[1, 2]
a['x' ~ y]
a.items()
a.get('x')
a.get('x', 'y')
a.get('x', {}).get('y')
a.b.keys() | list
a()
a(1)
a(1, 2, b=3)
a(*args)
a(**kwargs)
a(1, *args, **kwargs)
a(b=1, c=[1, 2],)
a(b)(c)
lookup('env', 'HOME')
lookup('file', path ~ '/x')
lookup('pipe', 'date +%s')
lookup('community.general.passwordstore', 'a/b')
query('inventory_hostnames', 'all')
q('fileglob', '*.txt')
range(10)
range(1, 10, 2) | list
dict(a=1, b=2)
dict([('a', 1)])
namespace(found=false)
now(utc=true, fmt='%Y')
-1
+1
-a
--a
- -1
-a.b
not a
not not a
not a.b
not (a and b)
a and b
a or b
a and b or c
a or b and not c
a and not b
(a or b) and c
a == b
a != b
a < b
a <= b
a > b
a >= b
1 < a < 10
a == b == c
a in b
a not in b
a in [1, 2]
'x' in a
'x' not in a.b
not 'x' in a
a + b
a - b
a * b
a / b
a // b
a % b
a ** b
2 ** 3 ** 2
-2 ** 2
a + b * c
(a + b) * c
a ~ b
a ~ '-' ~ b
a ~ 1 + 2
a + -1
1 - -1
a | upper
a | upper | lower
a|upper|lower
a | default('x')
a | default('x', true)
a | default(omit)
a | default({})
a | default([])
a | default(b | default(c))
a.b | default('') | trim
a | map('upper') | list
a | map(attribute='name') | join(',')
a | selectattr('b', 'equalto', 'c') | list | first
a | rejectattr('b', 'in', c)
a | community.general.json_query('x[*].y')
a | ansible.builtin.combine({'b': 1}, recursive=true)
a | regex_replace('^x(.*)$', '\\1')
a | regex_replace("\\s+", ' ')
a | ternary('b', 'c')
(a | length) > 0
a | length > 0
a | length == b | length
a | int + 1
a | float * 1.5
(a | int) % 2 == 0
-a | abs
a | round(2, 'floor')
a | dict2items | sort(attribute='key')
a | combine(b) | to_nice_json(indent=2)
'%s-%s' | format(a, b)
'%s' % a
"%02d" | format(a | int)
a ~ b | upper
(a ~ b) | upper
[a, b] | flatten
[1, 2] | max
{'a': 1} | dict2items
(1, 2) | list
'a,b' | split(',')
'x'.upper()
'a b'.split()
'a b'.split(' ')[0]
[1, 2][0]
[1, 2].0
{'a': 1}['a']
{'a': 1}.a
{'a': 1}.get('a')
{'yes': 1, 'no': 2}[a]
(a).b
(a | b).c
(a | b)['c']
(a | first).name
(a + b)[0]
(a | from_json).b.c[0].d
a is defined
a is not defined
a.b is defined
a is undefined
a is none
a is not none
a is string
a is mapping
a is sameas b
a is sameas true
a is divisibleby 3
a is divisibleby(3)
a is version('1.0', '>=')
a is version('1.0', '>=', strict=true)
a is not version('1.0', '<')
a is match('^x')
a is search("x|y")
a is regex('x')
a is failed
a is not changed
a is succeeded
a is skipped
a is in b
a is not in [1, 2]
a is in ['x']
a is eq 1
a is equalto 'x'
a is ge 3
a is subset(b)
a is superset b
a is ansible.builtin.version('1', '>')
a is community.general.a_module
a is defined and b is defined
a is defined or b
a is defined and a | bool
not a is defined
a is defined and (b is undefined or c)
a is divisibleby 2 and b
(a is defined) is true
a is string and a | length > 1
a is test 'x' 
a if b else c
a if b
a if b else c if d else e
(a if b else c) | upper
'x' if a is defined else 'y'
'x' if a == 'b' and c else omit
[a if b else c]
{'a': b if c else d}
f(a if b else c)
a[b if c else d]
a if not b else c
a | default('x') if b else omit
a if (b | length > 0) else []
item
item.0
item.1.name
item.key ~ '=' ~ item.value
item | dict2items
hostvars[inventory_hostname]
hostvars[item].ansible_host
hostvars[groups['all'][0]]['x']
hostvars['localhost'].y
groups['web'] | map('extract', hostvars, 'ansible_host') | list
groups['web'] | map('extract', hostvars, ['a', 'b']) | list
groups.all | difference(groups.web)
groups['x'] | default([]) | length
ansible_facts['distribution'] == 'Debian'
ansible_facts.os_family in ['RedHat', 'Suse']
ansible_distribution_version is version('8', '>=')
ansible_default_ipv4.address | default(ansible_host)
vars['a' ~ b]
vars.a
result.rc != 0
result.rc == 0 and 'x' in result.stdout
result.stdout_lines[-1].split(':')[1] | trim
result.results | selectattr('failed') | list | length == 0
result is failed and 'already exists' not in result.stderr
result.stdout | from_json | json_query('a[?b==\'c\'].d')
result.stdout | regex_search('v([0-9.]+)', '\\1') | first
not result.stat.exists
result.stat.exists and result.stat.isdir is defined and result.stat.isdir
loop.first
loop.index0 + 1
loop.last == false
caller()
super()
self.title()
cycler('odd', 'even')
a and⏎  b
a⏎| upper⏎| lower
{⏎  'a': 1,⏎  'b': 2⏎}
[⏎  'a',⏎  'b',⏎]
f(⏎  a,⏎  b=c⏎)
 a 
a   ==   b
a==b
a!=b
a<b and b>c
a+b-c
a~b
not(a)
not(a)and(b)
[a,b,c]|join(",")
"a'b"
'a"b'
'a\\b'
'a\nb'
'ü' ~ 'é'
größe
a | b() | c()
a | b(c | d(e))
a | b(c=d)
a(b | c)
a(b if c else d, e)
a({'b': 'c'})
a([1, 2])
a((1, 2))
a.b(c).d[e](f)
a.b | c.d.e
a == 'x' | upper
a in b | list
a not in b | map(attribute='c') | list
(a, b) in c
a if b in c else d
a.if
a.in
a.is.not
a.for
`
  .trim()
  .split('\n')
  .map((line) => line.replaceAll('⏎', '\n'));
