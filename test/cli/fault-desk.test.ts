import { describe, expect, it } from 'vitest';
import { openFaultDesk } from '../../src/cli/fault-desk.js';
import { faultRuleFromText } from '../../src/fault/fault-rule-from-text.js';

const HTTP = { contracts: new Map([['shop', undefined]]), isTls: false, isHttp: true };

describe('a desk of faults', () => {
  it.each(['lose', 'duplicate at=delivery', 'broker-down', 'poison'])('refuses what needs a broker where there is none: %s', (text) => {
    expect(refusalOf(text, HTTP)).toMatchObject({
      code: 'E_FAULT_INVALID',
      args: { problem: 'it needs a broker that messages flow through' },
    });
  });

  it.each(['status status=500', 'truncate'])('refuses what needs HTTP where there are only bytes: %s', (text) => {
    expect(refusalOf(text, { ...HTTP, isHttp: false })).toMatchObject({ code: 'E_FAULT_INVALID' });
  });

  it.each(['noop', 'latency latency=1ms', 'status status=500'])('takes what fits: %s', (text) => {
    expect(refusalOf(text, HTTP)).toBeUndefined();
  });

  it('takes faults of messages beside a broker', () => {
    expect(refusalOf('lose', { ...HTTP, hasBroker: true })).toBeUndefined();
  });
});

function refusalOf(text: string, servers: Parameters<typeof openFaultDesk>[0]['servers']): unknown {
  try {
    openFaultDesk({ rules: [faultRuleFromText(text)], seed: 's', secretNames: new Set(), servers });
    return undefined;
  } catch (error) {
    return error;
  }
}
