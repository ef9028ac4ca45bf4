"""The style of a report: charts, lists and tables, beside that of a shown record."""

from dragoman.show.style import STYLE

REPORT_STYLE = (
    STYLE
    + """
.dragoman{--q0:#8fc9b4;--q1:#1f7a5c;--q2:#eda884;--q3:#b3261e;--cover:#8b93a3;--gap:#eceef2}
@media (prefers-color-scheme:dark){.dragoman{--q0:#4f8f78;--q1:#7fd6b3;--q2:#a8623c;--q3:#f0766b;--cover:#8b93a3;--gap:#23262d}}
.dragoman.report{max-width:62rem}
.dragoman.report h2{font-size:1.12rem;margin:1.6rem 0 .4rem}
.dragoman.report h3{font-size:1rem;margin:1rem 0 .3rem}
.dragoman.report p{margin:.3rem 0}
.dragoman .chart{width:100%;height:auto;display:block;margin:.2rem 0 .6rem}
.dragoman .q0{fill:var(--q0)}.dragoman .q1{fill:var(--q1)}.dragoman .q2{fill:var(--q2)}.dragoman .q3{fill:var(--q3)}
.dragoman .cover{fill:var(--cover)}.dragoman .gap{fill:var(--gap)}.dragoman .touch{fill:transparent}
.dragoman .axis{stroke:var(--soft);stroke-width:1}.dragoman .turn{stroke:var(--sn);stroke-width:1.5;stroke-dasharray:4 3}
.dragoman .cx,.dragoman .ct,.dragoman .cn{font:12px system-ui,sans-serif;fill:var(--soft)}.dragoman .cx{text-anchor:end}
.dragoman .cn{fill:var(--fg);font-size:14px}
.dragoman .key{display:inline-block;width:.8em;height:.8em;border-radius:.15em;margin:0 .35em 0 .9em;vertical-align:-.05em}
.dragoman .k0{background:var(--q0)}.dragoman .k1{background:var(--q1)}.dragoman .k2{background:var(--q2)}.dragoman .k3{background:var(--q3)}
.dragoman .kg{background:var(--gap);outline:1px solid var(--line)}
.dragoman .note{color:var(--soft);font-size:.86rem}
.dragoman ul.told{list-style:none;margin:.2rem 0;padding:0}
.dragoman ul.told>li{border-top:1px solid var(--line);padding:.45rem 0;overflow-wrap:anywhere}
.dragoman ul.told .where{display:block;color:var(--soft);font-size:.8rem}
.dragoman .sides{display:grid;grid-template-columns:minmax(0,1fr);gap:0 1.6rem}
@media (min-width:46rem){.dragoman .sides{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}}
.dragoman .scroll{overflow-x:auto}
.dragoman.report td,.dragoman.report td:first-child,.dragoman.report td:nth-child(2),.dragoman.report td:last-child{width:auto;
white-space:normal;color:inherit}
.dragoman td.num{text-align:right;font-variant-numeric:tabular-nums}
.dragoman details>summary{cursor:pointer;color:var(--soft);font-size:.9rem;margin:.4rem 0}
@media (max-width:40rem){.dragoman{padding:.8rem .8rem}.dragoman.report td:first-child{white-space:normal}
.dragoman .cx,.dragoman .ct,.dragoman .cn{font-size:20px}}
"""
)
