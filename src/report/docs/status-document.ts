import type { ReportFinding, ReportPartName } from '../run/report-finding.js';
import type { ReportOperation, ReportSystem } from '../run/report-workspace.js';
import type { RunReport } from '../run/run-report.js';
import { wasRead } from '../run/was-read.js';
import type { PairPath } from './doc-names.js';
import type { DocPair } from './doc-pairs.js';
import { testText } from './doc-pairs.js';
import { dayText } from './day-text.js';
import { markdownCode, markdownTable, markdownText } from '../markdown.js';
import { contractHealth, systemHealthRow } from './system-health.js';

/**
 * The integration status: what there is, and what the run proved of it. A tick stands only where this run proved something.
 *
 * @param report - of the run
 * @param pairs - of it
 * @param pathOf - where the documents of pairs are
 */
export function statusLines(report: RunReport, pairs: readonly DocPair[], pathOf: PairPath): readonly string[] {
  const { run, workspace } = report;
  const cut = run.isComplete && run.stopped === false ? '' : ' It did not come to its end, so much is open.';
  return [
    `# Integration status of ${markdownText(workspace.name)}`,
    '',
    `A tick (✓) is what run ${markdownCode(run.id)} of ${dayText(run.startedAtMs)} proved; its figures are in the [evidence](evidence.md).${cut}`,
    '',
    '[Architecture](architecture.md) · [Deployment order](deployment-order.md)',
    '',
    ...summaryLines(report, pairs),
    '',
    '## Systems',
    '',
    ...markdownTable(
      ['system', 'what it is', 'offers', 'contract', 'stands in the run as', 'contract is sound'],
      workspace.systems.map((system) => systemRow(system, report)),
      'There are none.',
    ),
    '',
    '## Integration points',
    '',
    ...markdownTable(
      ['consumer → provider', 'over', 'contract', 'recovery', 'findings'],
      pairs.map((pair) => pairRow(pair, pathOf)),
      'There are none.',
    ),
    '',
    '## Events',
    '',
    ...markdownTable(['system', 'channel', 'direction', 'messages'], workspace.systems.flatMap(eventRows), 'There are none.'),
    '',
    '## Data models',
    '',
    ...modelLines(report),
    '',
    '## Scenarios',
    '',
    ...markdownTable(['scenario', 'what happens', 'world', 'outcome'], report.scenarios.map(scenarioRow), 'There are none.'),
    '',
    '## Health',
    '',
    ...markdownTable(
      ['system', 'health', 'why'],
      workspace.systems.map((system) => systemHealthRow(system, report, pairs)),
      'There are none.',
    ),
    '',
    '## The run',
    '',
    ...markdownTable(
      ['part', 'came to its end', 'errors', 'warnings', 'accepted'],
      PARTS.map((part) => partRow(part, report)),
      '',
    ),
  ];
}

/** What a lead asks first. */
function summaryLines({ scenarios }: RunReport, pairs: readonly DocPair[]): readonly string[] {
  const words = pairs.map(({ test }) => testText(test));
  const count = (wanted: (word: string) => boolean): number => words.filter(wanted).length;
  const isOpen = (word: string): boolean => !word.startsWith('✓') && !word.startsWith('✗') && !word.startsWith('only');
  const outcomes = scenarios.map(({ outcome }) => outcome);
  const held = outcomes.filter((outcome) => outcome === 'held').length;
  return [
    `- Integration points: ${pairs.length}. ${count((word) => word.startsWith('✓'))} keep their contract, ${count((word) => word.startsWith('✗'))} break it, ${count((word) => word.startsWith('only'))} were tried only against a mock, ${count(isOpen)} are open`,
    `- Scenarios: ${scenarios.length}. ${held} held, ${outcomes.filter((outcome) => outcome === 'refuted').length} refuted, ${outcomes.filter((outcome) => outcome === 'failed' || outcome === 'skipped').length} not run`,
  ];
}

function systemRow(system: ReportSystem, report: RunReport): readonly string[] {
  const { name, kind, operationCount, title, version, contractFiles, stands, description = '' } = system;
  const sound = { none: '', broken: '✗ lint finds errors', sound: '✓', open: 'not looked at' }[contractHealth(system, report)];
  const contract = contractFiles.length === 0 ? '' : `${markdownText([title, version].filter((part) => part !== undefined).join(' '))}`;
  const what = kind === 'both' ? 'calls and events' : kind;
  const offers = kind === 'consumer' ? 'nothing, it only consumes' : wasRead(system) ? `${what}: ${operationCount}` : what;
  // Who only consumes has no mock: nothing stands for it unless it is run.
  const standing = kind === 'consumer' && stands === 'mock' ? '' : stands;
  return [markdownCode(name), markdownText(description), offers, contract, standing, sound];
}

function pairRow(pair: DocPair, pathOf: PairPath): readonly string[] {
  const { consumer, provider, protocols, test, findings } = pair;
  const counted = findings.filter(({ isAccepted, severity }) => !isAccepted && severity !== 'info').length;
  const path = pathOf(pair);
  const name = `${markdownText(consumer)} → ${markdownText(provider)}`;
  return [
    path === undefined ? name : `[${name}](${path})`,
    protocols.map(markdownCode).join(', '),
    testText(test),
    recoveryText(pair),
    String(counted),
  ];
}

function recoveryText({ links }: DocPair): string {
  const claims = links.flatMap((link) => link.claims);
  if (claims.some(({ verdict }) => verdict.kind === 'refuted')) return '✗ refuted';
  if (claims.some(({ verdict }) => verdict.kind === 'proved'))
    return claims.every(({ verdict }) => verdict.kind === 'proved') ? '✓ proved' : '✓ proved in part';
  return claims.length === 0 ? 'not shown' : 'nothing against it';
}

function eventRows({ name, operations }: ReportSystem): readonly (readonly string[])[] {
  return operations
    .filter(({ channel }) => channel !== undefined)
    .map(({ channel = '', action, messages }: ReportOperation) => [
      markdownCode(name),
      markdownCode(channel),
      action === 'receive' ? 'receives' : 'sends',
      messages.flatMap(({ name: message }) => (message === undefined ? [] : [markdownCode(message)])).join(', '),
    ]);
}

function modelLines({ run, workspace, findings, transformations }: RunReport): readonly string[] {
  const isLinted = run.parts.some(({ part }) => part === 'lint');
  const models = workspace.models.map(({ name, places, consistency }) => {
    const isDrifted = findings.some(({ code, args, isAccepted }) => code.startsWith('models/') && args['model'] === name && !isAccepted);
    const same = places.length < 2 ? '' : isDrifted ? '✗ drifted' : isLinted ? '✓' : 'not looked at';
    const where = places.length === 0 ? 'only its name is shared' : places.map(markdownCode).join(', ');
    return [markdownText(name), where, consistency ?? '', same];
  });
  const ways = workspace.transformations.map(({ name, a, b, roundTrip }) => {
    const result = transformations.find((one) => one.name === name);
    const verdict = result === undefined ? 'not tested' : result.findingIds.length === 0 ? '✓' : '✗ see the findings';
    return [markdownText(name), markdownCode(a), markdownCode(b), roundTrip, verdict];
  });
  return [
    ...markdownTable(['model', 'where it stands', 'consistency', 'means the same'], models, 'None is shared.'),
    ...(ways.length === 0 ? [] : ['', ...markdownTable(['transformation', 'a', 'b', 'round trip', 'holds'], ways, '')]),
  ];
}

function scenarioRow({ name, title, world, outcome }: RunReport['scenarios'][number]): readonly string[] {
  const words = { held: '✓ held', refuted: '✗ refuted', failed: 'could not be run', skipped: 'not run' } as const;
  return [markdownCode(name), markdownText(title), world ?? '', words[outcome]];
}

function partRow(part: ReportPartName, { run, findings }: RunReport): readonly string[] {
  const over = run.parts.find((one) => one.part === part);
  const own = findings.filter((finding) => finding.part === part);
  const count = (severity: ReportFinding['severity']): string =>
    String(own.filter((finding) => !finding.isAccepted && finding.severity === severity).length);
  return [
    PART_WORDS[part],
    over === undefined ? 'no' : over.subjectCount === 0 ? 'nothing to look at' : '✓',
    count('error'),
    count('warning'),
    String(own.filter(({ isAccepted }) => isAccepted).length),
  ];
}

const PARTS: readonly ReportPartName[] = ['lint', 'compat', 'test', 'scenario'];
const PART_WORDS: Readonly<Record<ReportPartName, string>> = {
  lint: 'contracts',
  compat: 'versions',
  test: 'pairs',
  scenario: 'scenarios',
};
