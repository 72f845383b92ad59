import type { ReportCompat, ReportCompatConsumer, ReportCompatContract } from '../run/report-compat.js';
import type { Tree, TreeElement } from './tree.js';
import { h } from './tree.js';
import type { VerdictWords } from './verdict-words.js';
import { counted, verdictBadge } from './verdict-words.js';

/**
 * What became of each contract between two versions, and what it means for each consumer.
 *
 * @param compat - of a report
 */
export function compatSection({ contracts }: ReportCompat): TreeElement {
  const changed = contracts.filter(({ isUnchanged }) => !isUnchanged);
  return h(
    'section',
    { id: 'compat', 'aria-labelledby': 'compat-title' },
    h('h2', { id: 'compat-title' }, 'Compatibility'),
    h('p', { class: 'detail' }, `${counted(contracts.length, 'contract')} compared, ${contracts.length - changed.length} unchanged`),
    changed.slice(0, MAX_CONTRACT_COUNT).map(contractTree),
  );
}

function contractTree(contract: ReportCompatContract): TreeElement {
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
    h('p', {}, `Version step: ${semver === 'none' ? 'none needed' : semver}. Deployment: ${DEPLOYMENTS[deployment]}.`),
    findingIds.length > 0 &&
      h(
        'p',
        {},
        h(
          'a',
          { href: '#findings', 'data-filter-part': 'compat' },
          `${counted(findingIds.length, 'difference')} that ${findingIds.length === 1 ? 'counts' : 'count'}`,
        ),
      ),
    consumers.length > 0 && h('ul', { class: 'consumers' }, consumers.map(consumerTree)),
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
const DEPLOYMENTS: Readonly<Record<ReportCompatContract['deployment'], string>> = {
  'any-order': 'in any order',
  'provider-first': 'the provider first',
  'consumers-first': 'the consumers first',
  none: 'no order helps',
};
const MAX_CONTRACT_COUNT = 300;
