/** The style of the page of documentation; colors follow the reader's choice of light or dark. */
export const docsStyle = `
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #dfe5ee); --paper: light-dark(#fff, #12161d);
  --soft: light-dark(#556070, #9aa6b8); --line: light-dark(#d8dee7, #2c3542);
  --tint: light-dark(#f3f6fa, #1a202a); --link: light-dark(#0b57b0, #7cb3ff); }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, sans-serif; overflow-wrap: anywhere }
.skip { position: absolute; left: -99em }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--paper) }
.page { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 3rem; max-width: 76rem;
  margin: 0 auto; padding: 2rem 1.5rem 6rem }
nav { position: sticky; top: 2rem; align-self: start; max-height: calc(100vh - 4rem); overflow: auto;
  font-size: .9rem }
nav ul { list-style: none; margin: 0 0 1.25rem; padding: 0 }
nav li { padding: .15rem 0 }
nav p { margin: 0 0 .25rem; color: var(--soft); font-weight: 600 }
main { min-width: 0 }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 1rem }
h2 { font-size: 1.3rem; margin: 3rem 0 .5rem; scroll-margin-top: 1rem }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; scroll-margin-top: 1rem }
a { color: var(--link) }
a:focus-visible, pre:focus-visible, .wide:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
code, pre { font: .875rem/1.5 ui-monospace, monospace }
pre { background: var(--tint); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem;
  overflow: auto; margin: .75rem 0 }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .5rem 0 }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-top: 1px solid var(--line) }
thead th { color: var(--soft); font-weight: 600; border-top: 0 }
tbody th { font-weight: 400; white-space: nowrap }
.must { color: var(--soft); font-size: .8rem }
@media (max-width: 52rem) { .page { grid-template-columns: minmax(0, 1fr); gap: 1rem }
  nav { position: static; max-height: none } }
`;
