import type { RunReport } from '../run/run-report.js';
import { dayText } from './day-text.js';
import type { DocLink, DocPair } from './doc-pairs.js';
import { markdownCode, markdownTable, markdownText } from '../markdown.js';

/**
 * The figures of the run, which differ from run to run: all of them stand here, so that the other documents change only when something changed.
 *
 * @param report - of the run
 * @param pairs - of it
 */
export function evidenceLines({ run }: RunReport, pairs: readonly DocPair[]): readonly string[] {
  const ended = run.isComplete ? (run.stopped === false ? 'yes' : `no, ${run.stopped}`) : 'no, its record was cut off';
  const shown = pairs.filter(({ test, links }) => test !== undefined || links.length > 0);
  return [
    '# Evidence',
    '',
    `- Run: ${markdownCode(run.id)}, ${dayText(run.startedAtMs)}`,
    `- Command: ${markdownCode(['mortise', run.command, ...run.args].join(' '))}`,
    `- Seed: ${markdownCode(run.seed)}`,
    `- Came to its end: ${ended}`,
    ...shown.flatMap(pairLines),
  ];
}

function pairLines(pair: DocPair): readonly string[] {
  const { consumer, provider, links } = pair;
  const rows = links.flatMap((link) => link.claims.slice(0, MAX_CLAIM_COUNT).map((claim) => claimRow(link, claim)));
  return [
    '',
    `## ${markdownText(consumer)} → ${markdownText(provider)}`,
    '',
    testLine(pair),
    ...(rows.length === 0 ? [] : ['', ...markdownTable(['scenario', 'claim', 'verdict', 'expected', 'seen'], rows, '')]),
  ];
}

function testLine({ test }: DocPair): string {
  if (test === undefined) return 'It was not tested.';
  if (test.kind === 'skipped') return `It was not tested: ${markdownText(test.reason)}.`;
  if (test.kind === 'failed') return `It could not be tested: ${markdownText(test.message)}`;
  const { requestCount, reachedOperationCount, operationCount, coverage, providerKind, durationMs } = test;
  const clauses = coverage.clauseCount === 0 ? '' : `, ${coverage.exercisedClauseCount} of ${coverage.clauseCount} clauses`;
  const who = { mock: 'its mock', program: 'its program', url: 'the provider at its address' }[providerKind];
  return `${requestCount} requests to ${who} in ${(durationMs / 1_000).toFixed(1)} s: ${reachedOperationCount} of ${operationCount} operations answered with a 2xx${clauses}.`;
}

function claimRow({ scenario, world }: DocLink, { claim, subject, verdict, args }: DocLink['claims'][number]): readonly string[] {
  const text = (name: string): string =>
    typeof args[name] === 'string' || typeof args[name] === 'number' ? markdownText(String(args[name])) : '';
  const word =
    verdict.kind === 'consistent'
      ? `nothing against it in ${verdict.caseCount} case${verdict.caseCount === 1 ? '' : 's'}`
      : verdict.kind === 'inconclusive'
        ? `open: ${markdownText(verdict.reason)}`
        : verdict.kind;
  const what = subject === undefined ? markdownCode(claim) : `${markdownCode(claim)} of ${markdownText(subject)}`;
  return [`${markdownCode(scenario)}${world === undefined ? '' : ` (${world})`}`, what, word, text('expected'), text('seen')];
}

const MAX_CLAIM_COUNT = 100;
