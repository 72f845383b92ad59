import type { ReportFinding } from '../run/report-finding.js';
import type { RunReport } from '../run/run-report.js';
import type { Tree, TreeElement } from './tree.js';
import { h } from './tree.js';
import type { VerdictWords } from './verdict-words.js';
import { counted, verdictBadge } from './verdict-words.js';

/** One contract, whose it is, and what lint has to say of it. */
interface ReadContract {
  readonly file: string;
  readonly systems: readonly string[];
  readonly title: string;
  readonly operationCount: number;
  readonly findings: readonly ReportFinding[];
}

/**
 * What lint says of each contract, the worst first.
 *
 * @param report - of a run
 * @returns `undefined` when there are no contracts, or nobody looked at them
 */
export function contractsSection({ run, workspace, findings }: RunReport): TreeElement | undefined {
  if (!run.parts.some(({ part }) => part === 'lint')) return undefined;
  const contracts = new Map<string, ReadContract>();
  for (const { name, title = '', version = '', contractFiles, operationCount } of workspace.systems) {
    for (const file of contractFiles) {
      const known = contracts.get(file);
      const own = known?.findings ?? findings.filter(({ part, place }) => part === 'lint' && place?.file === file);
      const systems = [...(known?.systems ?? []), name];
      contracts.set(file, { file, systems, title: `${title} ${version}`.trim(), operationCount, findings: own });
    }
  }
  if (contracts.size === 0) return undefined;
  const sorted = [...contracts.values()].sort((left, right) => weightOf(right) - weightOf(left));
  return h(
    'section',
    { id: 'contracts', 'aria-labelledby': 'contracts-title' },
    h('h2', { id: 'contracts-title' }, 'Contracts', h('span', { class: 'count' }, String(contracts.size))),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of contracts' },
      h(
        'table',
        { class: 'contracts' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['Contract', 'Of', 'Lint'].map((title) => h('th', { scope: 'col' }, title)),
          ),
        ),
        h('tbody', {}, sorted.slice(0, MAX_CONTRACT_COUNT).map(rowTree)),
      ),
    ),
    sorted.length > MAX_CONTRACT_COUNT &&
      h('p', { class: 'more' }, `${counted(sorted.length - MAX_CONTRACT_COUNT, 'contract')} more are in the record of the run.`),
  );
}

function rowTree(contract: ReadContract): TreeElement {
  const { file, systems, title, findings } = contract;
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('code', {}, file), title !== '' && h('span', { class: 'detail' }, title)),
    h('td', {}, systems.join(', ')),
    h('td', {}, findings.length === 0 ? verdictBadge(CLEAN) : linkTree(contract)),
  );
}

function linkTree({ file, findings }: ReadContract): Tree {
  const of = (severity: ReportFinding['severity']): number =>
    findings.filter((finding) => finding.severity === severity && !finding.isAccepted).length;
  const [errors, warnings, advice] = [of('error'), of('warning'), of('info')];
  const told = [
    errors === 0 ? '' : counted(errors, 'error'),
    warnings === 0 ? '' : counted(warnings, 'warning'),
    advice === 0 ? '' : `${advice} of advice`,
    errors + warnings + advice < findings.length ? `${findings.length - errors - warnings - advice} accepted` : '',
  ];
  const words: VerdictWords =
    errors > 0 ? { word: 'broken', tone: 'bad' } : warnings > 0 ? { word: 'warned', tone: 'warn' } : { word: 'sound', tone: 'good' };
  const detail = told.filter((text) => text !== '').join(', ');
  return h('a', { href: '#findings', 'data-filter-part': 'lint', 'data-filter-text': file }, verdictBadge({ ...words, detail }));
}

function weightOf({ findings }: ReadContract): number {
  return findings.reduce((sum, { severity, isAccepted }) => sum + (isAccepted ? 0 : WEIGHTS[severity]), 0);
}

const CLEAN: VerdictWords = { word: 'clean', tone: 'good' };
const WEIGHTS: Readonly<Record<ReportFinding['severity'], number>> = { error: 10_000, warning: 100, info: 1 };
const MAX_CONTRACT_COUNT = 400;
