/** Style sheet of the HTML export. Its hash stands in the content policy, so every change here changes `STYLE_HASH`. */
export const STYLE = `:root{color-scheme:light dark;--bg:#fff;--fg:#2b2b2b;--dim:#5f6670;--line:#dfe3e8;--panel:#f7f8fa;--card:#fff;--blue:#1a6fd0;--green:#0b7a50;--shared:#5b6673;--gate:#7a4fd0;--bad:#c0322b;--warn:#8a5f00}
@media (prefers-color-scheme:dark){:root{--bg:#1b1d1f;--fg:#d6d8da;--dim:#9aa3ad;--line:#33373c;--panel:#222528;--card:#26292d;--blue:#5aabff;--green:#45c590;--shared:#a7b0bd;--gate:#bd9dfa;--bad:#f4807a;--warn:#e2b341}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:1180px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:22px;margin:0}
h2{font-size:16px;margin:36px 0 12px}
code,.mono,pre{font-family:ui-monospace,"JetBrains Mono",Menlo,Consolas,monospace;font-size:.87em}
.head{display:flex;flex-wrap:wrap;gap:8px 20px;align-items:baseline;border-bottom:1px solid var(--line);padding-bottom:14px}
.score{margin-left:auto;font-weight:650;font-size:18px}
.ready{color:var(--green)}.fix-first{color:var(--warn)}.not-blue-green{color:var(--bad)}
.dim{color:var(--dim)}
.summary{font-size:17px;margin:18px 0 0}
.badges{display:flex;flex-wrap:wrap;gap:6px;margin:12px 0 0;padding:0;list-style:none}
.badges li{border:1px solid var(--line);border-radius:999px;padding:1px 10px;font-size:13px}
.lanes{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:20px}
.lane h3{font-size:12px;letter-spacing:.08em;text-transform:uppercase;margin:0 0 8px;color:var(--k)}
.lane h3 span{letter-spacing:0;text-transform:none;font-weight:400;color:var(--dim)}
.lane ul{list-style:none;margin:0;padding:0}
.blue{--k:var(--blue)}.green{--k:var(--green)}.shared{--k:var(--shared)}
.card{background:var(--card);border:1px solid var(--line);border-left:3px solid var(--k);border-radius:6px;padding:8px 12px;margin-bottom:8px;overflow-wrap:anywhere}
.card b{display:flex;justify-content:space-between;gap:8px}
.card b span{font-weight:500;font-size:12px;color:var(--k)}
.card p{margin:2px 0 0;font-size:13px;color:var(--dim)}
.card.gate{--k:var(--gate);border-color:var(--gate)}
.card.blocked{--k:var(--bad);border-color:var(--bad)}
ol.steps{list-style:none;margin:0;padding:0;border-left:3px solid var(--line)}
ol.steps>li{position:relative;padding:0 0 18px 26px}
ol.steps>li::before{content:"";position:absolute;left:-8px;top:5px;width:13px;height:13px;border-radius:50%;background:var(--bg);border:3px solid var(--shared)}
ol.steps>li.cut::before{border-color:var(--gate)}
ol.steps>li.end::before,ol.steps>li.line::before{border-color:var(--bad)}
ol.steps>li.line{color:var(--bad);font-weight:600}
ol.steps h3{margin:0;font-size:15px}
ol.steps h3 small{font-weight:400;color:var(--dim)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;margin:4px 0 0}
dt{color:var(--dim)}dd{margin:0}
pre{margin:8px 0 0;padding:8px 12px;background:var(--panel);border:1px solid var(--line);border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere}
.traffic{display:flex;gap:10px;margin:6px 0 0;padding:0;list-style:none;font-size:13px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13.5px}
th,td{text-align:left;vertical-align:top;padding:6px 10px;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{color:var(--dim);font-weight:600}
ul.warnings{list-style:none;margin:0;padding:0}
ul.warnings li{border-left:3px solid var(--k);padding:2px 12px;margin-bottom:12px}
.blocker,.high{--k:var(--bad)}.medium{--k:var(--warn)}.low,.info{--k:var(--shared)}
ul.warnings strong{color:var(--k)}
@media (max-width:760px){.lanes{grid-template-columns:minmax(0,1fr)}}
@media print{main{max-width:none;padding:0}.card,ol.steps>li{break-inside:avoid}}`;

export const STYLE_HASH = 'sha256-deCX8RZ3f0ZiNuSxxAtQAKVUqxM0JZx8GVzzEyQ8prM=';
