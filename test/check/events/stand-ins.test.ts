import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createDocumentPort, testWorkspace } from '../../../src/index.js';
import { pairFromJson } from '../../../src/workspace/pair-from-json.js';
import type { System } from '../../../src/workspace/workspace.js';

const FILES = [
  'fixtures/specs/order-events.yaml',
  'fixtures/specs/events-2.yaml',
  'fixtures/specs/events-3.yaml',
  'contracts/component-messages.asyncapi.yaml',
];

/** Nobody has a program: samples are what is sent, and what keeps the contract is what is taken. */
describe('the tester on its own stand-ins', () => {
  it.each(FILES)('finds nothing: %s', async (file) => {
    const none = {
      pointer: '',
      openapi: undefined,
      url: undefined,
      broker: undefined,
      start: undefined,
      module: undefined,
      health: undefined,
      port: undefined,
      env: {},
    };
    const systems: readonly System[] = [
      { ...none, name: 'provider', asyncapi: file },
      { ...none, name: 'consumer', asyncapi: undefined },
    ];
    const { outcomes, findings } = await testWorkspace({
      workspace: {
        file: 'mortise.yaml',
        text: '',
        folder: '.',
        systems: new Map(systems.map((system) => [system.name, system])),
        integrations: [pairFromJson({ consumer: 'consumer', provider: 'provider' }, '/integrations/0')],
        scenarios: [],
      },
      documents: createDocumentPort({ cwd: process.cwd(), stdin: Readable.from([]) }),
      env: {},
      cwd: process.cwd(),
      seed: file,
      caseCount: 12,
      recordFile: false,
      version: '0',
      signal: new AbortController().signal,
    });
    expect(findings).toEqual([]);
    const [outcome] = outcomes;
    expect(outcome).toMatchObject({ kind: 'tested', result: { providerKind: 'mock', verdict: { kind: 'consistent' } } });
    if (outcome?.kind !== 'tested') return;
    expect(outcome.result.reachedOperationCount).toBe(outcome.result.operationCount);
    expect(outcome.result.coverage.exercisedClauseCount).toBe(outcome.result.coverage.clauseCount);
  });
});
