import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { TestWorkspaceOptions } from '../../../src/index.js';
import { createDocumentPort, testWorkspace } from '../../../src/index.js';
import { readWorkspace } from '../../../src/workspace/read-workspace.js';

/** Tests `fixtures/workspaces/order-events.yaml` with the sender and the receiver of these names. */
async function tested(
  names: { readonly sender?: string; readonly receiver?: string; readonly timeout?: string },
  options: Partial<TestWorkspaceOptions> = {},
) {
  const { sender = 'right', receiver = 'right', timeout = '5s' } = names;
  const env = { SENDER: sender, RECEIVER: receiver, EVENTS_TIMEOUT: timeout };
  const documents = createDocumentPort({ cwd: process.cwd(), stdin: Readable.from([]) });
  const workspace = await readWorkspace('fixtures/workspaces/order-events.yaml', documents, env);
  const { outcomes, findings } = await testWorkspace({
    workspace: { ...workspace, folder: resolve(workspace.folder) },
    documents,
    env,
    cwd: process.cwd(),
    seed: '1',
    caseCount: 6,
    recordFile: false,
    version: '0',
    signal: new AbortController().signal,
    ...options,
  });
  const [outcome] = outcomes;
  return {
    verdict: outcome?.kind === 'tested' ? outcome.result.verdict.kind : outcome?.kind,
    codes: [...new Set(findings.map(({ code }) => code))],
    findings,
  };
}

describe('the events of a pair', () => {
  it.each(['1', '2'])('are consistent where sender and receiver are right, with seed %s', async (seed) => {
    const { verdict, codes } = await tested({}, { seed });
    expect({ verdict, codes }).toEqual({ verdict: 'consistent', codes: [] });
  });

  it('are consistent also with a receiver that takes its time and leaves out what it does not know', async () => {
    expect(await tested({ receiver: 'right-waiting' })).toMatchObject({ verdict: 'consistent', codes: [] });
  });

  it.each([
    ['wrong-payload', 'check/payload-matches-schema'],
    ['wrong-channel', 'check/channel-declared'],
    ['wrong-correlation', 'check/correlation-id-present'],
    ['wrong-key', 'check/message-key-matches'],
    ['wrong-content-type', 'check/message-content-type'],
  ])('are refuted for the right reason with the sender %s', async (sender, code) => {
    expect(await tested({ sender }, { phases: ['examples'] })).toMatchObject({ verdict: 'refuted', codes: [code] });
  });

  it('are refuted when a trigger is not followed by its message', async () => {
    const { codes } = await tested({ sender: 'wrong-silent', timeout: '200ms' }, { phases: ['examples'] });
    expect(codes).toContain('check/message-sent');
  });

  it.each([
    ['wrong-double-effect', 'check/duplicate-has-one-effect', 'stateful'],
    ['wrong-loses-order', 'check/messages-in-order', 'stateful'],
    ['wrong-refuses-notes', 'check/valid-message-processed', 'coverage'],
    ['wrong-takes-anything', 'check/invalid-message-refused', 'coverage'],
  ] as const)('are refuted for the right reason with the receiver %s', async (receiver, code, phase) => {
    expect(await tested({ receiver }, { phases: [phase] })).toMatchObject({ verdict: 'refuted', codes: [code] });
  });

  it.each(['wrong-dies-on-poison', 'wrong-stuck-on-poison'])(
    'are refuted when the receiver is %s, once, with the message that did it',
    async (receiver) => {
      const { codes, findings } = await tested({ receiver, timeout: '400ms' }, { phases: ['coverage'] });
      expect(codes).toContain('check/receiver-lives');
      const [finding] = findings.filter(({ code }) => code === 'check/receiver-lives');
      expect(finding?.replay?.steps).toMatchObject([{ operation: 'orderCreated', intent: 'invalid', event: { kind: 'once' } }]);
      expect(finding?.witness?.request?.line).toBe('orders.created');
    },
  );

  it('have one id for one cause, whatever the seed', async () => {
    const [first, second] = [
      await tested({ receiver: 'wrong-double-effect' }, { seed: 'a', phases: ['stateful'] }),
      await tested({ receiver: 'wrong-double-effect' }, { seed: 'b', phases: ['stateful'] }),
    ];
    expect(first.findings.map(({ id }) => id)).toEqual(second.findings.map(({ id }) => id));
  });
});
