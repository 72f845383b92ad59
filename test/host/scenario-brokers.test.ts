import { describe, expect, it } from 'vitest';
import { eventContractsOf, outsideBrokers, outsideSystems } from '../../src/host/scenario-brokers.js';
import { readWorkspace } from '../../src/workspace/read-workspace.js';
import { textPort } from '../support/text-port.js';

const EVENTS = 'asyncapi: 3.0.0\ninfo: { title: E, version: 1.0.0 }\nchannels: {}\n';
const documents = textPort({
  'e.yaml': EVENTS,
  'mortise.yaml': `
systems:
  a: { asyncapi: e.yaml }
  b-two: { asyncapi: e.yaml, broker: 'amqp://127.0.0.1:1' }
  c: { asyncapi: e.yaml, broker: 'memory:' }
`,
});

describe('the brokers of a scenario', () => {
  it('are ours, unless the workspace names another: then programs of their own are told where it is', async () => {
    const workspace = await readWorkspace('mortise.yaml', documents, {});
    const contracts = await eventContractsOf(['a', 'b-two', 'c', 'nobody'], { workspace, documents });
    expect([...contracts.keys()]).toEqual(['a', 'b-two', 'c']);
    expect(outsideSystems(['a', 'b-two', 'c'], workspace)).toEqual(['b-two']);
    const url = 'amqp://127.0.0.1:1';
    expect(outsideBrokers(new Map([['b-two', url]]))).toEqual({ MORTISE_BROKER: url, MORTISE_BROKER_B_TWO: url });
    expect(outsideBrokers(new Map())).toEqual({});
  });
});
