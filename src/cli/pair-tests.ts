import type { ProcessIo } from '../host/process-io.js';
import type { PairOutcome } from '../check/run-suite.js';
import type { Contract } from '../contract/contract.js';
import { locateFindings } from '../contract/locate.js';
import type { DocumentPort } from '../contract/document-port.js';
import type { Finding } from '../finding/finding.js';
import { freshSeed } from '../host/entropy.js';
import type { WorkspaceTestResult } from '../host/test-workspace.js';
import { testWorkspace } from '../host/test-workspace.js';
import { countsOf, summaryText } from '../report/finding-text.js';
import { textFromPairFindings } from '../report/pair-findings.js';
import { textFromError } from '../report/wording/error-wording.js';
import type { Pair, Workspace } from '../workspace/workspace.js';
import { textFromPair } from '../workspace/workspace.js';
import type { CommandInput, ExitCode, Option } from './command.js';
import { numberOption, textOption } from './option-values.js';
import { textFromOutcomes } from './pair-table.js';
import { VERSION } from './version.js';

/** What every command that tests pairs lets the user say. */
export const TESTING_OPTIONS: readonly Option[] = [
  { name: 'json', kind: 'boolean', help: 'Print the whole result as one JSON object' },
  { name: 'seed', kind: 'text', value: 'text', help: 'What chance is drawn from; the same seed tests the same' },
  {
    name: 'record',
    kind: 'text',
    value: 'file',
    help: 'Where the record of the run goes, as JSON lines (default .mortise/runs/<id>.jsonl)',
  },
  { name: 'timeout', kind: 'text', value: 'ms', help: 'How long one call may take (default 30000)' },
];

/** What is tested, and how it is read. */
export interface PairTests {
  readonly workspace: Workspace;
  readonly pairs: readonly Pair[];
  readonly documents: DocumentPort;
}

/**
 * Tests pairs and says on standard error how far it is: one line that moves on a terminal, one line a pair elsewhere.
 *
 * @param tests - which
 * @param input - of a command that has {@link TESTING_OPTIONS}
 */
export async function testPairs({ workspace, pairs, documents }: PairTests, input: CommandInput): Promise<WorkspaceTestResult> {
  const { options, io } = input;
  const progress = options['json'] === true ? undefined : progressOf(io, pairs.length);
  const result = await testWorkspace({
    workspace,
    pairs,
    documents,
    env: io.env,
    cwd: io.cwd,
    signal: io.signal,
    seed: textOption(options, 'seed') ?? freshSeed(),
    recordFile: textOption(options, 'record'),
    timeoutMs: numberOption(options, 'timeout', { least: 1, most: 3_600_000 }),
    version: VERSION,
    args: [...input.positionals, ...Object.entries(options).map(([name, value]) => `--${name}=${String(value)}`)],
    onPairStart: progress?.start,
    onPairEnd: progress?.end,
  });
  return { ...result, findings: locatedFindings(result) };
}

/**
 * The table of the pairs, then the findings, then how it ended.
 *
 * @param result - with located findings
 */
export function textFromTests(result: WorkspaceTestResult, io: ProcessIo): string {
  const failures = result.outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [failureText(outcome)] : []));
  const findings = textFromPairFindings(result.findings, io.isTerminal);
  const { requestCount, stopped, durationMs } = result.summary;
  const ending = `${summaryText(countsOf(result.findings))} in ${requestCount} requests, ${(durationMs / 1_000).toFixed(1)} s${stopped ? ', stopped' : ''}`;
  const record = result.recordFile === undefined ? '' : `record: ${result.recordFile}\n`;
  return [textFromOutcomes(result.outcomes, io.columnCount), ...failures, findings, `${ending}\nseed: ${result.seed}\n${record}`]
    .filter((part) => part !== '')
    .join('\n');
}

/**
 * 1 when a law was broken, else 3 when the world kept a pair from being tested or the run was stopped, else 0.
 *
 * @param findings - of all kinds
 */
export function exitCodeOf(findings: readonly Finding[], result: WorkspaceTestResult): ExitCode {
  if (findings.some((finding) => finding.severity === 'error')) return 1;
  return result.summary.failedPairCount > 0 || result.summary.stopped ? 3 : 0;
}

interface Progress {
  readonly start: (pair: Pair, index: number) => void;
  readonly end: (outcome: PairOutcome, index: number) => void;
}

function progressOf(io: ProcessIo, pairCount: number): Progress {
  const numbered = (index: number): string => `[${index + 1}/${pairCount}]`;
  if (io.isTerminal) {
    return {
      start: (pair, index) =>
        io.stderr(`${CLEAR_LINE}${numbered(index)} ${textFromPair(pair)}`.slice(0, io.columnCount + CLEAR_LINE.length - 1)),
      end: () => io.stderr(CLEAR_LINE),
    };
  }
  return { start: () => undefined, end: (outcome, index) => io.stderr(`${numbered(index)} ${endingText(outcome)}\n`) };
}

function endingText(outcome: PairOutcome): string {
  if (outcome.kind !== 'tested') return `${textFromPair(outcome.pair)}: ${outcome.kind === 'failed' ? 'failed' : outcome.reason}`;
  const { pair, requestCount, findings, durationMs } = outcome.result;
  return `${textFromPair(pair)}: ${requestCount} requests, ${summaryText(countsOf(findings))}, ${(durationMs / 1_000).toFixed(1)} s`;
}

function failureText(outcome: Extract<PairOutcome, { readonly kind: 'failed' }>): string {
  return `${textFromPair(outcome.pair)}\n  failed  ${textFromError(outcome.error)}\n`;
}

/** Contracts of several files share no names, so all their texts together are one map. */
function locatedFindings({ findings, contracts }: WorkspaceTestResult): readonly Finding[] {
  const texts = new Map([...contracts.values()].flatMap((contract: Contract) => [...contract.texts]));
  return locateFindings(findings, texts);
}

/** @see ECMA-48 §8.3.41 (EL) */
const CLEAR_LINE = '\r\u001b[K';
