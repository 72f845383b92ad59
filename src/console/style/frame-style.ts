/** Colours, type, and what stands around every part. */
export const FRAME_STYLE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f7f7f5, #141617);
  --card: light-dark(#ffffff, #1c1f20);
  --sunken: light-dark(#f0f0ed, #111314);
  --line: light-dark(#e2e2dd, #2e3233);
  --line-strong: light-dark(#8b8f8b, #6b7375);
  --text: light-dark(#1d2321, #e8eae9);
  --soft: light-dark(#59615e, #a5adab);
  --accent: light-dark(#0b6b62, #5fd0c1);
  --on-accent: light-dark(#ffffff, #06211e);
  --accent-soft: light-dark(#e1f1ee, #17312e);
  --good: light-dark(#1a6b3c, #7bd49b);
  --good-soft: light-dark(#e3f3e8, #16301f);
  --bad: light-dark(#a8281f, #ff9d92);
  --bad-soft: light-dark(#fceae7, #3a1d1a);
  --warn: light-dark(#7a5200, #eec06a);
  --warn-soft: light-dark(#fbf1da, #33280f);
  --info: light-dark(#1f5a96, #8fc1f5);
  --violet: light-dark(#6a3d9a, #c9a6f2);
  --mono: ui-monospace, 'SF Mono', 'Cascadia Code', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
  --sans: system-ui, -apple-system, 'Segoe UI', 'Inter', Roboto, 'Helvetica Neue', 'DejaVu Sans', sans-serif;
  font: 15px/1.5 var(--sans);
}
:root[data-theme='light'] { color-scheme: light; }
:root[data-theme='dark'] { color-scheme: dark; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--page); color: var(--text); min-height: 100vh; display: flex; flex-direction: column; }
h1, h2, h3, h4, p, ul, ol, pre { margin: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; outline: none; }
h2 { font-size: 1.05rem; line-height: 1.35; font-weight: 600; }
h3 { font-size: 0.8rem; font-weight: 600; color: var(--soft); margin-top: 1.25rem; margin-bottom: 0.4rem; }
h4 { font-size: 0.92rem; font-weight: 600; display: flex; gap: 0.5rem; align-items: baseline; }
code, pre, textarea { font-family: var(--mono); font-size: 0.86em; }
a { color: var(--accent); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
h1:focus-visible, main:focus-visible { outline: none; }
.skip { position: absolute; left: -999px; top: 0.5rem; background: var(--card); padding: 0.5rem 1rem; z-index: 9; }
.skip:focus { left: 0.5rem; }
.top { display: flex; align-items: center; gap: 1rem; padding: 0 1.25rem; height: 3.5rem; background: var(--card); border-bottom: 1px solid var(--line); position: sticky; top: 0; z-index: 5; }
.brand { display: flex; align-items: center; gap: 0.55rem; font-weight: 650; color: var(--text); text-decoration: none; letter-spacing: -0.01em; font-size: 1.05rem; }
.brand svg { width: 1.15rem; height: 1.15rem; fill: var(--accent); }
.chosen { display: flex; gap: 1rem; margin-left: auto; min-width: 0; }
.choice { display: flex; align-items: center; gap: 0.5rem; color: var(--soft); font-size: 0.86rem; min-width: 0; }
.choice select { max-width: 13rem; min-width: 0; }
.theme { font-size: 1.1rem; padding: 0.2rem 0.6rem; }
.away { background: var(--bad-soft); color: var(--bad); padding: 0.6rem 1.25rem; }
.body { display: flex; flex: 1; min-height: 0; align-items: stretch; }
nav { width: 12.5rem; flex: none; padding: 1.25rem 0.75rem; display: flex; flex-direction: column; gap: 2px; position: sticky; top: 3.5rem; align-self: flex-start; }
nav a { display: flex; justify-content: space-between; align-items: center; padding: 0.42rem 0.75rem; border-radius: 7px; color: var(--soft); text-decoration: none; font-weight: 500; }
nav a:hover { background: var(--sunken); color: var(--text); }
nav a[aria-current] { background: var(--accent-soft); color: var(--accent); }
.nav-count { font-size: 0.76rem; font-variant-numeric: tabular-nums; color: inherit; }
.nav-count.bad:not(:empty) { background: var(--bad-soft); color: var(--bad); border-radius: 99px; padding: 0 0.5rem; font-weight: 600; }
main { flex: 1; min-width: 0; padding: 1.75rem 2rem 3rem; outline: none; max-width: 92rem; }
.view-head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: flex-end; gap: 0.75rem 1.5rem; margin-bottom: 1.5rem; }
.lead { color: var(--soft); margin-top: 0.3rem; max-width: 44rem; }
.actions { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.toasts { position: fixed; right: 1rem; bottom: 1rem; display: grid; gap: 0.5rem; z-index: 20; max-width: min(28rem, calc(100vw - 2rem)); }
.toast { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--good); border-radius: 8px; padding: 0.65rem 0.9rem; box-shadow: 0 6px 24px light-dark(#0000001f, #00000080); overflow-wrap: anywhere; }
.toast.bad { border-left-color: var(--bad); }
@media (max-width: 800px) {
  .top { padding: 0 0.9rem; gap: 0.6rem; }
  .chosen { gap: 0.5rem; }
  .choice { font-size: 0; gap: 0; }
  .choice select { font-size: 0.85rem; max-width: 7.5rem; }
  .body { flex-direction: column; }
  nav { width: 100%; flex-direction: row; overflow-x: auto; padding: 0.4rem 0.6rem; top: 3.5rem; background: var(--page); border-bottom: 1px solid var(--line); z-index: 4; scrollbar-width: none; }
  nav a { flex: none; gap: 0.4rem; padding: 0.35rem 0.65rem; }
  main { padding: 1.1rem 0.9rem 2.5rem; width: 100%; }
  h1 { font-size: 1.3rem; }
}
@media (prefers-reduced-motion: no-preference) { .toast { animation: rise 0.16s ease-out; } }
@keyframes rise { from { transform: translateY(6px); opacity: 0; } }
`;
