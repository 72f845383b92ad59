import { describe, expect, it } from 'vitest';
import type { PairResult } from '../../src/check/pair-testing.js';
import { openPairTesting } from '../../src/check/pair-testing.js';
import { runPair } from '../../src/check/run-pair.js';
import type { TestingChoices } from '../../src/check/testing-options.js';
import type { Contract } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { Finding } from '../../src/finding/finding.js';
import { pairFromJson } from '../../src/workspace/pair-from-json.js';
import type { JsonObject } from '../../src/base/json.js';
import { headerValue } from '../../src/wire/http-message.js';
import type { MemoryWorld } from '../support/memory-ports.js';
import { bodyText, empty, memoryWorld } from '../support/memory-ports.js';
import type { Provider } from '../support/memory-notes.js';
import { NOTES_CONTRACT, notesProvider } from '../support/memory-notes.js';
import { textPort } from '../support/text-port.js';

const contract: Contract = await readContract('notes.yaml', textPort({ 'notes.yaml': NOTES_CONTRACT }));

describe('the test of a pair', () => {
  it('finds nothing against a provider that keeps its contract, and reaches all of it', async () => {
    const { result } = await test(notesProvider(), { caseCount: 200 });
    expect(result.findings).toEqual([]);
    expect(result).toMatchObject({ operationCount: 4, testedOperationCount: 4, reachedOperationCount: 4, verdict: { kind: 'consistent' } });
    expect(result.laneDoneCount).toBe(result.laneCount);
    const { exercisedClauseCount, clauseCount } = result.coverage;
    expect(exercisedClauseCount / clauseCount).toBeGreaterThan(0.8);
  });

  it('sends the same for the same seed, and other cases for another one', async () => {
    const targets = async (seed: string): Promise<readonly string[]> => {
      const { world } = await test(notesProvider(), { seed, caseCount: 20 });
      return world.exchanges.map(
        ({ exchange }) => `${exchange.request.method} ${exchange.request.target} ${bodyText(exchange.request as never)}`,
      );
    };
    expect(await targets('a')).toEqual(await targets('a'));
    expect(await targets('a')).not.toEqual(await targets('b'));
  });

  it('finds the same with several workers', async () => {
    const provider = (): Provider => notesProvider((_, note) => (note !== undefined && note['stars'] === 5 ? empty(500) : undefined));
    const one = await test(provider(), { workers: 1 });
    const four = await test(provider(), { workers: 4 });
    const ids = ({ result }: typeof one): readonly unknown[] => result.findings.map(({ id }) => id).toSorted();
    expect(ids(four)).toEqual(ids(one));
    expect(ids(one)).toHaveLength(1);
  });

  it('makes what fails smaller, tries it again first, and says how to make it again', async () => {
    const { result } = await test(
      notesProvider((_, note) => (JSON.stringify(note ?? {}).includes('"tags":["') ? empty(500) : undefined)),
      { phases: ['fuzzing'], caseCount: 100 },
    );
    expect(result.findings).toMatchObject([{ code: 'check/not-a-server-error', operation: 'createNote', severity: 'error' }]);
    const [finding] = result.findings;
    expect(JSON.parse(finding?.witness?.request?.body ?? '')).toEqual({ text: '', tags: [''] });
    expect(finding?.replay?.steps).toMatchObject([{ operation: 'createNote', phase: 'fuzzing', intent: 'valid' }]);
    expect(finding?.id).toMatch(/^m-/);
  });

  it('calls flaky what does not happen again', async () => {
    let failureCount = 0;
    const { result } = await test(
      notesProvider((request) => (request.method === 'GET' && failureCount++ === 0 ? empty(500) : undefined)),
      { phases: ['examples'] },
    );
    expect(result.findings).toMatchObject([{ code: 'check/flaky', severity: 'warning', args: { check: 'check/not-a-server-error' } }]);
  });

  it('gives a provider the time it asks for, and judges what it answers then', async () => {
    let count = 0;
    const { result, world } = await test(
      notesProvider(() => (count++ % 3 === 0 ? empty(429, ['retry-after', '2']) : undefined)),
      { phases: ['examples'] },
    );
    expect(result.findings).toEqual([]);
    expect(result.reachedOperationCount).toBeGreaterThan(0);
    expect(world.sleepsMs).toContain(2_000);
  });

  it('asks a provider that is always busy three times for each case, and blames it for nothing', async () => {
    const { result, world } = await test(() => empty(503, ['retry-after', '1']), { phases: ['examples'] });
    expect(world.exchanges.filter(({ testCase }) => testCase?.operation.id === 'listNotes').length % 3).toBe(0);
    expect(result.findings.filter(({ code }) => code !== 'check/not-a-server-error')).toEqual([]);
  });

  it('has what it found so far when it is stopped, says which lanes are left, and takes the provider down', async () => {
    const controller = new AbortController();
    let count = 0;
    const world = memoryWorld({
      answer: (request) => {
        count += 1;
        if (count === 40) controller.abort(new Error('enough'));
        return notesProvider(() => empty(500))(request);
      },
    });
    const result = await runPair({ pair: pairOf(), contract, options: {}, signal: controller.signal }, world.ports);
    expect(result.findings.length).toBeGreaterThan(0);
    expect(result.laneDoneCount).toBeLessThan(result.laneCount);
    expect(world.session).toEqual({ openCount: 1, stopCount: 1 });
  });

  it('asks a provider that is gone only a few times more', async () => {
    const { result } = await test(() => undefined, {});
    expect(new Set(result.findings.map(({ code }) => code))).toEqual(new Set(['check/no-answer']));
    expect(result.requestCount).toBeLessThan(60);
  });

  it('says that an operation takes no request at all when its schemas contradict themselves', async () => {
    const impossible = await readContract(
      'c.yaml',
      textPort({
        'c.yaml': NOTES_CONTRACT.replace('minimum: 1, maximum: 50', 'minimum: 60, maximum: 50').replace(
          'name: limit,',
          'name: limit, required: true,',
        ),
      }),
    );
    const world = memoryWorld({ answer: notesProvider() });
    const result = await runPair({ pair: pairOf(), contract: impossible, options: { phases: ['fuzzing'] }, signal: NEVER }, world.ports);
    expect(result.findings).toMatchObject([{ code: 'check/request-unsatisfiable', severity: 'warning', operation: 'listNotes' }]);
  });

  it('says that an operation goes untested when its path can only lead elsewhere, and blames none of its values', async () => {
    const elsewhere = await contractWith('/notes:\n', '/notes#all:\n');
    const world = memoryWorld({ answer: notesProvider() });
    const result = await runPair({ pair: pairOf(), contract: elsewhere, options: { phases: ['fuzzing'] }, signal: NEVER }, world.ports);
    expect(new Set(result.findings.map(({ code, severity }) => `${code} ${severity}`))).toEqual(new Set(['check/operation-untested info']));
  });

  it('weighs checks as the pair says, and leaves out those that are off', async () => {
    const failing = notesProvider((request) => (request.method === 'GET' ? empty(500) : undefined));
    const off = await test(failing, { phases: ['examples'] }, { checks: { 'not-a-server-error': 'off', 'status-declared': 'off' } });
    expect(off.result.findings).toEqual([]);
    const warned = await test(
      failing,
      { phases: ['examples'] },
      { fixtures: { getNote: { checks: { 'not-a-server-error': 'warning' } } } },
    );
    expect(warned.result.findings.map(({ operation, severity }) => [operation, severity])).toEqual([
      ['listNotes', 'error'],
      ['getNote', 'warning'],
    ]);
  });
});

describe('a provider that remembers idempotency keys', () => {
  const KEY =
    "{ name: Idempotency-Key, in: header, required: true, example: documented-1, schema: { type: string, pattern: '^[a-z0-9-]{8,40}$' } }";
  const keyed = (): Promise<Contract> =>
    contractWith('operationId: createNote', `operationId: createNote\n      parameters: [${KEY}]`, [
      "        '415': { description: Refused }",
      "        '415': { description: Refused }\n        '422': { description: The key belongs to another request }",
    ]);

  it('is found nothing against: no key goes with two requests', async () => {
    const world = memoryWorld({ answer: remembering(notesProvider()) });
    const result = await runPair({ pair: pairOf(), contract: await keyed(), options: { caseCount: 200 }, signal: NEVER }, world.ports);
    expect(result.findings).toEqual([]);
    expect(result.reachedOperationCount).toBe(4);
  });

  it('is asked again under a new key, so that it is not its memory that answers', async () => {
    let failureCount = 0;
    const answer = remembering(notesProvider((_, note) => (note !== undefined && failureCount++ === 0 ? empty(500) : undefined)));
    const world = memoryWorld({ answer });
    await runPair({ pair: pairOf(), contract: await keyed(), options: { phases: ['examples'] }, signal: NEVER }, world.ports);
    const posts = world.exchanges.filter(({ exchange }) => exchange.request.method === 'POST').map(({ exchange }) => exchange);
    expect(posts.map(({ response }) => response?.status)).toEqual([500, 201]);
    expect(new Set(posts.map(({ request }) => headerValue(request.headers, 'idempotency-key'))).size).toBe(2);
  });
});

/** Whatever was answered is answered again to the same request under the same key; another request under that key is refused. */
function remembering(provider: Provider): Provider {
  const kept = new Map<string, { readonly body: string; readonly answer: ReturnType<Provider> }>();
  return (request) => {
    if (request.method !== 'POST') return provider(request);
    const key = headerValue(request.headers, 'idempotency-key') ?? '';
    if (!/^[a-z0-9-]{8,40}$/.test(key)) return empty(400);
    const body = bodyText(request);
    const before = kept.get(key);
    if (before !== undefined) return before.body === body ? before.answer : empty(422);
    const answer = provider(request);
    // A request that was never understood may be corrected under its key.
    if (answer !== undefined && answer.status !== 400 && answer.status !== 415) kept.set(key, { body, answer });
    return answer;
  };
}

function contractWith(from: string, to: string, [otherFrom, otherTo]: readonly [string, string] = ['', '']): Promise<Contract> {
  return readContract('notes.yaml', textPort({ 'notes.yaml': NOTES_CONTRACT.replace(from, () => to).replace(otherFrom, otherTo) }));
}

describe('a lane by itself', () => {
  it('makes first what it takes from the answers of others', async () => {
    const world = memoryWorld({ answer: notesProvider() });
    const pair = pairOf({ fixtures: { getNote: { capture: { id: 'createNote#/id' } } } });
    const testing = await openPairTesting({ pair, contract, signal: NEVER }, world.ports);
    const lane = testing.lanes.find(({ id }) => id === 'getNote/examples');
    expect(lane && (await testing.run(lane))).toEqual([]);
    expect(
      world.exchanges.map(({ exchange }) => `${exchange.request.method} ${exchange.request.target} ${exchange.response?.status}`),
    ).toEqual(['POST /notes 201', 'GET /notes/1 200']);
    await testing.stop();
  });

  it('tells only what no lane before has told', async () => {
    const world = memoryWorld({ answer: notesProvider((_, note) => (note === undefined ? undefined : empty(500))) });
    const testing = await openPairTesting({ pair: pairOf(), contract, signal: NEVER }, world.ports);
    const findings: Finding[][] = [];
    for (const lane of testing.lanes.filter(({ operation }) => operation === 'createNote')) findings.push([...(await testing.run(lane))]);
    expect(findings.flat()).toHaveLength(1);
    expect(testing.result().findings[0]?.args['count']).toBeGreaterThan(1);
    await testing.stop();
  });
});

const NEVER = new AbortController().signal;

interface Tested {
  readonly result: PairResult;
  readonly world: MemoryWorld;
}

async function test(answer: Provider, options: TestingChoices, pair: JsonObject = {}): Promise<Tested> {
  const world = memoryWorld({ answer });
  const result = await runPair({ pair: pairOf(pair), contract, options: { seed: '1', ...options }, signal: NEVER }, world.ports);
  return { result, world };
}

function pairOf(pair: JsonObject = {}): ReturnType<typeof pairFromJson> {
  return pairFromJson({ consumer: 'client', provider: 'notes', ...pair }, '');
}
