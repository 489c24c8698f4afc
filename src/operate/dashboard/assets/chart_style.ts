/** The style of charts and maps. */
export const chartStyle: string = `
figure { margin: 0 0 .9rem } .chart { min-height: 330px } .chart .u-legend { font-size: .85rem; text-align: left; padding: 0 .25rem } .uplot, .u-wrap { font-family: inherit }
.chart .u-legend th, .chart .u-legend td { border: 0; padding: .1rem .4rem } .u-inline.u-live th::after { content: "" }
.u-legend .u-marker { border-radius: 2px } .uplot .u-select { background: color-mix(in srgb, var(--main) 20%, transparent) }
.picture svg { display: block; overflow: visible; width: 100% } .picture text { font-size: 11px; fill: var(--soft) } .picture .grid { stroke: var(--line) }
.dots circle { fill: var(--main); stroke: var(--card) } .dots circle.revised { fill: var(--pale-odd); stroke: var(--odd); stroke-width: 1.5 }
.rise { fill: var(--card); stroke: var(--good) } .fall { fill: var(--bad); stroke: var(--bad) } .wick { stroke: var(--soft) } .gap-fetched { fill: var(--line); opacity: .6 }
.map { width: auto } .map caption { white-space: nowrap } .map td, .map th { padding: .15rem .35rem; font-size: .78rem; text-align: right; border: 1px solid var(--card); white-space: nowrap; font-variant-numeric: tabular-nums }
.map th { font-weight: 500; color: var(--soft) } .map thead th { font-size: .72rem; border-bottom: 0; writing-mode: vertical-rl; text-align: left; vertical-align: bottom }
.map .first { background: light-dark(#c9d0da, #3c4757) } .map .same { background: light-dark(#eef0f4, #1e2630); color: var(--soft) }
.map .up-1 { background: light-dark(#fde3d3, #45281a) } .map .up-2 { background: light-dark(#fbc29d, #6d3717) } .map .up-3 { background: light-dark(#f39c5e, #9a4812) }
.map .down-1 { background: light-dark(#dbe9f7, #1b2d42) } .map .down-2 { background: light-dark(#b0d0ee, #1f4263) } .map .down-3 { background: light-dark(#79b0e2, #265a8a) }
`;
