import type { ScenarioOutcome } from '../host/run-scenarios.js';
import type { ProcessIo } from '../host/process-io.js';
import { blockTextOfFinding } from '../report/finding-block.js';
import { countsOf, summaryText } from '../report/finding-text.js';
import { judgementLines } from '../report/judgement-text.js';
import { textFromError } from '../report/wording/error-wording.js';
import { textFromPair } from '../workspace/workspace.js';
import { textFromMutants } from './mutant-table.js';
import { findingsOfScenarios } from './scenario-findings.js';
import { textFromSteps, timeText } from './step-table.js';

type Ran = Extract<ScenarioOutcome, { readonly kind: 'ran' }>;

/**
 * What scenarios came to for people: of each its steps, what was judged with the slices of the journal that show it, and its wrong programs;
 * then the other findings, then how it ended.
 *
 * @param outcomes - in order
 * @param seed - of all of them
 * @param io - how wide, and whether colours are understood
 */
export function textFromScenarios(outcomes: readonly ScenarioOutcome[], seed: string, io: ProcessIo): string {
  const findings = findingsOfScenarios(outcomes);
  // What is refuted was told with its evidence already.
  const others = findings.filter(({ code }) => !code.startsWith('recovery/'));
  const parts = [
    ...outcomes.map((outcome) => textFromScenario(outcome, io)),
    others.map((finding) => blockTextOfFinding(finding, io.colour)).join(''),
    `${summaryLine(outcomes)}; ${summaryText(countsOf(findings))}\nseed: ${seed}\n`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function textFromScenario(outcome: ScenarioOutcome, io: ProcessIo): string {
  const { name, title } = outcome.scenario;
  if (outcome.kind === 'failed') return `${name}: ${title}\n  failed  ${textFromError(outcome.error)}\n`;
  if (outcome.kind === 'skipped') return `${name}: ${title}\n  not run: stopped\n`;
  const { result, mutants, journalFile } = outcome;
  return [
    `${headLine(outcome)}\n`,
    textFromSteps(result.run, io.columnCount),
    ...result.links.flatMap((link) => [
      '',
      `${textFromPair(link)}\n`,
      judgementLines(link.judgements, result.journal, { columnCount: io.columnCount, colour: io.colour, link }),
    ]),
    ...(mutants.length === 0 ? [] : ['\n', textFromMutants(mutants, io.columnCount)]),
    ...result.notes.map((note) => `note: ${note}\n`),
    ...(journalFile === undefined ? [] : [`journal: ${journalFile}\n`]),
  ].join('');
}

function headLine({ scenario, world, result, findings }: Ran): string {
  const took = timeText(result.run.endedAtMs - result.run.startedAtMs);
  const verdict = findings.some(({ severity }) => severity === 'error') ? 'refuted' : 'held';
  return `${scenario.name}: ${scenario.title}. ${verdict}, ${took} of ${world} time`;
}

function summaryLine(outcomes: readonly ScenarioOutcome[]): string {
  const isRefuted = (outcome: ScenarioOutcome): boolean =>
    outcome.kind === 'ran' && outcome.findings.some(({ severity }) => severity === 'error');
  const refuted = outcomes.filter(isRefuted).length;
  const held = outcomes.filter(({ kind }) => kind === 'ran').length - refuted;
  const missing = outcomes.length - refuted - held;
  const parts = [`${held} held`, refuted === 0 ? '' : `${refuted} refuted`, missing === 0 ? '' : `${missing} not run`];
  return `${outcomes.length} scenario${outcomes.length === 1 ? '' : 's'}: ${parts.filter((part) => part !== '').join(', ')}`;
}
