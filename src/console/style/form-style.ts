/** Buttons, fields, and small marks. */
export const FORM_STYLE = `
.button { font: inherit; font-weight: 500; font-size: 0.92rem; line-height: 1.4; color: var(--text); background: var(--card); border: 1px solid var(--line-strong); border-radius: 7px; padding: 0.35rem 0.85rem; cursor: pointer; text-decoration: none; display: inline-block; white-space: nowrap; }
.button:hover { background: var(--sunken); }
.button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.button.primary:hover { filter: brightness(1.08); }
.button.danger { color: var(--bad); border-color: color-mix(in srgb, var(--bad) 45%, transparent); }
.button.danger:hover { background: var(--bad-soft); }
.button.quiet { border-color: transparent; background: none; color: var(--soft); }
.button.quiet:hover { background: var(--sunken); color: var(--text); }
.button:disabled { opacity: 0.55; cursor: default; }
.button[aria-pressed='true'] { background: var(--warn-soft); color: var(--warn); border-color: var(--warn); }
input, select, textarea { font: inherit; font-size: 0.92rem; color: var(--text); background: var(--card); border: 1px solid var(--line-strong); border-radius: 7px; padding: 0.36rem 0.6rem; width: 100%; min-width: 0; }
textarea { font-family: var(--mono); font-size: 0.84rem; line-height: 1.5; resize: vertical; tab-size: 2; }
select { padding-right: 0.3rem; text-overflow: ellipsis; }
::placeholder { color: var(--soft); opacity: 1; }
.field { display: grid; gap: 0.25rem; min-width: 0; align-content: start; }
input, select { height: 2.2rem; }
.actions:empty { display: none; }
.try > .actions { margin-top: 0.85rem; }
.field label { font-size: 0.84rem; color: var(--soft); font-weight: 500; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 0.75rem; }
.filters { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: flex-end; margin-bottom: 1rem; }
.filters .field { flex: 0 1 13rem; }
.filters .field:first-child { flex: 1 1 15rem; max-width: 26rem; }
.filters .field:has(.hint) + .button { align-self: center; }
.hint { color: var(--soft); font-size: 0.86rem; overflow-wrap: anywhere; }
.hint.text { white-space: pre-line; margin-top: 0.4rem; }
.count { color: var(--soft); font-size: 0.86rem; font-variant-numeric: tabular-nums; padding-bottom: 0.4rem; }
.note { border-radius: 8px; padding: 0.55rem 0.8rem; margin: 0.6rem 0; overflow-wrap: anywhere; }
.note.bad { background: var(--bad-soft); color: var(--bad); }
.note a { color: inherit; }
.pill { font-size: 0.78rem; font-weight: 600; border-radius: 99px; padding: 0.1rem 0.65rem; background: var(--sunken); color: var(--soft); white-space: nowrap; }
.pill.good { background: var(--good-soft); color: var(--good); }
.pill.bad { background: var(--bad-soft); color: var(--bad); }
.mark { font-size: 0.76rem; font-weight: 500; border-radius: 4px; padding: 0 0.4rem; background: var(--sunken); color: var(--soft); white-space: nowrap; }
.mark.fault, .mark.problem { background: var(--bad-soft); color: var(--bad); }
.mark.scope { background: var(--accent-soft); color: var(--accent); }
.dot { display: inline-block; width: 0.6rem; height: 0.6rem; border-radius: 50%; background: var(--good); margin-right: 0.35rem; }
.method { font: 600 0.74rem/1.6 var(--mono); color: var(--soft); min-width: 3.9rem; display: inline-block; }
.m-get, .m-head { color: var(--info); }
.m-post { color: var(--good); }
.m-put, .m-patch { color: var(--warn); }
.m-delete { color: var(--bad); }
.status { font: 600 0.82rem/1.6 var(--mono); font-variant-numeric: tabular-nums; white-space: nowrap; }
.status.s2 { color: var(--good); }
.status.s3 { color: var(--info); }
.status.s4 { color: var(--warn); }
.status.s5, .status.none { color: var(--bad); }
.code { background: var(--sunken); border: 1px solid var(--line); border-radius: 8px; padding: 0.75rem 0.9rem; overflow: auto; max-height: 26rem; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; margin: 0.35rem 0 0.6rem; }
.command { display: block; background: var(--sunken); border: 1px solid var(--line); border-radius: 8px; padding: 0.5rem 0.8rem; margin: 0.5rem 0; overflow-wrap: anywhere; }
details > summary { cursor: pointer; }
.more { margin-top: 1.5rem; border-top: 1px solid var(--line); padding-top: 1rem; max-width: 46rem; }
.more > summary { font-weight: 500; color: var(--soft); }
.more > summary:hover { color: var(--text); }
.more form, .more .fields { margin-top: 0.75rem; }
form .field + .actions, form .fields + .field, form .field + .field, form details { margin-top: 0.85rem; }
form .fields .field + .field { margin-top: 0; }
dialog { border: 1px solid var(--line); border-radius: 12px; background: var(--card); color: var(--text); padding: 1.5rem; width: min(26rem, calc(100vw - 2rem)); }
dialog::backdrop { background: #0008; }
dialog .hint { margin: 0.4rem 0 1rem; }
dialog .actions { margin-top: 1rem; }
`;
