import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.js';
import { textFromError } from '../../src/report/wording/error-wording.js';
import { messageOfFinding } from '../../src/report/wording/finding-wording.js';
import { findingsOfRun } from '../../src/scenario/scenario-findings.js';
import type { ScenarioRun } from '../../src/scenario/scenario-run.js';
import { answerOf, eventRun, eventScenarioOf } from '../support/event-scenario.js';

const SEND = `{ stepId: place, operationId: placeOrder, action: send, parameters: [{ name: request-id, in: header, value: r-1 }], requestBody: { payload: { sku: lamp } } }`;
const RECEIVE = `operationId: $sourceDescriptions.events.answerOrder, action: receive, parameters: [{ name: shop, in: path, value: s1 }]`;

const steps = (...list: readonly string[]): string =>
  `workflows:\n  - workflowId: w\n    steps:\n${list.map((one) => `      - ${one}\n`).join('')}`;
const told = (run: ScenarioRun): readonly string[] =>
  run.workflows.flatMap((workflow) => workflow.steps.map(({ stepId, outcome }) => `${stepId} ${outcome}`));

describe('a step that sends', () => {
  it('has its payload, headers, address, key and correlation id, and goes in the place of whoever the contract says', async () => {
    const { run, sent } = await eventRun(
      `x-recovery: [{ consumer: shop, provider: orders, expect: { atLeastOnce: true } }]\n${steps(
        `{ stepId: one, operationId: placeOrder, action: send, x-key: $inputs.none, parameters: [{ name: request-id, in: header, value: r-1 }], requestBody: { payload: { sku: lamp } } }`.replace(
          '$inputs.none',
          'k-7',
        ),
        `{ stepId: two, channelPath: '{$sourceDescriptions.events.url}#/channels/answers', action: send, requestBody: { payload: { kind: accepted, for: r-1, shop: s9 } } }`,
      )}`,
    );
    expect(run.workflows[0]?.outcome).toBe('succeeded');
    expect(sent.map(({ message, member }) => [message.channel, message.key, message.headers, message.correlationId, member])).toEqual([
      ['orders.placed', 'k-7', [['request-id', 'r-1']], 'r-1', 'shop'],
      ['answers/s9', undefined, [], 'r-1', 'orders'],
    ]);
    expect(new TextDecoder().decode(sent[0]?.message.payload)).toBe('{"sku":"lamp"}');
  });

  it('fails when its address has no value, and when the broker is away', async () => {
    const send = `{ stepId: s, operationId: answerOrder, action: send, requestBody: { payload: { kind: accepted, for: r-1 } } }`;
    const { run } = await eventRun(steps(send));
    expect(run.workflows[0]?.failure).toEqual({ kind: 'unsendable', reason: 'the parameter "shop" of the address has no value' });
    expect((await eventRun(steps(SEND), undefined, { isAway: true })).run.workflows[0]?.failure).toEqual({
      kind: 'unsent',
      isRefused: false,
    });
  });
});

describe('a step that receives', () => {
  it.each([
    ['after the step that causes the message', [SEND, `{ stepId: take, dependsOn: [place], ${RECEIVE} }`]],
    ['before it', [`{ stepId: take, ${RECEIVE} }`, SEND]],
  ])('takes the message when it stands %s', async (_where, list) => {
    const react = async (_: unknown, broker: { publish(message: ReturnType<typeof answerOf>): Promise<void> }) =>
      broker.publish(answerOf({ kind: 'accepted', for: 'r-1', price: 7 }));
    const { run } = await eventRun(
      `${steps(...list.map((one) => one.replace('action: receive', 'action: receive, outputs: { price: $message.payload.price, kind: $message.payload#/kind }')))}    outputs: { price: $steps.take.outputs.price }\n`,
      react,
    );
    expect(told(run).toSorted()).toEqual(['place passed', 'take passed']);
    expect(run.workflows[0]?.outputs).toEqual({ price: 7 });
  });

  it('takes only what has its correlation id and is of its operation, and leaves the rest to others', async () => {
    const { run } = await eventRun(
      steps(
        `{ stepId: mine, ${RECEIVE}, correlationId: 'r-2', outputs: { kind: $message.payload#/kind } }`,
        `{ stepId: accepted, ${RECEIVE.replace('answerOrder', 'acceptOrder')}, outputs: { for: $message.payload#/for } }`,
        `{ stepId: any, ${RECEIVE}, dependsOn: [mine, accepted], outputs: { for: $message.payload#/for } }`,
        SEND.replace('stepId: place', 'stepId: place'),
      ).replace(/( {6}- \{ stepId: mine[\s\S]*)( {6}- \{ stepId: place.*\n)/, '$2$1'),
      async (_, broker) => {
        await broker.publish(answerOf({ kind: 'rejected', for: 'r-1' }));
        await broker.publish(answerOf({ kind: 'rejected', for: 'r-2' }));
        await broker.publish(answerOf({ kind: 'accepted', for: 'r-3' }));
      },
    );
    expect(run.workflows[0]?.outcome).toBe('succeeded');
    expect(told(run)).toEqual(['place passed', 'mine passed', 'accepted passed', 'any passed']);
  });

  it('is joined by whoever speaks of its outputs, and lets the others go on', async () => {
    const { run, sent } = await eventRun(
      steps(
        `{ stepId: take, ${RECEIVE}, outputs: { sku: $message.payload#/sku } }`,
        SEND,
        `{ stepId: again, operationId: placeOrder, action: send, requestBody: { payload: { sku: $steps.take.outputs.sku } } }`,
      )
        .replace('steps:\n', `steps:\n      - { stepId: first, operationId: listOrders }\n`)
        .replace('stepId: again,', 'stepId: again, dependsOn: [place],'),
      async (message, broker) => {
        if (new TextDecoder().decode(message.payload).includes('lamp'))
          await broker.publish(answerOf({ kind: 'rejected', for: 'x', sku: 'desk' }));
      },
    );
    expect(told(run)).toEqual(['first passed', 'place passed', 'take passed', 'again passed']);
    expect(new TextDecoder().decode(sent[1]?.message.payload)).toBe('{"sku":"desk"}');
  });

  it('fails the workflow when nothing came in time, also when nothing depends on it', async () => {
    const { run } = await eventRun(steps(`{ stepId: take, ${RECEIVE}, timeout: 500, correlationId: r-1 }`, SEND));
    expect(told(run)).toEqual(['place passed', 'take failed']);
    const failure = { kind: 'no-message', waitedMs: 500, correlationId: 'r-1' };
    expect(run.workflows[0]).toMatchObject({ outcome: 'failed', failure });
    expect(run.endedAtMs - run.startedAtMs).toBe(500);
    const [finding] = findingsOfRun(await eventScenarioOf(steps(SEND)), run);
    expect(finding === undefined ? '' : messageOfFinding(finding)).toContain('a message with the correlation id "r-1"');
  });

  it('is judged: what breaks the contract is a finding, what its criteria refuse a failure', async () => {
    const react = (payload: unknown) => async (_: unknown, broker: { publish(message: ReturnType<typeof answerOf>): Promise<void> }) =>
      broker.publish(answerOf(payload));
    const text = steps(SEND, `{ stepId: take, ${RECEIVE}, successCriteria: [{ condition: $message.payload#/kind == 'accepted' }] }`);
    const rejected = await eventRun(text, react({ kind: 'rejected', for: 'r-1' }));
    expect(rejected.run.workflows[0]?.failure).toMatchObject({ kind: 'criterion', seen: '$message.payload#/kind = "rejected"' });
    const own = await eventRun(text, react({ kind: 'accepted', for: 'r-1', price: 'much' }));
    // Nobody recorded who sent it: what a fault may have done is not told of the system.
    expect(own.run.workflows[0]?.steps[1]?.messageProblems).toEqual([]);
    const heard = await eventRun(text, react({ kind: 'accepted', for: 'r-1', price: 'much' }), { isHeardLate: true });
    expect(heard.run.workflows[0]?.steps[1]?.messageProblems).toMatchObject([{ location: ['payload', 'price'] }]);
  });
});

describe('reading a step on a channel', () => {
  it.each([
    ['no intent', `operationId: placeOrder, requestBody: { payload: {} }`, 'says "action: send" or "action: receive"'],
    ['a misspelt operation', `operationId: plceOrder, action: send, requestBody: { payload: {} }`, 'Did you mean "placeOrder"'],
    [
      'a misspelt channel',
      `channelPath: '{$sourceDescriptions.events.url}#/channels/answer', action: receive`,
      'no channel "answer". Did you mean "answers"',
    ],
    [
      'a channel of no source',
      `channelPath: '#/channels/answers', action: receive`,
      'a channelPath is {$sourceDescriptions.<name>.url}#/channels/<name>',
    ],
    [
      'a channel of OpenAPI',
      `channelPath: '{$sourceDescriptions.shop.url}#/channels/answers', action: receive`,
      'shop is no document of AsyncAPI',
    ],
    ['a call with an intent', `operationId: listOrders, action: send`, 'only a message is sent or received'],
    ['nothing to send', `operationId: placeOrder, action: send`, 'has a "requestBody"'],
    ['a payload to receive', `operationId: answerOrder, action: receive, requestBody: { payload: {} }`, 'sends no payload'],
    [
      'a correlation id to send',
      `operationId: placeOrder, action: send, correlationId: a, requestBody: { payload: {} }`,
      'only a step that receives asks for one',
    ],
    [
      'an unknown parameter',
      `operationId: answerOrder, action: receive, parameters: [{ name: shp, in: path, value: a }]`,
      'has no parameter "shp". Did you mean "shop"',
    ],
    [
      'a query',
      `operationId: answerOrder, action: receive, parameters: [{ name: shop, in: query, value: a }]`,
      'needs "in: path" or "in: header"',
    ],
  ])('tells %s, with its place', async (_what, step, expected) => {
    const error: unknown = await eventScenarioOf(steps(`{ stepId: s, ${step} }`)).catch((caught: unknown) => caught);
    const text = error instanceof InputError ? textFromError(error) : String(error);
    expect(text).toContain(expected);
    expect(text).toMatch(/test\.arazzo\.yaml:7:\d+/);
  });
});
