import { describe, expect, it } from 'vitest';
import { createInjector } from '../../src/fault/create-injector.js';
import { faultRulesFromJson } from '../../src/fault/fault-rules-from-json.js';
import { createRunRecorder } from '../../src/journal/create-run-recorder.js';
import { createEventHub } from '../../src/scenario/event-hub.js';
import { createManualClock } from '../../src/scenario/simulated/manual-clock.js';
import { eventScenarioOf, answerOf } from '../support/event-scenario.js';

const SCENARIO = `workflows: [{ workflowId: w, steps: [{ stepId: s, operationId: answerOrder, action: receive, parameters: [{ name: shop, in: path, value: s1 }] }] }]\n`;

/** The brokers of a world with one link, and what the shop was given. */
async function opened() {
  const scenario = await eventScenarioOf(SCENARIO);
  const target = scenario.workflows.get('w')?.steps[0]?.target;
  if (target?.kind !== 'event') throw new Error('the step is on a channel');
  const exact = createManualClock(0);
  const clock = { ...exact, sleep: async () => undefined };
  const recorder = createRunRecorder();
  const own = createInjector({ seed: '1', provider: 'orders', consumer: 'shop', onSpan: (span) => recorder.fault(span) });
  const hub = createEventHub({
    contracts: new Map([['orders', target.contract]]),
    seed: '1',
    clock,
    settle: (work) => work,
    recorder,
    injectorBetween: (consumer, provider) => (consumer === 'shop' && provider === 'orders' ? own : undefined),
  });
  const received: string[] = [];
  await hub.connect('orders', 'shop').subscribe({ channel: 'answers/s1', group: 'g', from: 'new', prefetchCount: 1 }, async (delivery) => {
    received.push(new TextDecoder().decode(delivery.message.payload));
    await delivery.settle('ack');
  });
  const port = hub.port('orders');
  if (port === undefined) throw new Error('orders has events');
  const send = async (payload: unknown) => {
    await port.publish(answerOf(payload), 'orders');
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { hub, own, recorder, received, send, port };
}

describe('the brokers of a world', () => {
  it('record what passes, each connection under ids of its own', async () => {
    const { hub, recorder, send } = await opened();
    await hub.connect('orders', 'orders').publish(answerOf({ kind: 'rejected', for: 'a' }));
    await send({ kind: 'accepted', for: 'b', price: 1 });
    const { messages } = recorder.journal(0);
    expect(messages.map(({ side, sender, receiver, operation }) => [side, sender, receiver, operation])).toEqual([
      ['sent', 'orders', undefined, 'answerOrder'],
      ['delivered', undefined, 'shop', 'answerOrder'],
      ['sent', 'orders', undefined, 'acceptOrder'],
      ['delivered', undefined, 'shop', 'acceptOrder'],
    ]);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(4);
    await hub.close();
  });

  it('bring the faults of a link before what its provider sends, and take them away again', async () => {
    const { hub, own, received, send } = await opened();
    const faults = hub.withSender('orders', own);
    const [rule] = faultRulesFromJson([{ fault: 'lose', label: 'gone' }]);
    if (rule === undefined) throw new Error('there is a rule');
    expect(faults.isIdle).toBe(true);
    faults.add(rule, 0);
    expect([faults.isIdle, faults.rules.length]).toEqual([false, 1]);
    await send(1);
    expect(received).toEqual([]);
    faults.remove('gone', 0);
    await send(2);
    faults.set([rule], 0);
    await send(3);
    expect(received).toEqual(['2']);
    await hub.close();
  });

  it('let the driver hear what flows beside those it is for', async () => {
    const { hub, received, send, port } = await opened();
    const heard: string[] = [];
    const listening = await port.listen('answers/s1', ({ payload }) => void heard.push(new TextDecoder().decode(payload)));
    await send(1);
    await listening.stop();
    await send(2);
    expect([heard, received]).toEqual([['1'], ['1', '2']]);
    await hub.close();
  });

  it('are there for systems with events only', async () => {
    const { hub, own } = await opened();
    expect([hub.has('orders'), hub.has('shop'), hub.port('shop'), hub.withSender('shop', own)]).toEqual([true, false, undefined, own]);
    expect(() => hub.connect('shop', 'orders')).toThrow('no events of "shop" are part of this run');
    await hub.close();
  });
});
