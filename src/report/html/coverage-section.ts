import type { ReportOperationCoverage, ReportTest } from '../run/report-test.js';
import type { ReportSystem } from '../run/report-workspace.js';
import type { Tree, TreeElement } from './tree.js';
import { h } from './tree.js';
import type { VerdictWords } from './verdict-words.js';
import { counted, grouped, lengthText, VERDICT_TONES, verdictBadge } from './verdict-words.js';

/**
 * What the tests really reached of each contract: which operations answered, with what, and how many of the clauses were put to the test.
 *
 * @param tests - of a report
 * @param systems - of its workspace
 */
export function coverageSection(tests: readonly ReportTest[], systems: readonly ReportSystem[]): TreeElement {
  let roomLeft = MAX_OPERATION_COUNT;
  const blocks = tests.slice(0, MAX_PAIR_COUNT).map((test) => {
    const room = roomLeft;
    roomLeft = Math.max(0, roomLeft - (test.kind === 'tested' ? test.coverage.operations.length : 0));
    return pairTree(
      test,
      systems.find(({ name }) => name === test.provider),
      room,
    );
  });
  const folded = blocks.slice(MAX_OPEN_PAIR_COUNT);
  const left = tests.length - MAX_PAIR_COUNT;
  return h(
    'section',
    { id: 'coverage', 'aria-labelledby': 'coverage-title' },
    h('h2', { id: 'coverage-title' }, 'Coverage'),
    blocks.slice(0, MAX_OPEN_PAIR_COUNT),
    folded.length > 0 && h('details', { class: 'calm' }, h('summary', {}, `${counted(folded.length, 'pair')} more`), folded),
    left > 0 && h('p', { class: 'more' }, `${counted(left, 'pair')} more are in the record of the run.`),
  );
}

function pairTree(test: ReportTest, provider: ReportSystem | undefined, room: number): TreeElement {
  const name = `${test.consumer} → ${test.provider}`;
  if (test.kind !== 'tested') {
    const why = test.kind === 'skipped' ? test.reason : `${test.code}: ${test.message}`;
    return h(
      'p',
      { class: 'untested' },
      verdictBadge(test.kind === 'skipped' ? SKIPPED : FAILED),
      ' ',
      h('b', {}, name),
      h('span', { class: 'detail' }, why),
    );
  }
  const { coverage, requestCount, reachedOperationCount, operationCount, durationMs, verdict } = test;
  const shown = coverage.operations.slice(0, room);
  return h(
    'details',
    { class: 'coverage' },
    h(
      'summary',
      {},
      h('b', {}, name),
      verdictBadge({ word: verdict.kind, tone: VERDICT_TONES[verdict.kind] }),
      h('span', { class: 'detail' }, `${grouped(reachedOperationCount)} of ${counted(operationCount, 'operation')} reached`),
      meter(coverage.exercisedClauseCount, coverage.clauseCount, name),
    ),
    h(
      'p',
      { class: 'detail' },
      [
        `${counted(requestCount, 'request')} in ${lengthText(durationMs)}`,
        provider?.title === undefined ? '' : `${provider.title} ${provider.version ?? ''}`.trim(),
        verdict.kind === 'inconclusive' ? verdict.reason : '',
      ]
        .filter((text) => text !== '')
        .join(' · '),
    ),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Coverage of ${name}` },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['Operation', 'Requests', 'Answers', 'Cases', 'Clauses'].map((title) => h('th', { scope: 'col' }, title)),
          ),
        ),
        h(
          'tbody',
          {},
          shown.map((operation) => operationTree(operation, provider)),
        ),
      ),
    ),
    shown.length < coverage.operations.length &&
      h('p', { class: 'more' }, `${counted(coverage.operations.length - shown.length, 'operation')} more are in the record of the run.`),
  );
}

function operationTree(
  { operation, requestCount, isReached, statuses, cases, exercisedClauseCount, clauseCount }: ReportOperationCoverage,
  provider: ReportSystem | undefined,
): TreeElement {
  const known = provider?.operations.find(({ id }) => id === operation);
  const call = known?.call ?? (known?.channel === undefined ? '' : `${known.action ?? ''} ${known.channel}`.trim());
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('code', {}, operation), call !== '' && h('span', { class: 'detail' }, call)),
    h('td', { class: 'number' }, grouped(requestCount)),
    h('td', {}, !isReached && verdictBadge({ word: 'no 2xx', tone: 'open' }), ' ', statusesTree(statuses)),
    h(
      'td',
      {},
      Object.entries(cases).map(([phase, counts]) =>
        h(
          'div',
          { class: 'detail' },
          `${phase}: ${Object.entries(counts)
            .map(([intent, count]) => `${grouped(count)} ${intent}`)
            .join(', ')}`,
        ),
      ),
    ),
    h('td', {}, meter(exercisedClauseCount, clauseCount, operation)),
  );
}

function statusesTree(statuses: Readonly<Record<string, number>>): Tree {
  return Object.entries(statuses).map(([status, count]) => [
    h('span', { class: `status s${/^[1-5]/.exec(status)?.[0] ?? '0'}` }, `${status} × ${grouped(count)}`),
    ' ',
  ]);
}

function meter(exercised: number, count: number, name: string): Tree {
  if (count === 0) return h('span', { class: 'detail' }, 'no clauses');
  const ratio = Math.min(1, exercised / count);
  return h(
    'span',
    { class: 'meter' },
    h(
      'svg',
      { viewBox: '0 0 60 8', width: 60, height: 8, role: 'img', 'aria-label': `${exercised} of ${count} clauses of ${name}` },
      h('rect', { class: 'track', width: 60, height: 8, rx: 4 }),
      h('rect', { class: 'fill', width: Math.round(ratio * 600) / 10, height: 8, rx: 4 }),
    ),
    ` ${grouped(exercised)} of ${counted(count, 'clause')}`,
  );
}

const SKIPPED: VerdictWords = { word: 'skipped', tone: 'none' };
const FAILED: VerdictWords = { word: 'could not run', tone: 'warn' };
const MAX_OPEN_PAIR_COUNT = 40;
const MAX_PAIR_COUNT = 300;
const MAX_OPERATION_COUNT = 1_500;
