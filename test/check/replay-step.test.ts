import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseFromReplayStep, replayStepFromCase } from '../../src/check/replay-step.js';
import { planRequests } from '../../src/check/request/request-arbitrary.js';
import type { TestCase } from '../../src/check/test-case.js';
import type { Contract } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { ReplayStep } from '../../src/finding/finding.js';
import { pairFromJson } from '../../src/workspace/pair-from-json.js';
import { NOTES_CONTRACT } from '../support/memory-notes.js';
import { textPort } from '../support/text-port.js';

const contract: Contract = await readContract('notes.yaml', textPort({ 'notes.yaml': NOTES_CONTRACT }));
const pair = pairFromJson({ consumer: 'client', provider: 'notes' }, '');
const SECRETS = { names: new Set(['x-shop-key']), values: ['tok-12345'] };

describe('a case as a step of a replay', () => {
  it('comes back from the record as it was, whatever it sends and breaks', () => {
    const plans = contract.operations.map((entry) => planRequests(entry.read(), { contract, pair, suggest: () => [], basePath: '' }));
    const cases = plans.flatMap((plan) =>
      plan.kind === 'requests' ? [plan.valid, ...(plan.invalid === undefined ? [] : [plan.invalid])] : [],
    );
    expect(cases.length).toBeGreaterThan(4);
    fc.assert(
      fc.property(fc.oneof(...cases), (testCase) => {
        const step = throughJson(replayStepFromCase(testCase, SECRETS));
        const { exercises: _, origin: __, ...back } = caseFromReplayStep(step, contract, pair);
        const { exercises: ___, origin: ____, ...sent } = testCase;
        expect(throughJson(plainOf(back))).toEqual(throughJson(plainOf(sent)));
      }),
      { seed: 9 },
    );
  });

  it('has no secret, by name or by value, and gets those of a fixture back from the pair', () => {
    const operation = contract.operations.find(({ id }) => id === 'createNote')?.read();
    const content = operation?.requestBody?.content[0];
    if (operation === undefined || content === undefined) throw new Error('the contract has createNote');
    const testCase: TestCase = {
      operation,
      phase: 'examples',
      name: 'default',
      intent: { kind: 'valid' },
      parameters: new Map([['query:q', 'with tok-12345']]),
      body: { mediaType: content, value: { text: 'tok-12345', tags: ['tok-12345'] } },
      captures: new Map(),
      headers: { 'X-Shop-Key': 'k', Authorization: 'SSWS t', 'X-Note': 'tok-12345', 'X-Plain': 'p' },
      credentials: 'pair',
      override: undefined,
      expectedStatus: 201,
      origin: 'documented',
      exercises: [],
    };
    const step = throughJson(replayStepFromCase(testCase, SECRETS));
    expect(JSON.stringify(step)).not.toMatch(/tok-12345|SSWS|"k"/);
    expect(step.headers).toEqual({ 'X-Note': '[redacted]', 'X-Plain': 'p' });
    const fixed = pairFromJson({ consumer: 'c', provider: 'p', fixtures: { createNote: { headers: { Authorization: 'SSWS new' } } } }, '');
    expect(caseFromReplayStep(step, contract, fixed).headers).toMatchObject({ Authorization: 'SSWS new', 'X-Plain': 'p' });
  });

  it.each(['pair', 'none', 'wrong', 'wrong 0', 'wrong 12', 'other-scheme'])(
    'goes with the credentials it was sent with: %s',
    (credentials) => {
      expect(caseFromReplayStep({ ...STEP, credentials }, contract, pair).credentials).toBe(credentials);
    },
  );

  it.each(['', 'wrong -1', 'wrong 1 2', 'admin'])('goes with those of the pair when a record names others: %j', (credentials) => {
    expect(caseFromReplayStep({ ...STEP, credentials }, contract, pair).credentials).toBe('pair');
  });

  it.each([
    ['of an operation that is gone', { operation: 'nothing' }],
    ['that is invalid in no way', { intent: 'invalid' }],
    ['whose values come from nowhere', { captures: { 'path:id': { kind: 'step', step: 0, from: 'air', pointer: '' } } }],
  ])('cannot be made from a step %s', (_what, wrong) => {
    expect(() => caseFromReplayStep({ ...STEP, ...wrong }, contract, pair)).toThrow(
      expect.objectContaining({ code: 'E_REPLAY_IMPOSSIBLE' }),
    );
  });
});

const STEP: ReplayStep = {
  operation: 'listNotes',
  phase: 'fuzzing',
  name: 'case 1',
  intent: 'valid',
  parameters: {},
  headers: {},
  credentials: 'pair',
  captures: {},
};

function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

/** Without what JSON cannot hold. */
function plainOf({ operation, parameters, captures, body, ...rest }: Omit<TestCase, 'exercises' | 'origin'>): object {
  return {
    ...rest,
    operation: operation.id,
    parameters: Object.fromEntries(parameters),
    captures: Object.fromEntries(captures),
    body: body && { mediaType: body.mediaType.name, value: body.value },
  };
}
