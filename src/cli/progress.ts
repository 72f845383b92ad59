import type { PairOutcome } from '../check/run-suite.js';
import type { ProcessIo } from '../host/process-io.js';
import { countsOf, summaryText } from '../report/finding-text.js';
import type { RunProgress } from '../report/progress-line.js';
import { progressLine } from '../report/progress-line.js';
import type { Pair } from '../workspace/workspace.js';
import { textFromPair } from '../workspace/workspace.js';

/** Told how far a run is. */
export interface ProgressListener {
  readonly onPairStart: (pair: Pair, index: number) => void;
  readonly onPairEnd: (outcome: PairOutcome, index: number) => void;
  readonly onProgress: (progress: RunProgress) => void;
}

/**
 * Says on standard error how far a run is: one line that moves on a terminal, one line for each pair elsewhere.
 *
 * @param io - where it is said
 * @param run - how many pairs there are, and how long the run may take at most
 */
export function progressOn(io: ProcessIo, run: { readonly pairCount: number; readonly maxTimeMs: number | undefined }): ProgressListener {
  return io.isTerminal ? movingLine(io, run) : linePerPair(io, run.pairCount);
}

function movingLine(
  io: ProcessIo,
  { pairCount, maxTimeMs }: { readonly pairCount: number; readonly maxTimeMs: number | undefined },
): ProgressListener {
  let title = '';
  let shownAtMs = Number.NEGATIVE_INFINITY;
  const show = (line: string): void => io.stderr(`${CLEAR_LINE}${line}`);
  return {
    onPairStart: (pair, index) => {
      title = `[${index + 1}/${pairCount}] ${textFromPair(pair)}`;
      show([...title].slice(0, io.columnCount - 1).join(''));
    },
    onPairEnd: () => show(''),
    onProgress: (progress) => {
      // The eye follows no more than this, and each line costs a call to the system.
      if (progress.elapsedMs - shownAtMs < SHOWN_EVERY_MS) return;
      shownAtMs = progress.elapsedMs;
      show(progressLine(progress, { title, maxTimeMs, columnCount: io.columnCount }));
    },
  };
}

function linePerPair(io: ProcessIo, pairCount: number): ProgressListener {
  return {
    onPairStart: () => undefined,
    onPairEnd: (outcome, index) => io.stderr(`[${index + 1}/${pairCount}] ${endingText(outcome)}\n`),
    onProgress: () => undefined,
  };
}

function endingText(outcome: PairOutcome): string {
  if (outcome.kind !== 'tested') return `${textFromPair(outcome.pair)}: ${outcome.kind === 'failed' ? 'failed' : outcome.reason}`;
  const { pair, requestCount, findings, durationMs } = outcome.result;
  return `${textFromPair(pair)}: ${requestCount} requests, ${summaryText(countsOf(findings))}, ${(durationMs / 1_000).toFixed(1)} s`;
}

/** @see ECMA-48 §8.3.41 (EL) */
const CLEAR_LINE = '\r\u001b[K';
const SHOWN_EVERY_MS = 100;
