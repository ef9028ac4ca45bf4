"""The style of a shown record: light and dark, wide and narrow, all inline."""

STYLE = """
.dragoman{--bg:#fff;--fg:#1c1d21;--soft:#666a73;--line:#e2e4e9;--s:#dceafe;--ss:#b9d5fd;--sn:#1d4fa8;--e:#e08a2c;--en:#a4550a;
--r:#8a5bd1;--rn:#6a3ab5;--t:#0b7a55;--chip:#f1f2f5;--hit:#fff3bf;font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;
color:var(--fg);background:var(--bg);max-width:84rem;margin:0 auto;padding:1.2rem 1.4rem}
@media (prefers-color-scheme:dark){.dragoman{--bg:#17181c;--fg:#e6e7eb;--soft:#9a9fab;--line:#33363f;--s:#1e3355;--ss:#2b4a7c;
--sn:#8db8ff;--e:#d98a3a;--en:#f0b06c;--r:#a684e0;--rn:#c5abf3;--t:#5fd0a5;--chip:#282b33;--hit:#4b4318}body{background:#17181c}}
body{margin:0}
.dragoman h1{font-size:1.7rem;line-height:1.22;margin:.2rem 0 .5rem;max-width:52rem}
.dragoman header{border-bottom:1px solid var(--line);margin-bottom:1.2rem;padding-bottom:.6rem}
.dragoman header p{margin:.25rem 0}
.dragoman .day{font-weight:600}
.dragoman .how,.dragoman .more,.dragoman .legend{color:var(--soft);font-size:.86rem}
.dragoman .more>span,.dragoman .legend>span{margin-right:1.1rem;overflow-wrap:anywhere}
.dragoman .two{display:grid;grid-template-columns:minmax(0,1fr);gap:2rem}
@media (min-width:64rem){.dragoman .two{grid-template-columns:minmax(0,1.08fr) minmax(0,1fr)}
.dragoman .tables{position:sticky;top:0;max-height:100vh;overflow:auto;align-self:start}}
.dragoman article{font-family:Georgia,"Times New Roman",serif;font-size:1.06rem;line-height:1.72;overflow-wrap:anywhere}
.dragoman article p,.dragoman article blockquote{margin:0 0 1em;white-space:pre-line}
.dragoman article blockquote{border-left:3px solid var(--line);padding-left:1rem}
.dragoman article h2{font-size:1.25rem;line-height:1.35;margin:0 0 .8em;border:0}
.dragoman article h3{font-size:1.1rem;margin:1.4em 0 .6em}
.dragoman article .deck{font-weight:600}
.dragoman article .caption{font-size:.92rem;color:var(--soft);border-left:3px solid var(--line);padding-left:.8rem}
.dragoman article .aside{font:.82rem/1.45 system-ui,sans-serif;color:var(--soft);margin-bottom:.7em}
.dragoman .s{background:var(--s)}
.dragoman .ss{background:var(--ss)}
.dragoman .e{border-bottom:2px solid var(--e)}
.dragoman .r{text-decoration:underline wavy var(--r) 1px;text-underline-offset:.25em}
.dragoman .a{font-weight:600}
.dragoman .t{color:var(--t);font-style:italic}
.dragoman .q{letter-spacing:.02em;border-bottom:1px dotted var(--sn)}
.dragoman a.n{font:700 .66rem/1 system-ui,sans-serif;text-decoration:none;vertical-align:.35em;padding:.1em .3em;margin:0 .15em 0 .05em;
border-radius:.35em;background:var(--chip);scroll-margin-top:5rem;font-style:normal}
.dragoman a.sn{color:var(--sn)}.dragoman a.en{color:var(--en)}.dragoman a.rn{color:var(--rn)}
.dragoman a.n:target,.dragoman tr:target>td{background:var(--hit)}
.dragoman a.n:target{outline:2px solid var(--e)}
.dragoman .tables h2{font-size:1.02rem;margin:.2rem 0 .3rem}
.dragoman h2 small{color:var(--soft);font-weight:400}
.dragoman table{border-collapse:collapse;width:100%;font-size:.86rem;line-height:1.42;margin-bottom:1.4rem;color:inherit;background:none}
.dragoman th{font-weight:500;color:var(--soft);font-size:.76rem;text-align:left;padding:.15rem .45rem;background:none}
.dragoman td{border-top:1px solid var(--line);
padding:.45rem .45rem;vertical-align:top;text-align:left;overflow-wrap:anywhere;background:none}
.dragoman tr{scroll-margin-top:4rem;background:none}
.dragoman td:first-child{width:2.4rem}.dragoman td:nth-child(2){width:29%}
.dragoman td:last-child{white-space:nowrap;width:5.6rem;color:var(--soft);font-variant-numeric:tabular-nums}
.dragoman td small{display:block;color:var(--soft);font-size:.78rem;margin-top:.2rem}
.dragoman td a.n{font-size:.72rem;vertical-align:baseline}
.dragoman .chip{background:var(--chip);border-radius:.6em;padding:.05em .55em;font-size:.78rem;white-space:nowrap}
.dragoman .m-done,.dragoman .m-ongoing{background:#1f8a4c;color:#fff}.dragoman .m-denied{text-decoration:line-through}
.dragoman .m-threatened{background:#b3261e;color:#fff}.dragoman .m-demanded{background:#9a6700;color:#fff}
.dragoman .m-planned{background:#1d4fa8;color:#fff}
.dragoman .none,.dragoman footer,.dragoman .issues{color:var(--soft);font-size:.86rem}
.dragoman footer{border-top:1px solid var(--line);margin-top:1.5rem;padding-top:.6rem;overflow-wrap:anywhere}
@media print{.dragoman .tables{position:static;max-height:none;overflow:visible}}
"""
