import { expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { findingsFromVerification } from '../../../src/compat/pact/findings-from-verification.js';
import type { Pact } from '../../../src/compat/pact/pact.js';
import { pactFromJson } from '../../../src/compat/pact/pact-from-json.js';

interface Interaction {
  readonly states?: readonly string[];
  readonly pending?: boolean;
}

function pactOf(...interactions: readonly Interaction[]): Pact {
  const each = interactions.map(
    ({ states = [], pending = false }): JsonValue => ({
      type: 'Synchronous/HTTP',
      description: 'it',
      pending,
      providerStates: states.map((name) => ({ name })),
      request: { method: 'GET', path: '/' },
      response: { status: 200 },
    }),
  );
  const json = {
    consumer: { name: 'web' },
    provider: { name: 'shop' },
    interactions: each,
    metadata: { pactSpecification: { version: '4.0' } },
  };
  return pactFromJson(json, 'pact.json');
}

function failed(given: string, mismatch: JsonObject = { message: 'it failed' }): JsonObject {
  return { interaction: `Verifying a pact between web and shop ${given} - it`, mismatch };
}

function keptOf(report: JsonValue, pact: Pact): readonly boolean[] {
  return findingsFromVerification(report, [pact]).interactions.map(({ isKept }) => isKept);
}

it('an error is held against the interaction with all the states that it names', () => {
  const pact = pactOf({}, { states: ['one'] }, { states: ['one', 'two'] });
  expect(keptOf({ errors: [failed('Given one And two')] }, pact)).toEqual([true, true, false]);
  expect(keptOf({ errors: [failed('Given one')] }, pact)).toEqual([true, false, true]);
  expect(keptOf({ errors: [failed('')] }, pact)).toEqual([false, true, true]);
  expect(keptOf({ errors: [failed(''), failed('')] }, pactOf({}, {}))).toEqual([false, false]);
});

it('an error that fits no interaction is not lost', () => {
  expect(keptOf({ errors: [{ interaction: 'anything', mismatch: {} }] }, pactOf({}, {}))).toEqual([false, true]);
});

it('what is pending is told and not held against the provider, whoever says so', () => {
  const severities = (report: JsonValue, pact: Pact): readonly string[] =>
    findingsFromVerification(report, [pact]).findings.map(({ severity }) => severity);
  expect(severities({ errors: [failed('')] }, pactOf({}))).toEqual(['error']);
  expect(severities({ errors: [failed('')] }, pactOf({ pending: true }))).toEqual(['info']);
  expect(severities({ pendingErrors: [failed('')] }, pactOf({}))).toEqual(['info']);
});

it('another status is told before what follows from it, and of many mismatches the first ones', () => {
  const body = (index: number): JsonObject => ({ type: 'BodyMismatch', path: `$.${index}`, mismatch: `no ${index}` });
  const mismatches = [
    ...Array.from({ length: 6 }, (_, index) => body(index)),
    { type: 'StatusMismatch', mismatch: 'status', expected: 200, actual: 500 },
  ];
  const [finding] = findingsFromVerification({ errors: [failed('', { mismatches })] }, [pactOf({})]).findings;
  expect(finding?.args['problem']).toBe('status; $.0: no 0; $.1: no 1; $.2: no 2; $.3: no 3; and 2 more');
  expect([finding?.args['expected'], finding?.args['value']]).toEqual(['200', '500']);
});
