import { testingOptions } from '../check/testing-options.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { readContract } from '../contract/read-contract.js';
import { freshSeed } from '../host/entropy.js';
import { openTestRun } from '../host/run-record-file.js';
import type { RunWriter } from '../host/run-writer.js';
import type { Pair, Workspace } from '../workspace/workspace.js';
import type { BaselineFile } from './baseline-file.js';
import { readBaseline } from './baseline-file.js';
import type { CommandInput } from './command.js';
import { assertKnownFilters } from './known-filters.js';
import { textOption } from './option-values.js';
import type { Telling } from './telling.js';
import { wordsOf } from './telling.js';
import type { TestSettings } from './testing-options.js';
import { testSettingsFrom } from './testing-options.js';
import { VERSION } from './version.js';
import { baselineTermsFrom } from './write-baseline.js';

/** What is tested, and how it is read. */
export interface PairTests {
  readonly workspace: Workspace;
  readonly pairs: readonly Pair[];
  readonly documents: DocumentPort;
  /** Whether `pairs` are all that the workspace has. */
  readonly isAllPairs: boolean;
}

/** A run that has begun, and how its pairs are tested. */
export interface BegunTests {
  readonly run: RunWriter;
  readonly settings: TestSettings;
  readonly seed: string;
  readonly baseline: BaselineFile | undefined;
  /** Of the pairs' providers, by the names of their systems. */
  readonly contracts: ReadonlyMap<string, Contract>;
  /** The same, of events. */
  readonly eventContracts: ReadonlyMap<string, Contract>;
}

/**
 * Begins a run that tests pairs, once all that it is asked for is known to be right.
 *
 * @param tests - which
 * @param input - of a command that has `TESTING_OPTIONS` and `TELLING_OPTIONS`
 * @param begun - by which command, and how it is told
 * @throws InputError when an option, a filter, a contract or the baseline is wrong; HostError `E_FILE_WRITE` when the record cannot be written
 */
export async function beginTests(
  tests: PairTests,
  input: CommandInput,
  { command, telling }: { readonly command: 'check' | 'test'; readonly telling: Telling },
): Promise<BegunTests> {
  const { workspace, pairs } = tests;
  const settings = testSettingsFrom(input.options);
  baselineTermsFrom(input.options);
  const seed = settings.seed ?? freshSeed();
  const { shard } = settings;
  const baselineName = textOption(input.options, 'baseline');
  const baseline = baselineName === undefined ? undefined : await readBaseline(baselineName, tests.documents);
  const contracts = await contractsOf(tests, 'openapi');
  const eventContracts = await contractsOf(tests, 'asyncapi');
  assertKnownFilters(settings.filters, [...contracts.values(), ...eventContracts.values()]);
  const run = openTestRun({
    command,
    cwd: input.io.cwd,
    file: textOption(input.options, 'record'),
    version: VERSION,
    args: wordsOf(input),
    workspace,
    pairs,
    options: testingOptions({ ...settings, seed }),
    shard: shard === undefined ? undefined : `${shard.index}/${shard.count}`,
    startedAtMs: telling.startedAtMs,
    since: telling.since,
  });
  return { run, settings, seed, baseline, contracts, eventContracts };
}

/** The contracts of the pairs' providers, read once: for the filters, and for the tests. */
async function contractsOf(
  { workspace, pairs, documents }: PairTests,
  kind: 'openapi' | 'asyncapi',
): Promise<ReadonlyMap<string, Contract>> {
  const contracts = new Map<string, Contract>();
  for (const name of new Set(pairs.map((pair) => pair.provider))) {
    const file = workspace.systems.get(name)?.[kind];
    if (file !== undefined) contracts.set(name, await readContract(file, documents));
  }
  return contracts;
}
