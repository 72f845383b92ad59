import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsFromPair } from '../../src/check/check-settings.js';
import type { Intent } from '../../src/check/test-case.js';
import { broken, judgeOf, shortly } from '../support/judged.js';

const SEED = 20261121;

/** Nothing but a success is declared, so that every other status is a surprise. */
const BARE = `
openapi: 3.1.0
info: { title: t, version: '1' }
security: [{ key: [] }]
components: { securitySchemes: { key: { type: apiKey, in: header, name: x-key } } }
paths:
  /things/{id}:
    post:
      operationId: change
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: done } }
`;

const INTENTS: readonly { readonly intent: Intent; readonly requestProblems: ReturnType<typeof broken>['requestProblems'] }[] = [
  { intent: { kind: 'valid' }, requestProblems: [] },
  { intent: { kind: 'unauthorised' }, requestProblems: [] },
  { intent: { kind: 'undeclared-method' }, requestProblems: [] },
  broken(['query', 'limit']),
  broken(['header', 'x-part'], 'required'),
];

const told = fc.record({
  status: fc.integer({ min: 100, max: 599 }),
  intent: fc.constantFrom(...INTENTS),
  isFresh: fc.boolean(),
  hasAccepted: fc.boolean(),
  isMock: fc.boolean(),
  credentials: fc.constantFrom('none', 'wrong', 'other-scheme'),
});

describe('the checks of an answer, taken together', () => {
  it('tell one status once', async () => {
    const judge = await judgeOf(BARE);
    fc.assert(
      fc.property(told, ({ status, intent, credentials, ...rest }) => {
        expect(judge({ operation: 'change', status, ...intent, ...rest, testCase: { credentials } }).length).toBeLessThanOrEqual(1);
      }),
      { seed: SEED, numRuns: 3_000 },
    );
  });

  it('say nothing of a refusal of what is wrong on purpose, declared or not', async () => {
    const judge = await judgeOf(BARE);
    fc.assert(
      fc.property(told, fc.integer({ min: 300, max: 499 }), ({ intent, credentials, ...rest }, status) => {
        fc.pre(intent.intent.kind !== 'valid');
        const headers = ['allow', 'POST'];
        expect(judge({ operation: 'change', ...rest, headers, ...intent, status, testCase: { credentials } })).toEqual([]);
      }),
      { seed: SEED, numRuns: 3_000 },
    );
  });

  it('say something of every acceptance of what is wrong on purpose by a provider that is real', async () => {
    const judge = await judgeOf(BARE);
    for (const { intent, requestProblems } of INTENTS.slice(1)) {
      const said = judge({
        operation: 'change',
        status: 200,
        intent,
        requestProblems,
        testCase: { credentials: 'wrong' },
        request: { method: 'PUT' },
      });
      expect(said).toMatchObject([{ severity: 'error' }]);
    }
  });

  it.each([413, 414, 429, 431])(
    'ask nothing of a refusal by %i that may come before the program, unless it is declared',
    async (status) => {
      const response = '{ description: refused, content: { application/json: { schema: { required: [code] } } } }';
      const told = { operation: 'change', status, headers: ['content-type', 'text/html'], body: '<p>' };
      const withDefault = await judgeOf(BARE.replace("'200': { description: done }", `'200': { description: done }, default: ${response}`));
      expect(withDefault(told)).toEqual([]);
      const declared = await judgeOf(BARE.replace("'200': { description: done }", `'${status}': ${response}`));
      expect(shortly(declared(told))).toContain('content-type-declared error');
    },
  );

  it('say nothing of a declared success, however it came to be asked for', async () => {
    const judge = await judgeOf(BARE);
    expect(judge({ operation: 'change', status: 200 })).toEqual([]);
    expect(judge({ operation: 'change', status: 200, ...broken(['query', 'limit']), requestProblems: [] })).toEqual([]);
  });

  it('weigh what the settings say, and are not made when they are off', async () => {
    const judge = await judgeOf(BARE);
    const call = { operation: 'change', status: 500 };
    const settings = (level: 'off' | 'info'): ReturnType<typeof settingsFromPair> =>
      settingsFromPair({ checks: new Map([['not-a-server-error', level]]), fixtures: new Map() });
    expect(shortly(judge(call))).toEqual(['not-a-server-error error']);
    expect(shortly(judge(call, settings('info')))).toEqual(['not-a-server-error info']);
    expect(judge(call, settings('off'))).toEqual([]);
  });
});

const WITH_ERRORS = `
openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /things:
    post:
      operationId: create
      responses:
        '201': { description: made }
        '400': { description: wrong, content: { application/json: { schema: { type: object, required: [reason] } } } }
        default: { description: else, content: { application/json: { schema: { type: object, required: [reason] } } } }
`;

describe('the clauses of an error', () => {
  const answer = { operation: 'create', headers: ['content-type', 'application/json'], body: '{}' };

  it('are asked of a declared refusal, whether or not the request was right', async () => {
    const judge = await judgeOf(WITH_ERRORS);
    expect(shortly(judge({ ...answer, status: 400 }))).toEqual(['body-matches-schema error']);
    expect(shortly(judge({ ...answer, status: 400, ...broken(['body']) }))).toEqual(['body-matches-schema error']);
  });

  it('are not asked of what only `default` speaks of when the request was wrong on purpose', async () => {
    const judge = await judgeOf(WITH_ERRORS);
    expect(shortly(judge({ ...answer, status: 409 }))).toEqual(['body-matches-schema error']);
    expect(judge({ ...answer, status: 413, ...broken(['body']) })).toEqual([]);
  });

  it('are not asked of a method that nobody declared', async () => {
    const judge = await judgeOf(WITH_ERRORS);
    const call = { ...answer, status: 400, intent: { kind: 'undeclared-method' } as const, request: { method: 'PUT' } };
    expect(judge(call)).toEqual([]);
  });

  it('are not asked of our own mock where the contract keeps it from answering well', async () => {
    const judge = await judgeOf(WITH_ERRORS);
    const violations = JSON.stringify([{ on: 'response', message: 'must have reason' }]);
    const headers = [...answer.headers, 'mortise-violations', violations];
    expect(judge({ ...answer, status: 400, headers, isMock: true })).toEqual([]);
    expect(judge({ ...answer, status: 400, headers })).toHaveLength(1);
  });
});
