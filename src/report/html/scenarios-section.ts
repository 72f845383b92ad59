import type { ReportClaim, ReportLink, ReportMutant, ReportScenario, ReportWorkflow } from '../run/report-scenario.js';
import { timelinePicture } from './timeline-picture.js';
import type { Tree, TreeElement } from './tree.js';
import { h, htmlFromTree } from './tree.js';
import type { VerdictWords } from './verdict-words.js';
import { counted, lengthText, VERDICT_TONES, verdictBadge } from './verdict-words.js';

/**
 * What came of each scenario: its timeline, the claims with their evidence, its wrong programs, and its steps.
 *
 * @param scenarios - of a report
 */
export function scenariosSection(scenarios: readonly ReportScenario[]): TreeElement {
  let pictureBytes = 0;
  const articles = scenarios.slice(0, MAX_SCENARIO_COUNT).map((scenario, index) => {
    const picture = scenario.timeline === undefined ? undefined : timelinePicture(scenario.timeline, scenario.name);
    pictureBytes += picture === undefined ? 0 : htmlFromTree(picture).length;
    return scenarioTree(scenario, index, pictureBytes > MAX_PICTURE_BYTES ? 'no-room' : picture);
  });
  return h(
    'section',
    { id: 'scenarios', 'aria-labelledby': 'scenarios-title' },
    h('h2', { id: 'scenarios-title' }, 'Scenarios'),
    scenarios.some(({ timeline }) => timeline !== undefined) && legendTree(),
    articles,
    scenarios.length > MAX_SCENARIO_COUNT &&
      h('p', { class: 'more' }, `${counted(scenarios.length - MAX_SCENARIO_COUNT, 'scenario')} more are in the record of the run.`),
  );
}

function scenarioTree(scenario: ReportScenario, index: number, picture: TreeElement | 'no-room' | undefined): TreeElement {
  const { name, title, outcome, world, durationMs, error, links, mutants, workflows, notes, journalFile, file } = scenario;
  const facts = [world === undefined ? '' : `${world} time`, durationMs > 0 ? lengthText(durationMs) : '', file];
  return h(
    'article',
    { class: 'scenario', 'aria-labelledby': `scenario-${index}` },
    h('h3', { id: `scenario-${index}` }, verdictBadge(OUTCOMES[outcome]), ' ', title === '' ? name : title),
    h('p', { class: 'detail' }, facts.filter((fact) => fact !== '').join(' · ')),
    error !== undefined && h('p', { class: 'notice' }, `${error.code}: ${error.message}`),
    picture === 'no-room' && h('p', { class: 'more' }, 'The picture had no room in this page.'),
    picture !== undefined &&
      picture !== 'no-room' &&
      h('div', { class: 'scroll picture', tabindex: '0', role: 'region', 'aria-label': `Timeline of ${name}` }, picture),
    links.filter(({ claims }) => claims.length > 0).map(claimsTree),
    mutants.length > 0 && mutantsTree(mutants),
    workflows.length > 0 && workflowsTree(workflows),
    notes.length > 0 &&
      h(
        'ul',
        { class: 'notes' },
        notes.slice(0, MAX_NOTE_COUNT).map((note) => h('li', {}, note)),
      ),
    journalFile !== undefined && h('p', { class: 'detail' }, 'journal ', h('code', {}, journalFile)),
  );
}

function claimsTree({ consumer, provider, claims }: ReportLink): TreeElement {
  const name = `${consumer} → ${provider}`;
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Claims of ${name}` },
    h(
      'table',
      { class: 'claims' },
      h('caption', {}, `What ${name} claims`),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Claim', 'Verdict', 'Expected', 'Seen'].map((title) => h('th', { scope: 'col' }, title)),
        ),
      ),
      h('tbody', {}, claims.slice(0, MAX_CLAIM_COUNT).map(claimTree)),
    ),
  );
}

function claimTree({ claim, subject, verdict, args, findingId }: ReportClaim): TreeElement {
  const seen = textOf(args['seen']);
  const why = verdict.kind === 'inconclusive' && verdict.reason !== seen ? verdict.reason : '';
  const badge = verdictBadge(wordsOfVerdict(verdict));
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, claim, subject !== undefined && [' ', h('code', {}, subject)]),
    h('td', {}, findingId === undefined ? badge : h('a', { href: `#${encodeURIComponent(findingId)}` }, badge)),
    h('td', {}, textOf(args['expected'])),
    h('td', {}, seen, why !== '' && h('span', { class: 'detail' }, why)),
  );
}

function wordsOfVerdict(verdict: ReportClaim['verdict']): VerdictWords {
  const words = { word: verdict.kind, tone: VERDICT_TONES[verdict.kind] };
  return verdict.kind === 'consistent' ? { ...words, detail: counted(verdict.caseCount, 'case') } : words;
}

function textOf(value: ReportClaim['args'][string]): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

function mutantsTree(mutants: readonly ReportMutant[]): TreeElement {
  return h(
    'details',
    {},
    h(
      'summary',
      {},
      `${counted(mutants.length, 'wrong program')}, ${mutants.filter(({ verdict }) => verdict === 'told').length} told from the right one`,
    ),
    h(
      'ul',
      { class: 'mutants' },
      mutants.map(({ mutant, verdict, refuted, because, error }) =>
        h(
          'li',
          {},
          verdictBadge(MUTANTS[verdict]),
          ' ',
          h('code', {}, mutant),
          h('span', { class: 'detail' }, [refuted.join(', '), because ?? '', error ?? ''].filter((text) => text !== '').join(': ')),
        ),
      ),
    ),
  );
}

function workflowsTree(workflows: readonly ReportWorkflow[]): TreeElement {
  const shown = workflows.slice(0, MAX_WORKFLOW_COUNT);
  const left = workflows.length - shown.length;
  return h(
    'details',
    {},
    h('summary', {}, `${counted(workflows.length, 'workflow')}: steps`),
    shown.map(({ workflow, user, outcome, failure, steps }) => [
      h(
        'p',
        { class: 'workflow' },
        verdictBadge(STEPS[outcome]),
        ' ',
        h('b', {}, workflow),
        user !== undefined && ` (user ${user})`,
        failure !== undefined && `: ${failure}`,
      ),
      h(
        'ol',
        { class: 'steps' },
        steps
          .slice(0, MAX_STEP_COUNT)
          .map(({ step, outcome: of, failure: why, operation, status, durationMs }) =>
            h(
              'li',
              {},
              verdictBadge(STEPS[of]),
              ' ',
              step,
              h(
                'span',
                { class: 'detail' },
                [operation ?? '', status === undefined ? '' : String(status), lengthText(durationMs), why ?? '']
                  .filter((text) => text !== '')
                  .join(' · '),
              ),
            ),
          ),
      ),
    ]),
    left > 0 && h('p', { class: 'more' }, `${counted(left, 'workflow')} more are in the record of the run.`),
  );
}

function legendTree(): TreeElement {
  return h(
    'ul',
    { class: 'legend', 'aria-label': 'Signs of the timelines' },
    LEGEND.map(({ tree, text }) =>
      h('li', {}, h('svg', { viewBox: '0 0 28 16', width: 28, height: 16, 'aria-hidden': 'true', class: 'timeline' }, tree), ' ', text),
    ),
  );
}

const LEGEND: readonly { readonly tree: Tree; readonly text: string }[] = [
  { tree: h('g', { class: 'mark ok' }, h('circle', { cx: 14, cy: 8, r: 4 })), text: 'answered' },
  { tree: h('g', { class: 'mark refused' }, h('path', { class: 'shape', d: 'M14 3 l5 5 l-5 5 l-5 -5 z' })), text: 'refused (4xx)' },
  { tree: h('g', { class: 'mark failed' }, h('path', { class: 'cross', d: 'M10 4 l8 8 m0 -8 l-8 8' })), text: 'failed' },
  { tree: h('g', { class: 'mark open' }, h('circle', { class: 'ring', cx: 14, cy: 8, r: 3.5 })), text: 'no end seen' },
  {
    tree: h(
      'g',
      { class: 'wait kept' },
      h('rect', { x: 4, y: 2, width: 20, height: 12, rx: 3, class: 'envelope' }),
      h('path', { d: 'M0 8 H16' }),
    ),
    text: 'wait, and what the policy allows',
  },
  {
    tree: h(
      'g',
      { class: 'wait broken' },
      h('rect', { x: 14, y: 2, width: 12, height: 12, rx: 3, class: 'envelope' }),
      h('path', { d: 'M0 8 H8' }),
    ),
    text: 'wait that breaks it',
  },
  {
    tree: h(
      'g',
      { class: 'window outage' },
      h('rect', { x: 2, y: 1, width: 24, height: 14 }),
      h('rect', { x: 2, y: 1, width: 24, height: 14, fill: 'url(#hatch-outage)' }),
    ),
    text: 'outage',
  },
  {
    tree: h(
      'g',
      { class: 'window limit' },
      h('rect', { x: 2, y: 1, width: 24, height: 14 }),
      h('rect', { x: 2, y: 1, width: 24, height: 14, fill: 'url(#hatch-limit)' }),
    ),
    text: 'rate limit',
  },
  {
    tree: h(
      'g',
      { class: 'window slow' },
      h('rect', { x: 2, y: 1, width: 24, height: 14 }),
      h('rect', { x: 2, y: 1, width: 24, height: 14, fill: 'url(#hatch-slow)' }),
    ),
    text: 'slow',
  },
  { tree: h('g', { class: 'recovery' }, h('path', { d: 'M14 0 V16' })), text: 'recovered' },
];
const OUTCOMES: Readonly<Record<ReportScenario['outcome'], VerdictWords>> = {
  held: { word: 'held', tone: 'good' },
  refuted: { word: 'refuted', tone: 'bad' },
  failed: { word: 'could not run', tone: 'warn' },
  skipped: { word: 'skipped', tone: 'none' },
};
const MUTANTS: Readonly<Record<ReportMutant['verdict'], VerdictWords>> = {
  told: { word: 'told', tone: 'good' },
  survived: { word: 'survived', tone: 'bad' },
  misjudged: { word: 'misjudged', tone: 'bad' },
  failed: { word: 'could not run', tone: 'warn' },
};
const STEPS: Readonly<Record<'passed' | 'failed' | 'succeeded' | 'skipped', VerdictWords>> = {
  passed: { word: 'passed', tone: 'good' },
  succeeded: { word: 'succeeded', tone: 'good' },
  failed: { word: 'failed', tone: 'bad' },
  skipped: { word: 'skipped', tone: 'none' },
};
const MAX_SCENARIO_COUNT = 200;
const MAX_PICTURE_BYTES = 1_500_000;
const MAX_CLAIM_COUNT = 200;
const MAX_NOTE_COUNT = 50;
const MAX_WORKFLOW_COUNT = 20;
const MAX_STEP_COUNT = 60;
