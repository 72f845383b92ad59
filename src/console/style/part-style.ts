/** Cards, lists, the journal, trees. */
export const PART_STYLE = `
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); gap: 1rem; align-items: start; margin-bottom: 1.5rem; }
.cards.switches { grid-template-columns: repeat(auto-fill, minmax(min(13.5rem, 100%), 1fr)); align-items: stretch; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.15rem 1.25rem; display: flex; flex-direction: column; gap: 0.7rem; min-width: 0; }
.card > header { display: flex; justify-content: space-between; align-items: center; gap: 0.75rem; }
.card > header h2 { overflow-wrap: anywhere; min-width: 0; }
.card > .actions { margin-top: auto; padding-top: 0.3rem; }
.card.order { max-width: 46rem; margin-top: 1.5rem; }
.address { display: flex; align-items: center; justify-content: space-between; gap: 0.5rem; background: var(--sunken); border-radius: 8px; padding: 0.15rem 0.3rem 0.15rem 0.75rem; }
.address code { overflow-wrap: anywhere; }
.facts { color: var(--soft); font-size: 0.9rem; }
.in-force { color: var(--bad); font-size: 0.9rem; font-weight: 500; }
.empty { text-align: center; padding: 2.5rem 1.25rem; border: 1px dashed var(--line-strong); border-radius: 12px; color: var(--soft); display: grid; gap: 0.6rem; justify-items: center; margin: 0.75rem 0; }
.cards > .empty { grid-column: 1 / -1; }
.empty h2 { color: var(--text); }
.empty p { max-width: 34rem; }
.in-force-list { display: grid; gap: 0.5rem; margin-bottom: 1.5rem; }
.calm { background: var(--good-soft); color: var(--good); border-radius: 10px; padding: 0.7rem 1rem; }
.rule { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 0.75rem 1rem; margin-bottom: 0.5rem; }
.rule > div:first-child { flex: 1 1 14rem; min-width: 0; overflow-wrap: anywhere; }
.rule.chosen { border-color: var(--accent); }
.in-force-list .rule { border-color: color-mix(in srgb, var(--bad) 45%, transparent); background: var(--bad-soft); margin: 0; }
.left { font-variant-numeric: tabular-nums; font-weight: 600; font-size: 0.9rem; }
.where { background: none; }
.split { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; }
.split.opened { grid-template-columns: minmax(0, 1fr) minmax(0, 34rem); }
.split-list { min-width: 0; }
.story { background: var(--card); border: 1px solid var(--line); border-radius: 12px; position: sticky; top: 4.75rem; align-self: start; max-height: calc(100vh - 6rem); display: flex; flex-direction: column; min-width: 0; }
.story-bar { display: flex; justify-content: space-between; align-items: center; gap: 0.5rem; padding: 0.6rem 0.6rem 0.6rem 1.25rem; border-bottom: 1px solid var(--line); }
.story-bar h2 { overflow-wrap: anywhere; min-width: 0; }
.story-body { padding: 1rem 1.25rem 1.5rem; overflow: auto; min-width: 0; }
.story-line { display: flex; gap: 0.4rem; align-items: baseline; overflow-wrap: anywhere; font-size: 1.02rem; }
.story-body > .actions { margin: 0.85rem 0; }
.steps { padding-left: 1.25rem; display: grid; gap: 0.3rem; }
.steps li::marker { color: var(--soft); font-size: 0.85em; }
.problems { padding-left: 1.1rem; display: grid; gap: 0.3rem; overflow-wrap: anywhere; }
.virtual { height: calc(100vh - 17rem); min-height: 20rem; overflow-y: auto; background: var(--card); border: 1px solid var(--line); border-radius: 12px; contain: strict; overflow-anchor: none; }
.bound { margin-bottom: 0.6rem; }
.virtual-inner { position: relative; }
.call { position: absolute; left: 0; right: 0; height: 40px; border-bottom: 1px solid var(--line); }
.call a { display: flex; align-items: center; gap: 0.75rem; height: 100%; padding: 0 1rem; color: inherit; text-decoration: none; font-size: 0.9rem; }
.call a:hover { background: var(--sunken); }
.call a[aria-current] { background: var(--accent-soft); }
.call a:focus-visible { outline-offset: -2px; }
.call-time { font: 0.8rem var(--mono); color: var(--soft); flex: none; }
.call-target { font-family: var(--mono); font-size: 0.84rem; flex: 1 1 auto; min-width: 3rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.call-marks { display: flex; gap: 0.35rem; overflow: hidden; flex: 0 1 auto; }
.call-system { color: var(--soft); flex: 0 1 auto; max-width: 9rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.call .status { flex: none; width: 4.6rem; text-align: right; }
.call-took { flex: none; width: 4rem; text-align: right; color: var(--soft); font-variant-numeric: tabular-nums; font-size: 0.84rem; }
.split.opened .call-time, .split.opened .call-took, .split.opened .call-system { display: none; }
.operation-list { margin-top: 0.75rem; }
.operations { list-style: none; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.operations li + li { border-top: 1px solid var(--line); }
.operations a { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.75rem; padding: 0.6rem 1rem; color: inherit; text-decoration: none; }
.operations a:hover { background: var(--sunken); }
.operations a:focus-visible { outline-offset: -2px; }
.operations a[aria-current] { background: var(--accent-soft); }
.operation-path { font-family: var(--mono); font-size: 0.88rem; overflow-wrap: anywhere; min-width: 0; }
.operation-text { color: var(--soft); font-size: 0.88rem; min-width: 0; overflow-wrap: anywhere; }
.tab-list { display: flex; gap: 0.25rem; border-bottom: 1px solid var(--line); margin: 1rem 0; }
.tab-list button { font: inherit; font-weight: 500; font-size: 0.92rem; color: var(--soft); background: none; border: 0; border-bottom: 2px solid transparent; padding: 0.4rem 0.75rem; cursor: pointer; margin-bottom: -1px; }
.tab-list button[aria-selected='true'] { color: var(--accent); border-bottom-color: var(--accent); }
.tab-panel { outline-offset: 6px; }
.part { border-top: 1px solid var(--line); padding: 0.6rem 0; }
.part .part { border-top: 0; padding-bottom: 0; }
.tree, .tree ul { list-style: none; padding-left: 0; font-size: 0.88rem; }
.tree ul { padding-left: 1.1rem; border-left: 1px solid var(--line); margin-left: 0.3rem; }
.tree-row { padding: 0.14rem 0; overflow-wrap: anywhere; }
div.tree-row { padding-left: 1rem; }
.tree-row > * { margin-right: 0.5rem; }
.tree-name { font-family: var(--mono); font-weight: 600; }
.tree-type { color: var(--soft); }
.tree-required { color: var(--bad); font-size: 0.78rem; font-weight: 500; }
.tree-clause { color: var(--info); font-size: 0.84rem; }
.tree-text { color: var(--soft); padding-left: 1rem; font-size: 0.85rem; }
.collection { margin-bottom: 1.5rem; }
.collection > header { display: flex; gap: 0.75rem; align-items: baseline; margin-bottom: 0.5rem; }
.item { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 0.5rem 0.9rem; margin-bottom: 0.35rem; }
.item > summary { display: flex; gap: 0.75rem; align-items: baseline; min-width: 0; }
.item > summary::before { content: '▸'; color: var(--soft); flex: none; }
.item[open] > summary::before { content: '▾'; }
.item-text { color: var(--soft); font-size: 0.84rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; flex: 1; }
.item textarea { margin: 0.6rem 0; }
.messages { margin-top: 0.75rem; }
@media (max-width: 1100px) {
  .split.opened { grid-template-columns: minmax(0, 1fr); }
  .split.opened .split-list { display: none; }
  .story { position: static; max-height: none; }
}
@media (max-width: 640px) {
  .call a { gap: 0.5rem; padding: 0 0.7rem; }
  .call-time, .call-took, .call-system, .call-marks { display: none; }
  .call .status { width: auto; }
  .method { min-width: 3.2rem; }
  .virtual { height: calc(100vh - 22rem); }
  .story-body { padding: 0.9rem; }
  .filters .field { flex: 1 1 8rem; }
  .filters .field:first-child { flex: 1 1 100%; max-width: none; }
}
`;
