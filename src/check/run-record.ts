import type { Finding } from '../finding/finding.js';
import type { Exchange } from '../journal/exchange.js';
import { lineFromExchange } from '../journal/journal-line.js';
import { redactExchange } from '../journal/redact-exchange.js';
import type { Secrets } from '../journal/secrets.js';
import type { PairOutcome } from './run-suite.js';

/** How a run began: the first line of its record. */
export interface RunHeader {
  readonly id: string;
  /** Of Mortise. */
  readonly version: string;
  readonly seed: string;
  /** Without secrets. */
  readonly args: readonly string[];
  readonly workspace: string;
  readonly startedAtMs: number;
}

/** How a run ended: the last line of its record. A record without it was cut off. */
export interface RunSummary {
  readonly pairCount: number;
  readonly requestCount: number;
  readonly errorCount: number;
  readonly warningCount: number;
  readonly failedPairCount: number;
  readonly stopped: boolean;
  readonly durationMs: number;
}

/** The first line of a record. */
export function lineFromHeader(header: RunHeader): string {
  return JSON.stringify({ type: 'run', ...header });
}

/** One call, in the form of the journal, without the secrets of its pair. */
export function lineFromRunExchange(exchange: Exchange, secrets: Secrets): string {
  return lineFromExchange(redactExchange(exchange, secrets), secrets.names);
}

/** One finding, as it was first seen. Its secrets are already replaced. */
export function lineFromFinding(finding: Finding): string {
  return JSON.stringify({ type: 'finding', ...finding });
}

/** What came of one pair, without its findings: those have their own lines. */
export function lineFromOutcome(outcome: PairOutcome): string {
  return JSON.stringify({ type: 'pair', ...plainOutcome(outcome) });
}

/** The last line of a record. */
export function lineFromSummary(summary: RunSummary): string {
  return JSON.stringify({ type: 'summary', ...summary });
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
 * The arguments of a command without what looks like a secret: the password in a URL, the value of an option named like one.
 *
 * @param words - as typed
 */
export function argsWithoutSecrets(words: readonly string[]): readonly string[] {
  return words.map((word) => word.replace(URL_USER, '$1[redacted]@').replace(SECRET_OPTION, '$1[redacted]'));
}

const URL_USER = /^([^=]*?[a-z][a-z0-9+.-]*:\/\/)[^/@\s]+@/i;
const SECRET_OPTION = /^(--[a-z-]*(?:token|secret|password|key)=).+$/i;
