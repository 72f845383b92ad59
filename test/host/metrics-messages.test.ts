import { describe, expect, it } from 'vitest';
import { openMetrics } from '../../src/host/metrics/open-metrics.js';
import type { MessageRecord } from '../../src/journal/message-record.js';
import { prometheusSamples } from '../support/prometheus-samples.js';

const SENT: MessageRecord = {
  ...{ id: '1', side: 'sent', provider: 'orders', sender: 'orders', receiver: undefined, channel: 'placed', operation: undefined },
  ...{ message: undefined, messageKey: '', key: undefined, correlationId: undefined, headers: [], payload: '', atMs: 1 },
  ...{ settledAtMs: undefined, outcome: 'unconfirmed', attempt: 1, fault: undefined, problems: [] },
};

describe('the metrics of messages', () => {
  it('count each passage once, and what is dead-lettered when it is settled', async () => {
    const metrics = await openMetrics({ systems: () => [] });
    const delivered: MessageRecord = { ...SENT, id: '2', side: 'delivered', receiver: 'billing', outcome: 'unsettled' };
    metrics.observeMessage(SENT);
    metrics.observeMessage({ ...SENT, settledAtMs: 2, outcome: 'accepted' });
    metrics.observeMessage({ ...SENT, id: '3', settledAtMs: 2, outcome: 'accepted' });
    metrics.observeMessage(delivered);
    metrics.observeMessage({ ...delivered, settledAtMs: 3, outcome: 'dead-lettered' });
    const samples = prometheusSamples(String((await metrics.page()).body));
    const of = (event: string): number | undefined =>
      samples.get(`mortise_messages_total{system="orders",channel="placed",event="${event}"}`);
    expect([of('sent'), of('delivered'), of('dead-lettered')]).toEqual([2, 1, 1]);
  });
});
