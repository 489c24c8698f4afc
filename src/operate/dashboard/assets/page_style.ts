/** The style of the pages; colours follow the reader's choice of light or dark. */
export const pageStyle: string = `
:root { color-scheme: light dark;
  --paper: light-dark(#f5f6f8, #0f1419); --card: light-dark(#fff, #171d25); --ink: light-dark(#1b2430, #e3e9f1);
  --soft: light-dark(#566173, #9aa7b9); --line: light-dark(#dde2ea, #2a3340); --link: light-dark(#0a5a8f, #76bdf0);
  --main: light-dark(#1d7f86, #3fb3b8); --pale: light-dark(#d3ecec, #17393c);
  --good: light-dark(#1b7340, #5fcb8a); --warn: light-dark(#8a5300, #f0b354); --bad: light-dark(#b3261e, #ff8f86);
  --pale-warn: light-dark(#fbe8c9, #4a3614); --k-warn: light-dark(#d98a12, #e0a23c);
  --odd: light-dark(#7a4fb5, #b795ea); --pale-odd: light-dark(#e6dbf5, #362a4b);
  --pale-bad: light-dark(#fdeceb, #3a1d1c); }
* { box-sizing: border-box }
html { scroll-padding-top: 4.5rem }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 15px/1.5 "Inter", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif }
a { color: var(--link); text-underline-offset: .15em }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px }
main:focus-visible { outline: 0 }
.skip-link { position: absolute; left: -99em; z-index: 9 }
.skip-link:focus { left: 1rem; top: .6rem; padding: .4rem .9rem; background: var(--card) }
.top { position: sticky; top: 0; z-index: 5; display: flex; gap: 1.75rem; align-items: center; flex-wrap: wrap;
  padding: .65rem max(1.25rem, calc((100vw - 82rem) / 2)); background: var(--card); border-bottom: 1px solid var(--line) }
.name { display: flex; gap: .5rem; align-items: center; color: var(--ink); font-weight: 700; font-size: 1.1rem;
  text-decoration: none; letter-spacing: -.01em }
.logo { width: 1.4rem; fill: var(--main); stroke: var(--main); stroke-width: 1.8; stroke-linejoin: round }
.logo .ply { fill: none }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem; margin: 0; padding: 0; list-style: none }
.top nav a { display: block; padding: .3rem .7rem; border-radius: 6px; color: var(--soft); text-decoration: none; font-weight: 500 }
.top nav a:hover { color: var(--ink); background: var(--paper) }
.top nav a[aria-current] { color: var(--ink); background: var(--pale) }
.feed { margin: 0 0 0 auto; display: flex; gap: .45rem; align-items: center; color: var(--soft); font-size: .85rem }
.feed[data-state=off] { visibility: hidden }
.dot { width: .55rem; height: .55rem; border-radius: 50%; border: 2px solid var(--soft) }
.feed[data-state=live] .dot { background: var(--good); border-color: var(--good) }
.feed[data-state=lost] { color: var(--bad) } .feed[data-state=lost] .dot { border-color: var(--bad) }
main { max-width: 82rem; margin: 0 auto; padding: 1.5rem 1.25rem 3rem }
footer { max-width: 82rem; margin: 0 auto; padding: 0 1.25rem 2rem; color: var(--soft); font-size: .85rem }
h1 { font-size: 1.55rem; line-height: 1.25; margin: 0 0 .75rem; letter-spacing: -.015em }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .6rem; letter-spacing: -.005em }
h3 { font-size: 1rem; margin: 0 }
.head { display: flex; gap: .25rem 1rem; flex-wrap: wrap; align-items: baseline; justify-content: space-between; margin-bottom: 1rem }
.head h1, .head p { margin: 0 }
.quiet { color: var(--soft) } p.quiet, span.quiet { font-size: .875rem }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .9rem 1rem }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 0 }
.fact { position: relative } .fact dt { font-size: .82rem } .fact dt a { color: var(--soft); text-decoration: none } .fact dt a::after { content: ""; position: absolute; inset: 0; border-radius: 10px } .fact:hover { border-color: var(--soft) } .fact dd { margin: 0 }
.fact strong { display: block; font-size: 1.45rem; line-height: 1.3; letter-spacing: -.02em; font-variant-numeric: tabular-nums }
.fact.bad { border-color: var(--bad) } .fact.bad strong { color: var(--bad) }
.services { display: grid; grid-template-columns: repeat(auto-fill, minmax(13.5rem, 1fr)); gap: .75rem; margin: 0; padding: 0; list-style: none }
.services + p { margin: .5rem 0 0 } .service p { margin: .2rem 0 0 } .service .detail { font-size: .85rem; color: var(--soft) }
.service.fail { border-color: var(--bad) } .service.warn { border-color: var(--warn) }
.service.fail .detail, .service.warn .detail { color: var(--ink) }
.service.skip { background: none }
.status { white-space: nowrap; font-weight: 600 } .sign { display: inline-block; min-width: 1em; text-align: center }
.pass > .sign, .status.pass { color: var(--good) } .status.warn { color: var(--warn) }
.status.fail { color: var(--bad) } .status.skip { color: var(--soft) }
.trouble { background: var(--pale-bad); border: 1px solid var(--bad); border-radius: 8px; padding: .6rem .9rem; margin: 0 0 .75rem }
.table { margin-bottom: .75rem } .table > header { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; justify-content: space-between; align-items: baseline; margin-bottom: .6rem }
.table h3 a { color: inherit; text-decoration-color: var(--line) } .table h3 a:hover { text-decoration-color: currentcolor }
.tag { font-size: .75rem; font-weight: 500; color: var(--soft); border: 1px solid var(--line); border-radius: 4px; padding: 0 .35rem; margin-left: .3rem }
.figures { display: flex; flex-wrap: wrap; gap: .15rem 1.25rem; margin: 0; font-size: .875rem }
.figures div { display: flex; gap: .35rem } .figures dt { color: var(--soft) }
.figures dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums } .figures .bad dd { color: var(--warn) }
.line { position: relative; border-radius: 4px; cursor: crosshair } .line svg { display: block; overflow: visible }
.line text { font-size: 11px; fill: var(--soft) } .line .grid { stroke: var(--line) } .line .base { stroke: var(--line) }
.line rect { stroke: var(--card); stroke-width: 1px } .break path { stroke: var(--soft); stroke-width: 1.5; fill: none } .old path { fill: var(--warn) }
.k-compressed { fill: var(--main) } .k-pale { fill: var(--pale) } .k-warn { fill: var(--k-warn) } .k-pale-warn { fill: var(--pale-warn) }
.k-odd { fill: var(--odd) } .k-pale-odd { fill: var(--pale-odd) } .fills { position: absolute }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; margin: 0 0 .75rem; padding: 0; list-style: none; font-size: .85rem }
.legend svg { vertical-align: -1px } .legend .quiet { margin-left: auto }
.tip { position: absolute; z-index: 8; transform: translateX(-50%); display: grid; gap: .05rem; max-width: 19rem; pointer-events: none;
  background: var(--ink); color: var(--card); font-size: .82rem; line-height: 1.4; padding: .4rem .65rem; border-radius: 6px }
.cursor { position: absolute; height: 45px; pointer-events: none; border: 2px solid var(--ink); border-radius: 2px; z-index: 4 }
[hidden] { display: none !important }
.wide { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px }
table { border-collapse: collapse; width: 100%; font-size: .9rem } caption { text-align: left; color: var(--soft); font-size: .85rem; padding: .6rem 1rem 0 }
th, td { text-align: left; vertical-align: top; padding: .42rem 1rem; border-top: 1px solid var(--line) }
thead th { color: var(--soft); font-weight: 500; font-size: .82rem; border-top: 0; white-space: nowrap } tbody th { font-weight: 600 }
.number { text-align: right; font-variant-numeric: tabular-nums } .message { margin: .2rem 0 0; max-width: 34rem; font-size: .85rem }
td, th { overflow-wrap: normal } td.any, .message { overflow-wrap: anywhere } time { white-space: nowrap }
code { font: .9em ui-monospace, "SF Mono", Menlo, Consolas, monospace }
.button, button { display: inline-block; font: inherit; font-weight: 500; padding: .3rem .85rem; border-radius: 6px; border: 1px solid var(--line);
  background: var(--card); color: var(--link); text-decoration: none; cursor: pointer } .button:hover, button:hover { border-color: var(--link) }
input[type=date] { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: 6px; padding: .25rem .6rem }
input[type=search] { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: 6px; padding: .3rem .7rem; width: min(24rem, 60vw) }
.search { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin-bottom: .9rem }
.paging, .days { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; margin: .8rem 0 }
.days a { padding: .15rem .55rem; border: 1px solid var(--line); border-radius: 6px; background: var(--card); text-decoration: none; font-variant-numeric: tabular-nums }
.days a[aria-current] { background: var(--pale); color: var(--ink); font-weight: 600 }
details summary { cursor: pointer; color: var(--link); margin: .6rem 0 } .cols { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); gap: 1rem }
.sections { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 1.5rem } .sections > * { grid-column: 1 / -1; min-width: 0 }
.sections > .s-late, .sections > .s-migrations { grid-column: auto }
@media (max-width: 52rem) { .sections > * { grid-column: 1 / -1 !important } .top { position: static; gap: .6rem 1rem } .cols { grid-template-columns: minmax(0, 1fr) } }
@media (prefers-reduced-motion: no-preference) { .feed[data-state=waiting] .dot { animation: beat 1.2s infinite alternate } @keyframes beat { to { opacity: .2 } } }
@media (forced-colors: active) { .line rect { stroke: CanvasText } .dot { forced-color-adjust: none } }
`;
