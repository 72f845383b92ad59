/** Colours, type and space of the page: every colour is a variable with a light and a dark value. */
const FOUNDATION = `
:root { color-scheme: light dark;
  --paper: #fbfaf8; --raised: #ffffff; --ink: #1d1f23; --soft: #5a606b; --line: #e3e0da; --faint: #f2efea;
  --accent: #0b6a62; --bad: #b3261e; --bad-ground: #fbe9e7; --warn: #8a5300; --warn-ground: #fdf1dc; --good: #1e6b3a; --good-ground: #e6f3ea;
  --open: #3f5f9a; --open-ground: #e9eef8; --none: #626873; --none-ground: #efedea; --violet: #6b3fa0;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { DARK } }
:root[data-theme="dark"] { color-scheme: dark; DARK }
:root[data-theme="light"] { color-scheme: light; }
* { box-sizing: border-box; }
html { scroll-padding-top: 3.75rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
main { max-width: 74rem; margin: 0 auto; padding: 2.5rem 1.5rem 6rem; outline: none; }
section { margin-top: 4rem; }
h1, h2, h3 { line-height: 1.2; letter-spacing: -0.012em; text-wrap: balance; font-weight: 650; }
h1 { font-size: clamp(1.9rem, 4.5vw, 2.75rem); margin: 0.2rem 0 1rem; letter-spacing: -0.022em; }
h2 { font-size: 1.5rem; margin: 0 0 1.1rem; }
h3 { font-size: 1.08rem; margin: 2rem 0 0.6rem; }
p { margin: 0.4rem 0; }
a { color: var(--accent); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
code, pre, kbd { font-family: var(--mono); font-size: 0.86em; }
code { overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
button, input, select { font: inherit; color: inherit; }
.skip { position: absolute; left: -999rem; top: 0.5rem; z-index: 9; background: var(--raised); padding: 0.5rem 1rem; border-radius: 6px; }
.skip:focus { left: 0.5rem; }
.detail { color: var(--soft); font-size: 0.86rem; }
.empty, .more { color: var(--soft); }
.patterns { position: absolute; }
`;

const HEAD = `
.page-nav { position: sticky; top: 0; z-index: 5; background: color-mix(in srgb, var(--paper) 92%, transparent); backdrop-filter: blur(8px); border-bottom: 1px solid var(--line); }
.page-nav .inner { max-width: 74rem; margin: 0 auto; padding: 0.4rem 1.5rem; display: flex; gap: 1rem; align-items: center; justify-content: space-between; }
.page-nav ul { display: flex; gap: 0.2rem; list-style: none; margin: 0 0 0 -0.6rem; padding: 0; overflow-x: auto; }
.page-nav a { display: block; padding: 0.35rem 0.6rem; color: var(--soft); text-decoration: none; border-radius: 6px; font-size: 0.92rem; white-space: nowrap; }
.page-nav a:hover { color: var(--ink); background: var(--faint); }
button { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 0.3rem 0.7rem; cursor: pointer; font-size: 0.88rem; }
button:hover { border-color: var(--soft); }
#theme { white-space: nowrap; color: var(--soft); }
html:not(.live) :is(#theme, .filters, .copy, #finding-count) { display: none; }
html.live .without-script { display: none; }
.kicker { color: var(--soft); font-size: 0.9rem; margin: 0; }
.run-verdict { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.7rem; font-size: 1.3rem; margin: 0 0 1.4rem; }
.run-verdict .word { font-weight: 650; }
.run-verdict .detail { font-size: 1rem; }
.run-verdict.bad :is(.word, .sign) { color: var(--bad); } .run-verdict.good :is(.word, .sign) { color: var(--good); }
.run-verdict.warn :is(.word, .sign) { color: var(--warn); } .run-verdict.open :is(.word, .sign) { color: var(--open); }
.notice { border-left: 3px solid var(--warn); background: var(--warn-ground); color: var(--ink); padding: 0.5rem 0.9rem; border-radius: 0 6px 6px 0; margin: 0.6rem 0; }
.counts { list-style: none; display: flex; flex-wrap: wrap; gap: 0.4rem 1.8rem; padding: 0; margin: 0 0 1.4rem; color: var(--soft); }
.counts b { color: var(--ink); font-size: 1.25rem; font-weight: 600; }
.counts .error b { color: var(--bad); } .counts .warning b { color: var(--warn); }
.run-facts { display: flex; flex-wrap: wrap; gap: 0.3rem 1.8rem; margin: 0; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.88rem; }
.run-facts div { display: flex; gap: 0.5rem; min-width: 0; } .run-facts dt { color: var(--soft); } .run-facts dd { margin: 0; min-width: 0; }
`;

const VERDICTS = `
.verdict { display: inline-flex; align-items: baseline; gap: 0.35em; white-space: nowrap; font-size: 0.88rem; border-radius: 999px; padding: 0.06rem 0.6rem 0.06rem 0.5rem; font-weight: 550; letter-spacing: 0; }
.verdict .sign { font-weight: 700; } .verdict .detail { font-weight: 400; color: inherit; }
.verdict.bad { color: var(--bad); background: var(--bad-ground); } .verdict.warn { color: var(--warn); background: var(--warn-ground); }
.verdict.good { color: var(--good); background: var(--good-ground); } .verdict.open { color: var(--open); background: var(--open-ground); }
.verdict.none { color: var(--none); background: none; padding-left: 0; font-weight: 400; }
a:has(> .verdict) { text-decoration: none; } a:hover > .verdict { text-decoration: underline; text-underline-offset: 0.2em; }
.scroll { overflow-x: auto; border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
th { text-align: left; font-weight: 550; } thead th { color: var(--soft); font-weight: 450; font-size: 0.84rem; }
th, td { padding: 0.55rem 1rem 0.55rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
caption { text-align: left; color: var(--soft); font-size: 0.88rem; padding: 0.8rem 0 0.2rem; }
td > .detail, th > .detail { display: block; font-weight: 400; }
.matrix { min-width: 52rem; } .models, .contracts, .marks { min-width: 34rem; } .matrix :is(.consumer, .provider), .matrix b, .tag { unicode-bidi: isolate; overflow-wrap: anywhere; } .matrix .arrow-to { color: var(--soft); font-weight: 400; }
.number { font-variant-numeric: tabular-nums; }
`;

const FINDINGS = `
h2 .count { color: var(--soft); font-weight: 400; margin-left: 0.6rem; }
.filters { display: flex; flex-wrap: wrap; gap: 0.6rem 0.9rem; align-items: end; margin-bottom: 0.8rem; }
.filters label { display: grid; gap: 0.2rem; font-size: 0.82rem; color: var(--soft); min-width: 7rem; } .filters .wide { flex: 1 1 16rem; }
.filters label:not(.wide) { max-width: 22rem; } .filters .check { display: flex; align-items: center; gap: 0.4rem; min-width: 0; padding-bottom: 0.45rem; } .filters[hidden], .filters [hidden] { display: none; }
.filters :is(input[type="search"], select) { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 0.42rem 0.6rem; font-size: 0.95rem; width: 100%; max-width: 100%; color: var(--ink); }
.filters .keys { width: 100%; font-size: 0.82rem; color: var(--soft); margin: 0; }
kbd { border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px; padding: 0 0.35em; background: var(--raised); }
#finding-count { color: var(--soft); font-size: 0.9rem; margin: 0 0 0.5rem; min-height: 1.4em; }
.cause { background: var(--raised); border: 1px solid var(--line); border-radius: 8px; margin-bottom: 0.5rem; }
.cause > summary { display: grid; grid-template-columns: 6.6rem 1fr; gap: 0.15rem 0.8rem; padding: 0.65rem 1rem; cursor: pointer; list-style: none; border-radius: 8px; }
.cause > summary::-webkit-details-marker { display: none; } .cause > summary:hover { background: var(--faint); }
.cause[open] > summary { border-bottom: 1px solid var(--line); border-radius: 8px 8px 0 0; }
.cause-title { font-weight: 550; min-width: 0; } .cause-where { grid-column: 2; display: flex; flex-wrap: wrap; gap: 0.2rem 0.8rem; color: var(--soft); font-size: 0.86rem; align-items: baseline; min-width: 0; }
.times { font-weight: 600; color: var(--ink); }
.severity { font-size: 0.86rem; font-weight: 600; white-space: nowrap; } .severity .sign { display: inline-block; min-width: 1.1em; text-align: center; }
.severity.error { color: var(--bad); } .severity.warning { color: var(--warn); } .severity.info { color: var(--open); }
.tag { font-size: 0.86rem; } .tag.new { color: var(--accent); font-weight: 600; } .tag.accepted { color: var(--none); font-style: italic; }
.cause-findings { padding: 0 1rem 0.4rem; }
.finding { padding: 0.9rem 0; border-bottom: 1px solid var(--line); scroll-margin-top: 4rem; } .finding:last-child { border-bottom: 0; }
.finding-head { display: flex; flex-wrap: wrap; gap: 0.2rem 0.9rem; font-size: 0.84rem; color: var(--soft); margin: 0; align-items: baseline; } .finding-head .anchor { font-family: var(--mono); }
.finding-title { font-weight: 550; margin: 0.25rem 0 0.6rem; } .cause-findings > .finding:only-child > .finding-title { display: none; } .finding dl { margin: 0; }
.fact { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: 0 0.8rem; padding: 0.16rem 0; } .fact dt { color: var(--soft); font-size: 0.88rem; } .fact dd { margin: 0; }
.fact.seen dd { color: var(--bad); } .fact.expected dd { color: var(--good); }
pre { margin: 0.15rem 0; padding: 0.6rem 0.8rem; background: var(--faint); border-radius: 6px; overflow: auto; max-height: 22rem; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; }
.copyable { position: relative; } .copyable pre { padding-right: 5rem; } .copyable .copy { position: absolute; right: 0.4rem; top: 0.5rem; font-size: 0.8rem; padding: 0.1rem 0.5rem; }
#finding-more { display: block; margin: 1rem auto 0; } #finding-more[hidden] { display: none; }
.scenario, .contract { border-top: 1px solid var(--line); padding-top: 0.4rem; margin-top: 1.8rem; }
.scenario > h3, .contract > h3 { margin-top: 1rem; display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: baseline; }
details > summary { cursor: pointer; } .calm > summary { padding: 0.7rem 0; color: var(--soft); } .calm > summary:hover { color: var(--ink); } .scenario > details { margin-top: 0.7rem; } .scenario > details > summary { color: var(--soft); font-size: 0.92rem; }
.deployment { margin: 0.4rem 0; padding-left: 1.6rem; } .differences { list-style: none; padding: 0; margin: 0.6rem 0; } .differences > li { padding: 0.5rem 0; border-top: 1px solid var(--line); } .differences dl { margin: 0.2rem 0 0; }
.mutants, .consumers, .notes, .steps { padding-left: 0; list-style: none; margin: 0.5rem 0; } .mutants li, .consumers li, .notes li, .steps li { padding: 0.2rem 0; } :is(.mutants, .consumers, .notes, .steps) .detail { margin-left: 0.6rem; }
.notes li { color: var(--soft); font-size: 0.92rem; }
.coverage { border-bottom: 1px solid var(--line); } .coverage > summary { display: flex; flex-wrap: wrap; gap: 0.3rem 1rem; align-items: baseline; padding: 0.7rem 0; }
.meter { display: inline-flex; gap: 0.5rem; align-items: center; font-size: 0.86rem; color: var(--soft); white-space: nowrap; } .meter .track { fill: var(--none-ground); } .meter .fill { fill: var(--accent); }
.status { white-space: nowrap; font-size: 0.88rem; } .status.s2 { color: var(--good); } .status.s4 { color: var(--warn); } .status.s5, .status.s0 { color: var(--bad); }
.untested { padding: 0.5rem 0; border-bottom: 1px solid var(--line); } .untested .detail { margin-left: 0.7rem; }
`;

const PICTURES = `
.picture { background: var(--raised); border: 1px solid var(--line); padding: 0.8rem; margin: 0.8rem 0; }
svg text { font-family: var(--sans); fill: var(--ink); font-size: 12px; }
svg.timeline[role] { width: 100%; height: auto; min-width: 46rem; display: block; } svg.architecture { max-width: 100%; height: auto; min-width: 40rem; display: block; margin: 0 auto; }
.system rect { fill: var(--paper); stroke: var(--line); stroke-width: 1.5; } .system .name { font-weight: 600; font-size: 13px; } .system .kind { fill: var(--soft); font-size: 11px; } .system.consumer rect { stroke-dasharray: 4 3; }
.arrow path { fill: none; stroke-width: 1.6; } .arrow circle { fill: var(--raised); stroke-width: 1.4; } .arrow text { font-size: 10.5px; font-weight: 700; }
.arrow.bad path { stroke: var(--bad); stroke-width: 2.2; } .arrow.warn path { stroke: var(--warn); stroke-dasharray: 7 4; } .arrow.good path { stroke: var(--good); } .arrow.open path { stroke: var(--open); stroke-dasharray: 2 4; } .arrow.none path { stroke: var(--none); stroke-dasharray: 1 5; }
.arrow.bad circle { stroke: var(--bad); } .arrow.warn circle { stroke: var(--warn); } .arrow.good circle { stroke: var(--good); } .arrow.open circle { stroke: var(--open); } .arrow.none circle { stroke: var(--none); }
.arrow.bad text { fill: var(--bad); } .arrow.warn text { fill: var(--warn); } .arrow.good text { fill: var(--good); } .arrow.open text { fill: var(--open); } .arrow.none text { fill: var(--none); }
.crowded :is(.good, .open, .none) path { stroke-width: 1; opacity: 0.35; } .crowded .arrow:is(.good, .open, .none) :is(circle, text) { display: none; }
svg.architecture.crowded { max-width: none; }
.head.bad path { fill: var(--bad); } .head.warn path { fill: var(--warn); } .head.good path { fill: var(--good); } .head.open path { fill: var(--open); } .head.none path { fill: var(--none); }
.legend { list-style: none; padding: 0; margin: 0 0 0.6rem; display: flex; flex-wrap: wrap; gap: 0.3rem 1.3rem; color: var(--soft); font-size: 0.86rem; } .legend li { display: inline-flex; gap: 0.4rem; align-items: center; }
.gridlines { stroke: var(--line); fill: none; stroke-width: 1; } .axis text { fill: var(--soft); font-size: 11px; } .lane-name { font-weight: 600; } .lane-note { font-weight: 400; fill: var(--soft); font-size: 11px; }
.lane-ground { fill: var(--faint); opacity: 0.6; }
.window rect:first-of-type { opacity: 0.14; } .window .hatch { opacity: 0.45; } .window-label path { stroke-width: 3; fill: none; } .window-label text { font-size: 11px; fill: var(--soft); }
.window.outage rect:first-of-type, .window.damage rect:first-of-type { fill: var(--bad); } .window.limit rect:first-of-type { fill: var(--warn); } .window.slow rect:first-of-type { fill: var(--open); } .window.message rect:first-of-type { fill: var(--violet); } .window.other rect:first-of-type { fill: var(--none); }
.window-label.outage path, .window-label.damage path { stroke: var(--bad); } .window-label.limit path { stroke: var(--warn); } .window-label.slow path { stroke: var(--open); } .window-label.message path { stroke: var(--violet); } .window-label.other path { stroke: var(--none); }
.hatching path { fill: none; stroke-width: 1; } .hatching.outage path, .hatching.damage path { stroke: var(--bad); } .hatching.limit path { stroke: var(--warn); stroke-width: 2; } .hatching.slow path { stroke: var(--open); } .hatching.message path { stroke: var(--violet); }
.mark .lasts { stroke: var(--none); stroke-width: 3; opacity: 0.45; } .mark.ok circle { fill: var(--good); } .mark .cross { stroke: var(--bad); stroke-width: 2.4; stroke-linecap: round; fill: none; } .mark .shape { fill: var(--warn); } .mark .ring { fill: var(--raised); stroke: var(--none); stroke-width: 2; }
.wait path { fill: none; stroke-width: 1.6; } .wait .envelope { opacity: 0.28; } .wait .endless { opacity: 0.1; } .wait.kept path { stroke: var(--good); } .wait.kept rect { fill: var(--good); } .wait.broken path { stroke: var(--bad); stroke-width: 2.4; stroke-dasharray: 5 3; } .wait.broken rect { fill: var(--open); } .wait.unclear path { stroke: var(--none); stroke-dasharray: 2 3; } .wait.unclear rect { fill: var(--none); }
.breaker text { font-size: 9.5px; fill: var(--raised); } .breaker.closed rect { fill: var(--good); } .breaker.open rect { fill: var(--bad); } .breaker.half-open rect { fill: var(--warn); }
.queue path { fill: var(--violet); opacity: 0.35; stroke: var(--violet); } .queue text { font-size: 10.5px; fill: var(--soft); }
.recovery path { stroke: var(--accent); stroke-width: 2; } .recovery text { font-size: 11px; font-weight: 600; fill: var(--accent); } .recovery.never path { stroke: var(--none); stroke-dasharray: 3 3; } .recovery.never text { fill: var(--soft); font-weight: 400; }
.stages .users { stroke: var(--accent); stroke-width: 1.8; fill: none; } .stages .border { stroke: var(--soft); stroke-dasharray: 2 4; fill: none; } .stages text { font-size: 10.5px; fill: var(--soft); } .limit-line path { stroke: var(--bad); stroke-dasharray: 8 4; fill: none; } .limit-line text { font-size: 10.5px; fill: var(--bad); } .load .share { stroke: var(--bad); fill: none; stroke-width: 1.8; }
.load .ok { fill: var(--good); opacity: 0.75; } .load .failed { fill: var(--bad); } .load .asks { stroke: var(--ink); fill: none; stroke-width: 1.4; } .load .p50, .load .p95 { stroke: var(--accent); fill: none; stroke-width: 1.8; } .load .p95 { stroke-dasharray: 5 3; stroke: var(--violet); } .grid path { stroke: var(--line); fill: none; } .grid text { font-size: 10.5px; fill: var(--soft); }
`;

const SURROUNDINGS = `
@media (max-width: 40rem) { main { padding: 1.5rem 1rem 4rem; } .page-nav .inner { padding: 0.3rem 1rem; } section { margin-top: 3rem; } .cause > summary { grid-template-columns: 1fr; padding: 0.6rem 0.8rem; } .cause-where { grid-column: 1; } .cause-findings { padding: 0 0.8rem 0.4rem; } .fact { grid-template-columns: 1fr; padding: 0.3rem 0; } .filters label { flex: 1 1 8rem; } .filters .keys { display: none; }
  .matrix { min-width: 0; } .matrix thead { display: none; } .matrix :is(tr, th, td) { display: block; border: 0; padding: 0; } .matrix tr { border-bottom: 1px solid var(--line); padding: 0.8rem 0; } .matrix td[data-label] { display: flex; justify-content: space-between; gap: 1rem; padding: 0.14rem 0; } .matrix td[data-label]::before { content: attr(data-label); color: var(--soft); font-size: 0.88rem; } .matrix .over { padding-bottom: 0.3rem; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print { .page-nav, .filters, .copy, #finding-more, .skip, #finding-count { display: none !important; } body { background: white; } main { max-width: none; padding: 0; } .cause, .scenario, tr { break-inside: avoid; } .scroll { overflow: visible; } pre { max-height: none; } }
@media (forced-colors: active) { .verdict { border: 1px solid; } }
`;

const DARK = `--paper: #14161a; --raised: #1b1e23; --ink: #e7e8ea; --soft: #a3a9b3; --line: #31353d; --faint: #23272d;
  --accent: #5cc4b6; --bad: #ff9a8f; --bad-ground: #3d1f1d; --warn: #f2bd6a; --warn-ground: #38290f; --good: #7fd29b; --good-ground: #17321f;
  --open: #9dbcf5; --open-ground: #1d2a44; --none: #a0a6b0; --none-ground: #2b3037; --violet: #c5a5f2;`;

/** The style of the page, whole. */
export const PAGE_STYLE = `${FOUNDATION.replaceAll('DARK', DARK)}${HEAD}${VERDICTS}${FINDINGS}${PICTURES}${SURROUNDINGS}`;
