import type { ReportClaim, ReportLink, ReportMutant, ReportScenario, ReportWorkflow } from '../run/report-scenario.js';
import type { ScenarioTimeline } from '../timeline/scenario-timeline.js';
import { timelineLegend } from './timeline-legend.js';
import { timelineMarksTable } from './timeline-marks-table.js';
import { furtherLanesPicture, LANE_COUNT_OF_PICTURE, timelinePicture } from './timeline-picture.js';
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
    const picture = scenario.timeline === undefined ? undefined : timelineTree(scenario.timeline, scenario.name);
    pictureBytes += picture === undefined ? 0 : htmlFromTree(picture).length;
    return scenarioTree(scenario, index, pictureBytes > MAX_PICTURE_BYTES ? NO_ROOM : picture);
  });
  return h(
    'section',
    { id: 'scenarios', 'aria-labelledby': 'scenarios-title' },
    h('h2', { id: 'scenarios-title' }, 'Scenarios'),
    scenarios.some(({ timeline }) => timeline !== undefined) && timelineLegend(),
    articles,
    scenarios.length > MAX_SCENARIO_COUNT &&
      h('p', { class: 'more' }, `${counted(scenarios.length - MAX_SCENARIO_COUNT, 'scenario')} more are in the record of the run.`),
  );
}

function scenarioTree(scenario: ReportScenario, index: number, picture: Tree): TreeElement {
  const { name, title, outcome, world, durationMs, error, links, mutants, workflows, notes, journalFile, file } = scenario;
  const facts = [world === undefined ? '' : `${world} time`, durationMs > 0 ? lengthText(durationMs) : '', file];
  return h(
    'article',
    { class: 'scenario', 'aria-labelledby': `scenario-${index}` },
    h('h3', { id: `scenario-${index}` }, verdictBadge(OUTCOMES[outcome]), ' ', title === '' ? name : title),
    h('p', { class: 'detail' }, facts.filter((fact) => fact !== '').join(' · ')),
    error !== undefined && h('p', { class: 'notice' }, `${error.code}: ${error.message}`),
    picture,
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

/** The picture; lanes beyond it folded; what its marks say as a table. */
function timelineTree(timeline: ScenarioTimeline, name: string): Tree {
  const further = furtherLanesPicture(timeline, name);
  const left = timeline.leftOutLaneCount;
  return [
    pictureRegion(timelinePicture(timeline, name), `Timeline of ${name}`),
    further !== undefined &&
      h(
        'details',
        {},
        h('summary', {}, `${counted(timeline.lanes.length - LANE_COUNT_OF_PICTURE, 'lane')} more`),
        pictureRegion(further, `Further lanes of the timeline of ${name}`),
      ),
    left > 0 && h('p', { class: 'more' }, `${counted(left, 'lane')} more ${left === 1 ? 'is' : 'are'} only in the journal.`),
    timelineMarksTable(timeline, name),
  ];
}

function pictureRegion(picture: TreeElement, label: string): TreeElement {
  return h('div', { class: 'scroll picture', tabindex: '0', role: 'region', 'aria-label': label }, picture);
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
const NO_ROOM = h('p', { class: 'more' }, 'The picture had no room in this page.');
const MAX_SCENARIO_COUNT = 200;
const MAX_PICTURE_BYTES = 1_500_000;
const MAX_CLAIM_COUNT = 200;
const MAX_NOTE_COUNT = 50;
const MAX_WORKFLOW_COUNT = 20;
const MAX_STEP_COUNT = 60;
