/** Expressions the reference implementation refuses, one a line, with the text the problem is about (empty: the end) behind `⟵`. */
export const INVALID: readonly (readonly [text: string, at: string])[] = `
⟵
a b ⟵ b
a 1 ⟵ 1
a 'b' ⟵ 'b'
a = b ⟵ =
a == ⟵
a != ⟵
a < ⟵
a + ⟵
a * ⟵
a ~ ⟵
a ** ⟵
+ ⟵
* a ⟵ *
/ a ⟵ /
a and ⟵
a or ⟵
and a ⟵ and
or a ⟵ or
not ⟵
a not b ⟵ not
a in ⟵
in a ⟵ in
a not in ⟵
a not ⟵ not
a | ⟵
a || b ⟵ |
a | | b ⟵ |
a | 1 ⟵ 1
a | 'b' ⟵ 'b'
a | (b) ⟵ (
a | b c ⟵ c
| a ⟵ |
a is ⟵
a is not ⟵
a is 1 ⟵ 1
a is == b ⟵ ==
is a ⟵ is
a. ⟵
a.b. ⟵
a..b ⟵ .
.a ⟵ .
a.'b' ⟵ 'b'
a[ ⟵
a[0 ⟵
a['b' ⟵
a[0] ] ⟵ ]
a) ⟵ )
(a ⟵
(a, b ⟵
((a) ⟵
a( ⟵
a(b ⟵
a(b, ⟵
a(b c) ⟵ c
a(,) ⟵ ,
[ ⟵
[a ⟵
[a, ⟵
[a b] ⟵ b
[,] ⟵ ,
[a,,b] ⟵ ,
{ ⟵
{'a' ⟵
{'a': ⟵
{'a': 1 ⟵
{'a' 1} ⟵ 1
{'a'} ⟵ }
{'a': } ⟵ }
{a, b} ⟵ ,
a] ⟵ ]
a} ⟵ }
a if ⟵
a if b else ⟵
if a ⟵ if
a is defined is true ⟵ is
a else b ⟵ else
a if else b ⟵ else
'a ⟵ 'a
"a ⟵ "a
a == 'b ⟵ 'b
a & b ⟵ &
a ! b ⟵ !
a ? b : c ⟵ ?
a : b ⟵ :
a ; b ⟵ ;
a @ b ⟵ @
$a ⟵ $
a -> b ⟵ >
a => b ⟵ =
a === b ⟵ =
a <> b ⟵ >
a && b ⟵ &
a++ ⟵
a -- ⟵
{{ a }} ⟵ }
{% if a %} ⟵ %
a, , b ⟵ ,
for x in y ⟵ x
not is defined ⟵ is
a lower() ⟵ lower
a.b c.d ⟵ c
"a" b "c" ⟵ b
a['b'c] ⟵ c
a(b=) ⟵ )
a(=b) ⟵ =
f(*) ⟵ )
f(**) ⟵ )
[1, 2 ⟵
1 2 ⟵ 2
`
  .trim()
  .split('\n')
  .map((line) => {
    const [text = '', at = ''] = line.split('⟵');
    return [text.trimEnd(), at.trim()] as const;
  });
