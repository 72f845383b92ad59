import type { Exchange } from '../journal/exchange.js';
import { lineFromExchange } from '../journal/journal-line.js';
import { redactExchange } from '../journal/redact-exchange.js';
import type { Secrets } from '../journal/secrets.js';
import type { PairOutcome } from './run-suite.js';
import type { TestCase } from './test-case.js';

/** How a run began: the first line of its record. */
export interface RunHeader {
  readonly id: string;
  readonly command: 'check' | 'test' | 'scenario' | 'lint' | 'compat';
  /** Of Mortise. */
  readonly version: string;
  readonly seed: string;
  /** Without secrets. */
  readonly args: readonly string[];
  /** The workspace file; of a contract that is tested alone, that. */
  readonly workspace: string;
  /** Where the provider of a contract that is tested alone answers; `undefined` when there is a workspace, or the mock was tested. */
  readonly url: string | undefined;
  /** `consumer:provider`. */
  readonly pairs: readonly string[];
  readonly options: RunOptions;
  readonly startedAtMs: number;
  /** The run whose findings are not new. */
  readonly since?: { readonly id: string; readonly startedAtMs: number } | undefined;
}

/** What was asked of a run, as far as it decides what is sent. */
export interface RunOptions {
  readonly phases: readonly string[];
  readonly caseCount: number;
  readonly workers: number;
  readonly shard: string | undefined;
  readonly maxResponseTimeMs?: number | undefined;
}

/** Why a run ended before it was through: its time was up, or somebody interrupted it. */
export type Stop = 'max-time' | 'interrupt';

/** How a run ended: the last line of its record. A record without it was cut off. */
export interface RunSummary {
  readonly pairCount: number;
  readonly requestCount: number;
  readonly errorCount: number;
  readonly warningCount: number;
  readonly failedPairCount: number;
  readonly stopped: Stop | false;
  /** Lanes that were to run. */
  readonly laneCount: number;
  /** Those that did, to their end. */
  readonly laneDoneCount: number;
  readonly durationMs: number;
}

/** The first line of a record. */
export function lineFromHeader(header: RunHeader): string {
  return JSON.stringify({ type: 'run', ...header });
}

/**
 * One call, in the form of the journal, without the secrets of its pair.
 *
 * @param exchange - as it was on the wire
 * @param secrets - of its pair
 * @param testCase - for which it was made; `undefined` for a call that only gets in
 */
export function lineFromRunExchange(exchange: Exchange, secrets: Secrets, testCase: TestCase | undefined): string {
  const line = lineFromExchange(redactExchange(exchange, secrets), secrets.names);
  if (testCase === undefined) return line;
  const { phase, name, intent } = testCase;
  return `${line.slice(0, -1)},"phase":"${phase}","case":${JSON.stringify(name)},"intent":"${intent.kind}"}`;
}

/**
 * An outcome as plain data for machines.
 *
 * @param outcome - of one pair
 */
export function plainOutcome(outcome: PairOutcome): Readonly<Record<string, unknown>> {
  if (outcome.kind === 'tested') {
    const { pair, findings, ...result } = outcome.result;
    return { ...pair, kind: 'tested', ...result, findingCount: findings.length };
  }
  const { consumer, provider } = outcome.pair;
  if (outcome.kind === 'skipped') return { consumer, provider, kind: 'skipped', reason: outcome.reason };
  return { consumer, provider, kind: 'failed', code: outcome.error.code, ...outcome.error.args };
}

/**
 * The arguments of a command without what looks like a secret: the password in a URL, the value of an option named like one, of any header.
 *
 * @param words - as typed
 */
export function argsWithoutSecrets(words: readonly string[]): readonly string[] {
  return words.map((word) =>
    word.replace(URL_USER, '$1[redacted]@').replace(SECRET_OPTION, '$1[redacted]').replace(HEADER_OPTION, '$1[redacted]'),
  );
}

const URL_USER = /^([^=]*?[a-z][a-z0-9+.-]*:\/\/)[^/@\s]+@/i;
/** Several in one, as a list is written. */
const HEADER_OPTION = /^(--header=).+$/is;
const SECRET_OPTION = /^(--[a-z-]*(?:token|secret|password|key)=).+$/i;
