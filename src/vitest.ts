import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { TestContext } from 'vitest';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { planPairLanes } from './check/events/event-lanes.js';
import type { Hooks } from './check/hooks/hooks.js';
import type { OperationFilters } from './check/operation-filters.js';
import type { Lane } from './check/plan-lanes.js';
import type { Phase } from './check/test-case.js';
import type { TestingChoices } from './check/testing-options.js';
import { readBaseline } from './cli/baseline-file.js';
import { choosePairs } from './cli/choose-pairs.js';
import { assertKnownFilters } from './cli/known-filters.js';
import { VERSION } from './cli/version.js';
import { workspaceOfOne } from './cli/workspace-of-one.js';
import type { Contract } from './contract/contract.js';
import { locateFindings } from './contract/locate.js';
import { applyBaseline } from './finding/baseline.js';
import type { Finding } from './finding/finding.js';
import { nowMs } from './host/clock.js';
import type { ContractShelf } from './host/contract-shelf.js';
import { openContractShelf } from './host/contract-shelf.js';
import { createDocumentPort } from './host/document-port.js';
import type { PairSession } from './host/pair-session.js';
import { openPairSession } from './host/pair-session.js';
import { surroundings } from './host/surroundings.js';
import { blockTextOfFinding } from './report/finding-block.js';
import { textFromError } from './report/wording/error-wording.js';
import { HostError, InputError } from './base/errors.js';
import { readWorkspace } from './workspace/read-workspace.js';
import type { Pair, System, Workspace } from './workspace/workspace.js';
import { textFromPair } from './workspace/workspace.js';

/** A contract that is tested without a workspace. */
export interface LoneProvider {
  /** Path of its OpenAPI document. */
  readonly spec: string;
  /** Where it runs; without it the mock is tested. */
  readonly url?: string | undefined;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface ContractSuiteOptions extends OperationFilters {
  /** `consumer:provider`, or a system's name for all pairs it takes part in. Default all. */
  readonly pair?: string | readonly string[] | undefined;
  /** Default all: `examples`, `stateful`, `coverage`, `fuzzing`. */
  readonly phases?: readonly Phase[] | undefined;
  /** How many cases the phase `fuzzing` draws for an operation. Default 50. */
  readonly cases?: number | undefined;
  /** Default `0`: every run tests the same. */
  readonly seed?: string | undefined;
  /** `off`, `info`, `warning` or `error` by the name of a check. */
  readonly checks?: Readonly<Record<string, 'off' | 'info' | 'warning' | 'error'>> | undefined;
  /** An answer that takes longer is a finding. */
  readonly maxResponseTimeMs?: number | undefined;
  /** How many requests the provider gets in a second, at most. */
  readonly ratePerSecond?: number | undefined;
  /** Functions called around the requests, instead of those that the workspace names. */
  readonly hooks?: Hooks | undefined;
  /** A file of findings that are accepted until a day. */
  readonly baseline?: string | undefined;
  /** How long one test case may take. Default 120 s. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Registers the contract tests of pairs as test cases of Vitest: one for each operation and phase, below a `describe` for each pair. The
 * provider is up while they run. A case fails with the text of what it found; what is only a warning is an annotation.
 *
 * @param target - a `mortise.yaml`, or a contract alone; relative to where Vitest was started
 * @param options - which pairs, and how
 * @throws InputError when the workspace, a contract or an option is wrong
 */
export async function contractSuite(target: string | LoneProvider, options: ContractSuiteOptions = {}): Promise<void> {
  const world = surroundings();
  const documents = createDocumentPort({ cwd: world.cwd, stdin: Readable.from([]) });
  await worded(async () => {
    const read =
      typeof target === 'string'
        ? await readWorkspace(target, documents, world.env)
        : workspaceOfOne(target.spec, { url: target.url, headers: target.headers ?? {} });
    const workspace = { ...read, folder: resolve(world.cwd, read.folder) };
    const pairs = choosePairs(workspace, options.pair === undefined ? [] : [options.pair].flat()).filter((pair) =>
      hasContract(workspace.systems.get(pair.provider)),
    );
    const shelf = await openContractShelf({ workspace, pairs, documents });
    assertKnownFilters(options, [...shelf.contracts.values(), ...shelf.eventContracts.values()]);
    const accepted = options.baseline === undefined ? undefined : await readBaseline(options.baseline, documents);
    const isCounted = (findings: readonly Finding[]): readonly Finding[] =>
      accepted === undefined ? findings : applyBaseline(findings, accepted.baseline, { today: today(), isWholeRun: false }).counted;
    for (const pair of pairs) registerPair(pair, { workspace, shelf, options, isCounted, ...world });
  });
}

function hasContract(system: System | undefined): boolean {
  return system?.openapi !== undefined || system?.asyncapi !== undefined;
}

interface Suite {
  readonly workspace: Workspace;
  readonly shelf: ContractShelf;
  readonly options: ContractSuiteOptions;
  /** Those that no baseline accepts. */
  readonly isCounted: (findings: readonly Finding[]) => readonly Finding[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

function registerPair(pair: Pair, suite: Suite): void {
  const contracts = { contract: suite.shelf.contracts.get(pair.provider), eventContract: suite.shelf.eventContracts.get(pair.provider) };
  const texts = new Map([contracts.contract, contracts.eventContract].flatMap((contract) => [...(contract?.texts ?? [])]));
  const choices = choicesOf(suite.options);
  const timeoutMs = suite.options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  describe(textFromPair(pair), () => {
    const controller = new AbortController();
    let session: PairSession | undefined;
    beforeAll(async () => {
      const { workspace, shelf, env, cwd, options } = suite;
      const { ratePerSecond, hooks } = options;
      session = await worded(() =>
        openPairSession({ workspace, pair, shelf, env, cwd, choices, ratePerSecond, hooks, version: VERSION, signal: controller.signal }),
      );
      failOn(session.testing.result().findings, texts, suite);
    }, timeoutMs);
    afterAll(async () => {
      await session?.stop();
    });
    for (const lane of planPairLanes(contracts, pair, choices)) {
      test(lane.title, { timeout: timeoutMs }, async (context) => {
        if (controller.signal.aborted) return context.skip('an earlier case ran out of time');
        // A case that ran out of time must not go on sending beside the next one.
        context.signal.addEventListener('abort', () => controller.abort(context.signal.reason), { once: true });
        await runLane(session, lane, { context, texts, suite });
      });
    }
  });
}

async function runLane(
  session: PairSession | undefined,
  lane: Lane,
  { context, texts, suite }: { readonly context: TestContext; readonly texts: Contract['texts']; readonly suite: Suite },
): Promise<void> {
  if (session === undefined) return context.skip('the provider is not up');
  const { testing } = session;
  const doneBefore = testing.result().laneDoneCount;
  const findings = await worded(() => testing.run(lane));
  for (const finding of failOn(findings, texts, suite)) await context.annotate(blockTextOfFinding(finding), finding.severity);
  if (testing.result().laneDoneCount === doneBefore) context.skip('the provider answers no longer');
}

/**
 * Throws the findings of severity error as one failure.
 *
 * @returns the others, located
 */
function failOn(findings: readonly Finding[], texts: Contract['texts'], { isCounted }: Suite): readonly Finding[] {
  const located = locateFindings(isCounted(findings), texts);
  const errors = located.filter((finding) => finding.severity === 'error');
  if (errors.length > 0) throw failureFrom(errors.map((finding) => blockTextOfFinding(finding)).join('\n'));
  return located;
}

/** Errors of ours say what is wrong only in the wording of the report; Vitest shows the message. */
async function worded<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof InputError || error instanceof HostError) throw failureFrom(textFromError(error), error);
    throw error;
  }
}

/** Its stack would lead into this package, where nobody who reads it has anything to mend. */
function failureFrom(text: string, cause?: unknown): Error {
  const message = text.trimStart();
  const failure = new Error(message, { cause });
  failure.name = 'ContractError';
  failure.stack = `ContractError: ${message}`;
  return failure;
}

function choicesOf(options: ContractSuiteOptions): TestingChoices {
  const { phases, cases, seed, checks, maxResponseTimeMs, operations, tags, methods, paths } = options;
  const filters = { operations, tags, methods, paths };
  return { phases, caseCount: cases, seed, maxResponseTimeMs, filters, checkLevels: new Map(Object.entries(checks ?? {})) };
}

function today(): string {
  return new Date(nowMs()).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

const DEFAULT_TIMEOUT_MS = 120_000;
