import type { RunReport } from '../run/run-report.js';
import type { PageFindings } from './packed-findings.js';
import type { Tree, TreeElement } from './tree.js';
import { h } from './tree.js';
import type { VerdictWords } from './verdict-words.js';
import { counted, grouped, lengthText, TONE_SIGNS } from './verdict-words.js';

/**
 * What came of a run, at a glance.
 *
 * @param report - of a run
 * @param findings - that the page shows
 */
export function headerSection(report: RunReport, findings: PageFindings): TreeElement {
  const { run, workspace } = report;
  const verdict = verdictOfRun(report);
  return h(
    'header',
    { class: 'page-head' },
    h('p', { class: 'kicker' }, `Mortise ${run.command}`),
    h('h1', {}, workspace.name === '' ? 'Report' : workspace.name),
    h(
      'p',
      { class: `run-verdict ${verdict.tone}` },
      h('span', { class: 'sign', 'aria-hidden': 'true' }, TONE_SIGNS[verdict.tone]),
      h('span', { class: 'word' }, verdict.word),
      verdict.detail !== undefined && h('span', { class: 'detail' }, verdict.detail),
    ),
    noticesOf(report, findings),
    h(
      'ul',
      { class: 'counts' },
      countsOf(report).map(({ text, noun, kind }) => h('li', { class: kind }, h('b', {}, text), ' ', noun)),
    ),
    h(
      'dl',
      { class: 'run-facts' },
      fact('when', `${dayText(run.startedAtMs)}${run.durationMs > 0 ? `, for ${lengthText(run.durationMs)}` : ''}`),
      fact('seed', h('code', {}, run.seed)),
      run.args.length > 0 && fact('arguments', h('code', {}, run.args.join(' '))),
      fact('run', h('code', {}, run.id)),
      fact('version', run.version),
    ),
  );
}

/** No more than was shown: what was not run to its end did not hold. */
function verdictOfRun({ findings, run, tests, scenarios }: RunReport): VerdictWords {
  const errors = findings.filter(({ severity, isAccepted }) => severity === 'error' && !isAccepted).length;
  if (errors > 0) return { word: 'Broken', tone: 'bad', detail: `${counted(errors, 'error')} that ${errors === 1 ? 'counts' : 'count'}` };
  if (!run.isComplete || run.stopped !== false)
    return { word: 'Not finished', tone: 'open', detail: 'nothing was refuted as far as it came' };
  const failed = tests.filter(({ kind }) => kind === 'failed').length + scenarios.filter(({ outcome }) => outcome === 'failed').length;
  if (failed > 0) return { word: 'Not all could run', tone: 'warn', detail: `${grouped(failed)} could not; nothing else was refuted` };
  const isOpen = tests.some((test) => test.kind === 'tested' && test.verdict.kind === 'inconclusive');
  return { word: 'Held', tone: 'good', detail: isOpen ? 'nothing was refuted; some of it could not be decided' : 'nothing was refuted' };
}

interface Count {
  readonly text: string;
  readonly noun: string;
  readonly kind: string;
}

function countsOf({ findings, tests, scenarios, workspace }: RunReport): readonly Count[] {
  const counting = findings.filter(({ isAccepted }) => !isAccepted);
  const of = (severity: string): number => counting.filter((finding) => finding.severity === severity).length;
  const requests = tests.reduce((sum, test) => sum + (test.kind === 'tested' ? test.requestCount : 0), 0);
  const newCount = findings.filter(({ isNew }) => isNew === true).length;
  const accepted = findings.length - counting.length;
  const counts: readonly (readonly [number, string, string])[] = [
    [of('error'), 'error', 'error'],
    [of('warning'), 'warning', 'warning'],
    [of('info'), 'info', 'info'],
    [newCount, 'new', 'new'],
    [accepted, 'accepted', 'accepted'],
    [workspace.pairs.length, 'pair', ''],
    [scenarios.length, 'scenario', ''],
    [requests, 'request', ''],
  ];
  return counts.flatMap(([count, noun, kind]) => {
    if (count === 0 && noun !== 'error') return [];
    const plural = count === 1 || UNCHANGED.has(noun) ? noun : `${noun}s`;
    return [{ text: grouped(count), noun: plural, kind: count === 0 ? '' : kind }];
  });
}

function noticesOf({ run }: RunReport, { leftOutCount }: PageFindings): Tree {
  const notices = [
    !run.isComplete && 'The record of this run was cut off: there was more than is told here.',
    run.stopped === 'max-time' && 'The run was stopped when its time was up.',
    run.stopped === 'interrupt' && 'The run was interrupted.',
    run.passedOverCount > 0 && `${counted(run.passedOverCount, 'line')} of the record say nothing to this version.`,
    leftOutCount > 0 && `${counted(leftOutCount, 'finding')} had no room in this page; the record of the run has them all.`,
  ];
  return notices.map((notice) => notice !== false && h('p', { class: 'notice' }, notice));
}

function fact(label: string, content: Tree): Tree {
  return h('div', {}, h('dt', {}, label), h('dd', {}, content));
}

/** In UTC, so that the same report is the same text everywhere. */
function dayText(atMs: number): string {
  return Math.abs(atMs) <= MAX_INSTANT_MS ? `${new Date(atMs).toISOString().replace('T', ' ').slice(0, 16)} UTC` : 'at no known time';
}

/** @see https://tc39.es/ecma262/#sec-time-values-and-time-range */
const MAX_INSTANT_MS = 8.64e15;
const UNCHANGED: ReadonlySet<string> = new Set(['info', 'new', 'accepted']);
