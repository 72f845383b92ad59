import { resolve } from 'node:path';
import type { RunSummary } from '../check/run-record.js';
import {
  argsWithoutSecrets,
  lineFromFinding,
  lineFromHeader,
  lineFromOutcome,
  lineFromRunExchange,
  lineFromSummary,
} from '../check/run-record.js';
import type { PairOutcome } from '../check/run-suite.js';
import { runSuite } from '../check/run-suite.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { readContract } from '../contract/read-contract.js';
import type { Finding } from '../finding/finding.js';
import { assertKnownOperations } from '../workspace/reference-problems.js';
import type { Environment } from '../workspace/substitute-variables.js';
import type { Pair, System, Workspace } from '../workspace/workspace.js';
import { nowMs } from './clock.js';
import { createHttpClient } from './http-client.js';
import { createProviderHost } from './provider-host.js';
import { openRecordFile } from './record-file.js';

export interface TestWorkspaceOptions {
  readonly workspace: Workspace;
  /** Those to test, in order; by default all. */
  readonly pairs?: readonly Pair[] | undefined;
  /** Reads the contracts. */
  readonly documents: DocumentPort;
  /** What programs find in their environment. */
  readonly env: Environment;
  readonly cwd: string;
  readonly seed: string;
  /** Where the record goes, JSON Lines; `undefined` for the default below `.mortise/runs/`, `false` for none. */
  readonly recordFile?: string | false | undefined;
  /** Of Mortise, for the record. */
  readonly version: string;
  /** What was asked for, for the record. */
  readonly args?: readonly string[] | undefined;
  /** Of one call. Default 30 s. */
  readonly timeoutMs?: number | undefined;
  readonly signal: AbortSignal;
  readonly onPairStart?: ((pair: Pair, index: number) => void) | undefined;
  readonly onPairEnd?: ((outcome: PairOutcome, index: number) => void) | undefined;
}

export interface WorkspaceTestResult {
  /** One for each pair, in the order of the workspace. */
  readonly outcomes: readonly PairOutcome[];
  /** Of all pairs. */
  readonly findings: readonly Finding[];
  /** Those that were read, by the name of their system. */
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly summary: RunSummary;
  readonly seed: string;
  readonly recordFile: string | undefined;
}

/**
 * Tests the pairs of a workspace: every documented example is sent to the provider (its `url`, else its program, else its mock) and the
 * answer is judged by the contract. Programs are started for each pair and are gone when the promise settles.
 *
 * @param options - what to test, and what the world is
 * @throws InputError when a contract cannot be read or a pair names an unknown operation; HostError when the record cannot be written
 */
export async function testWorkspace(options: TestWorkspaceOptions): Promise<WorkspaceTestResult> {
  const { seed, signal } = options;
  const startedAtMs = nowMs();
  const workspace = { ...options.workspace, folder: resolve(options.cwd, options.workspace.folder) };
  const pairs = options.pairs ?? workspace.integrations;
  const contracts = await readContracts(workspace, pairs, options.documents);
  await assertKnownOperations({ ...workspace, integrations: pairs }, contracts);
  const contractOf = contractReader(contracts, options.documents);

  const id = idFromTime(startedAtMs);
  const file = options.recordFile === false ? undefined : resolve(options.cwd, options.recordFile ?? `.mortise/runs/${id}.jsonl`);
  const record = file === undefined ? undefined : openRecordFile(file);
  let exchangeCount = 0;
  const client = createHttpClient({ timeoutMs: options.timeoutMs });
  try {
    const header = {
      id,
      version: options.version,
      seed,
      args: argsWithoutSecrets(options.args ?? []),
      workspace: workspace.file,
      startedAtMs,
    };
    record?.write(lineFromHeader(header));
    const outcomes = await runSuite(
      {
        workspace,
        pairs,
        contractOf,
        signal,
        onPairStart: options.onPairStart,
        onPairEnd: (outcome, index) => {
          record?.write(lineFromOutcome(outcome));
          options.onPairEnd?.(outcome, index);
        },
      },
      {
        send: client.send,
        nowMs,
        nextId: () => String(++exchangeCount),
        providers: createProviderHost({ workspace, contractOf, env: options.env, seed }),
        onExchange: (exchange, secrets) => record?.write(lineFromRunExchange(exchange, secrets)),
        onFinding: (finding) => record?.write(lineFromFinding(finding)),
      },
    );
    const findings = outcomes.flatMap((outcome) => (outcome.kind === 'tested' ? outcome.result.findings : []));
    const summary = summaryOf(outcomes, findings, { stopped: signal.aborted, durationMs: nowMs() - startedAtMs });
    record?.write(lineFromSummary(summary));
    return { outcomes, findings, contracts, summary, seed, recordFile: file };
  } finally {
    record?.close();
    await client.close();
  }
}

async function readContracts(workspace: Workspace, pairs: readonly Pair[], documents: DocumentPort): Promise<Map<string, Contract>> {
  const names = new Set(
    pairs.flatMap((pair) => [pair.provider, ...(pair.auth?.kind === 'login' && pair.auth.system !== undefined ? [pair.auth.system] : [])]),
  );
  const contracts = new Map<string, Contract>();
  for (const name of names) {
    const file = workspace.systems.get(name)?.openapi;
    if (file !== undefined) contracts.set(name, await readContract(file, documents));
  }
  return contracts;
}

/** Systems that only programs call are mocked too; their contracts are read when that comes up. */
function contractReader(contracts: Map<string, Contract>, documents: DocumentPort): (system: System) => Promise<Contract> {
  return async ({ name, openapi }) => {
    const known = contracts.get(name);
    if (known !== undefined) return known;
    const contract = await readContract(openapi ?? '', documents);
    contracts.set(name, contract);
    return contract;
  };
}

function summaryOf(
  outcomes: readonly PairOutcome[],
  findings: readonly Finding[],
  ending: Pick<RunSummary, 'stopped' | 'durationMs'>,
): RunSummary {
  return {
    pairCount: outcomes.length,
    requestCount: outcomes.reduce((sum, outcome) => sum + (outcome.kind === 'tested' ? outcome.result.requestCount : 0), 0),
    errorCount: findings.filter((finding) => finding.severity === 'error').length,
    warningCount: findings.filter((finding) => finding.severity === 'warning').length,
    failedPairCount: outcomes.filter((outcome) => outcome.kind === 'failed').length,
    ...ending,
  };
}

/** `20261121-054512-123`: sorts by time, and is a name on every file system. */
function idFromTime(atMs: number): string {
  return new Date(atMs).toISOString().replace(/[-:]/g, '').replace(/[T.]/g, '-').replace('Z', '');
}
