import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { planLanes } from '../../src/check/plan-lanes.js';
import type { ProviderHost, Send } from '../../src/check/ports.js';
import type { Pace } from '../../src/check/pace.js';
import { createPace } from '../../src/check/pace.js';
import type { PairResult } from '../../src/check/pair-testing.js';
import { runPair } from '../../src/check/run-pair.js';
import type { Contract } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { Finding } from '../../src/finding/finding.js';
import { createDocumentPort } from '../../src/host/document-port.js';
import { createLivingMock } from '../../src/mock/living/living-mock.js';
import { createMock } from '../../src/mock/mock.js';
import { createMemoryStore } from '../../src/mock/state/memory-store.js';
import { pairFromJson } from '../../src/workspace/pair-from-json.js';
import { corpusShare, describeCorpus, isWholeCorpus, shareOf } from '../support/corpus.js';
import { repositoryFolder } from '../support/run-mortise.js';

const SPECS = join(repositoryFolder, 'fixtures/specs');
/** Those of events have no operations that are called. */
const SPECS_OF_CALLS = readdirSync(SPECS).filter(
  (name) => /\.(ya?ml|json)$/.test(name) && !readFileSync(join(SPECS, name), 'utf8').includes('asyncapi:'),
);
const CONTRACTS = join(repositoryFolder, 'contracts');
const CONTRACTS_OF_CALLS = readdirSync(CONTRACTS)
  .filter((name) => name.endsWith('.openapi.yaml'))
  .map((name) => join(CONTRACTS, name));
/** Of each document and mode: hundreds of requests, or some thousand. */
const CORPUS_LANE_COUNT = isWholeCorpus ? 40 : 20;
const CONTRACT_CODES: ReadonlySet<string> = new Set(['check/example-refused', 'check/request-unsatisfiable']);
const documents = createDocumentPort({ cwd: repositoryFolder, stdin: Readable.from([]) });

describe('our tester on our own mock', () => {
  it.each(SPECS_OF_CALLS)('finds nothing in %s', async (name) => {
    const contract = await readContract(join(SPECS, name), documents);
    for (const isDynamic of [false, true]) {
      const result = await testOwnMock(contract, { isDynamic });
      expect(errorsOf(result)).toEqual([]);
      expect(result.testedOperationCount).toBeGreaterThan(0);
    }
  });

  it.each([
    join(SPECS, 'petstore.yaml'),
    ...shareOf([...SPECS_OF_CALLS.map((name) => join(SPECS, name)), ...CONTRACTS_OF_CALLS], 'remembers', 5),
  ])('finds nothing in one that remembers: %s', async (file) => {
    const contract = await readContract(file, documents);
    const result = await testOwnMock(contract, { isStateful: true, maxLaneCount: CORPUS_LANE_COUNT });
    expect(errorsOf(result)).toEqual([]);
  });

  it('does find what is planted between them', async () => {
    const contract = await readContract(join(SPECS, 'petstore.yaml'), documents);
    const spoil =
      (send: Send): Send =>
      async (request, baseUrl, signal) => {
        const sent = await send(request, baseUrl, signal);
        return sent.kind === 'answered' ? { ...sent, response: { ...sent.response, body: new TextEncoder().encode('[0') } } : sent;
      };
    const result = await testOwnMock(contract, { spoil });
    expect(errorsOf(result).length).toBeGreaterThan(0);
  });
});

describeCorpus('our tester on our own mock of real contracts', () => {
  it.each(corpusShare('own mock', 5).map((document) => [document.name, document.file] as const))(
    'finds nothing in %s',
    async (_name, file) => {
      const contract = await readContract(file, documents);
      for (const isDynamic of [false, true]) {
        const result = await testOwnMock(contract, { isDynamic, maxLaneCount: CORPUS_LANE_COUNT });
        expect(errorsOf(result)).toEqual([]);
        const { laneCount, requestCount, testedOperationCount, reachedOperationCount } = result;
        console.info(
          `${file.split('/').at(-1)}: ${laneCount} lanes, ${requestCount} requests, ${reachedOperationCount} of ${testedOperationCount} operations reached`,
        );
      }
    },
    300_000,
  );
});

function errorsOf({ findings }: PairResult): readonly object[] {
  // What is wrong with the contract itself is no finding against the mock.
  const isNews = ({ severity, code }: Finding): boolean => severity !== 'info' && !CONTRACT_CODES.has(code);
  return findings.filter(isNews).map(({ code, operation, args, witness }) => ({
    code,
    operation,
    ...args,
    request: witness?.request?.line,
    answer: witness?.response?.body?.slice(0, 300),
  }));
}

interface OwnMockOptions {
  readonly isDynamic?: boolean;
  /** It remembers what is done to it. */
  readonly isStateful?: boolean;
  /** Spread evenly over all of them. */
  readonly maxLaneCount?: number;
  readonly spoil?: (send: Send) => Send;
}

/** Without sockets: what is sent is answered by a call of a function. */
async function testOwnMock(
  contract: Contract,
  { isDynamic = false, isStateful = false, maxLaneCount, spoil = (send) => send }: OwnMockOptions,
): Promise<PairResult> {
  const mock = createMock(contract, { dynamic: isDynamic });
  const life = isStateful ? { state: createMemoryStore() } : undefined;
  const living = createLivingMock({ mock, seed: 'x', nowMs: () => 0, life });
  const send: Send = async (request) => {
    const { response } = await living.answer(living.scoped(request));
    return { kind: 'answered', response, truncatedBytes: undefined, respondedFirstAtMs: 0, respondedLastAtMs: 0 };
  };
  const providers: ProviderHost = {
    open: async () => ({
      kind: 'mock',
      baseUrl: 'http://mock',
      urlOf: () => 'http://mock',
      trouble: async () => undefined,
      stop: async () => undefined,
    }),
  };
  let count = 0;
  const nextId = (): string => String(++count);
  const pair = pairFromJson({ consumer: 'client', provider: 'mock' }, '');
  const sleep = async (): Promise<void> => undefined;
  const nowMs = (): number => 0;
  const paceOf = (): Pace => createPace(undefined, { nowMs, sleep });
  const options = { seed: 'x', caseCount: 10 };
  const laneCount = planLanes(contract, pair).length;
  const shard =
    maxLaneCount === undefined ? undefined : { index: 1, count: Math.max(1, Math.ceil(laneCount / maxLaneCount)), laneOffset: 0 };
  return runPair(
    { pair, contract, options, shard, signal: new AbortController().signal },
    { send: spoil(send), nowMs, sleep, paceOf, nextId, providers },
  );
}
