import { consumerRows, witnessRows } from '../compat/compat-block.js';
import { ALL_TOLD_BEFORE, DEPLOYMENTS, isAllToldBefore, titleOf } from '../compat/compat-words.js';
import { deploymentOrder } from '../compat/deployment-order.js';
import type { ReportCompat, ReportCompatConsumer, ReportCompatContract } from '../run/report-compat.js';
import type { ReportFinding } from '../run/report-finding.js';
import type { ReportPair } from '../run/report-workspace.js';
import type { Tree, TreeElement } from './tree.js';
import { h } from './tree.js';
import type { VerdictWords } from './verdict-words.js';
import { counted, verdictBadge } from './verdict-words.js';

/**
 * What became of each contract between two versions: which difference breaks whom, the message that shows it, and who is to be deployed first.
 *
 * @param compat - of a report
 * @param findings - of the same report
 * @param pairs - who calls whom
 */
export function compatSection(compat: ReportCompat, findings: readonly ReportFinding[], pairs: readonly ReportPair[]): TreeElement {
  const { contracts } = compat;
  const changed = contracts.filter(({ isUnchanged }) => !isUnchanged);
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const left = changed.length - MAX_CONTRACT_COUNT;
  return h(
    'section',
    { id: 'compat', 'aria-labelledby': 'compat-title' },
    h('h2', { id: 'compat-title' }, 'Compatibility'),
    h('p', { class: 'detail' }, `${counted(contracts.length, 'contract')} compared, ${contracts.length - changed.length} unchanged`),
    orderTree(compat, pairs),
    changed.slice(0, MAX_CONTRACT_COUNT).map((contract) => contractTree(contract, byId)),
    left > 0 && h('p', { class: 'more' }, `${counted(left, 'contract')} more are in the record of the run.`),
  );
}

/** In which order systems can be deployed so that nothing breaks on the way. */
function orderTree(compat: ReportCompat, pairs: readonly ReportPair[]): Tree {
  const { steps, circular } = deploymentOrder(compat, pairs);
  if (steps.length === 0 && circular.length === 0) return undefined;
  return [
    h('h3', {}, 'Order of deployment'),
    h(
      'ol',
      { class: 'deployment' },
      steps.map((step) => h('li', {}, step.map(nameTree))),
    ),
    circular.length > 0 &&
      h('p', { class: 'notice' }, `These wait for each other, so no order keeps all of them whole: ${circular.join(', ')}`),
  ];
}

function nameTree(name: string, index: number): Tree {
  return [index === 0 ? '' : ', ', h('b', {}, name)];
}

function contractTree(contract: ReportCompatContract, byId: ReadonlyMap<string, ReportFinding>): TreeElement {
  const { provider, kind, older, newer, verdict, semver, deployment, consumers, unwatched, findingIds, accepted } = contract;
  const versions = older === undefined ? 'new' : newer === undefined ? 'gone' : `${older.version} → ${newer.version}`;
  return h(
    'article',
    { class: 'contract' },
    h(
      'h3',
      {},
      verdictBadge(verdict === 'breaking' ? { word: 'breaking', tone: 'bad' } : { word: 'compatible', tone: 'good' }),
      ' ',
      provider,
      h('span', { class: 'detail' }, `${kind}, ${versions}`),
    ),
    isAllToldBefore({ findings: findingIds, accepted, toldBeforeIds: contract.toldBeforeIds }) &&
      h('p', { class: 'detail' }, ALL_TOLD_BEFORE),
    h('p', {}, `Version step: ${semver === 'none' ? 'none needed' : semver}. Deployment: ${DEPLOYMENTS[deployment]}.`),
    consumers.length > 0 && h('ul', { class: 'consumers' }, consumers.map(consumerTree)),
    differencesTree(findingIds.flatMap((id) => byId.get(id) ?? [])),
    unwatched.length > 0 && h('p', { class: 'detail' }, `never watched: ${unwatched.join(', ')}`),
    accepted.length > 0 &&
      h(
        'ul',
        { class: 'notes' },
        accepted.map(({ findingId, reason, owner, until }) =>
          h(
            'li',
            {},
            'accepted ',
            h('a', { href: `#${encodeURIComponent(findingId)}` }, findingId),
            `: ${reason}`,
            h(
              'span',
              { class: 'detail' },
              [owner ?? '', until === undefined ? '' : `until ${until}`].filter((text) => text !== '').join(', '),
            ),
          ),
        ),
      ),
  );
}

/** What breaks somebody, or may, first. */
function differencesTree(differences: readonly ReportFinding[]): Tree {
  if (differences.length === 0) return undefined;
  const sorted = [...differences].sort((left, right) => WEIGHTS[left.severity] - WEIGHTS[right.severity]);
  const left = sorted.length - MAX_DIFFERENCE_COUNT;
  return [
    h('ul', { class: 'differences' }, sorted.slice(0, MAX_DIFFERENCE_COUNT).map(differenceTree)),
    left > 0 &&
      h(
        'p',
        { class: 'more' },
        h(
          'a',
          { href: '#findings', 'data-filter-part': 'compat' },
          `${counted(left, 'difference')} more ${left === 1 ? 'is' : 'are'} with the findings`,
        ),
      ),
  ];
}

function differenceTree(finding: ReportFinding): TreeElement {
  const told = [...consumerRows(finding), ...witnessRows(finding.witness)];
  return h(
    'li',
    {},
    verdictBadge(SEVERITIES[finding.severity]),
    ' ',
    h('a', { href: `#${encodeURIComponent(finding.id)}` }, shortened(titleOf(finding))),
    told.some(([, text]) => text !== undefined) &&
      h(
        'dl',
        {},
        told.map(([label, text]) => text !== undefined && h('div', { class: 'fact' }, h('dt', {}, label), h('dd', {}, shortened(text)))),
      ),
  );
}

function shortened(text: string): string {
  return text.length <= MAX_TEXT_LENGTH ? text : `${text.slice(0, MAX_TEXT_LENGTH)}…`;
}

function consumerTree({ consumer, verdict, interactionCount, lastSeenOn }: ReportCompatConsumer): Tree {
  const seen = lastSeenOn === undefined ? '' : `, last seen on ${lastSeenOn}`;
  return h(
    'li',
    {},
    verdictBadge(CONSUMERS[verdict]),
    ' ',
    h('b', {}, consumer),
    h('span', { class: 'detail' }, `${counted(interactionCount, 'interaction')}${seen}`),
  );
}

const CONSUMERS: Readonly<Record<ReportCompatConsumer['verdict'], VerdictWords>> = {
  breaks: { word: 'breaks', tone: 'bad' },
  safe: { word: 'safe', tone: 'good' },
  unknown: { word: 'unknown', tone: 'open' },
};
const SEVERITIES: Readonly<Record<ReportFinding['severity'], VerdictWords>> = {
  error: { word: 'breaks', tone: 'bad' },
  warning: { word: 'may break', tone: 'warn' },
  info: { word: 'safe', tone: 'good' },
};
const WEIGHTS: Readonly<Record<ReportFinding['severity'], number>> = { error: 0, warning: 1, info: 2 };
const MAX_DIFFERENCE_COUNT = 12;
const MAX_TEXT_LENGTH = 300;
const MAX_CONTRACT_COUNT = 100;
