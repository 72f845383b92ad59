import { describe, expect, it } from 'vitest';
import { openProgramBrokers } from '../../src/host/program-brokers.js';

describe('the brokers of a program', () => {
  it('are those that its environment names, one for each URL', async () => {
    const brokers = await openProgramBrokers({
      MORTISE_BROKER: 'memory:',
      MORTISE_BROKER_PLAN_EXCHANGE: 'memory:',
      MORTISE_BROKER_A: 'memory:a',
    });
    expect(brokers.brokerOf('plan-exchange')).toBe(brokers.brokerOf('anybody'));
    expect(brokers.brokerOf('a')).not.toBe(brokers.brokerOf('anybody'));
    await brokers.close();
  });

  it('are told to be missing by the name of the variable', async () => {
    const brokers = await openProgramBrokers({ MORTISE_BROKERAGE: 'x', MORTISE_BROKER_B: undefined });
    expect(() => brokers.brokerOf('plan-exchange')).toThrow('MORTISE_BROKER_PLAN_EXCHANGE is not set');
  });
});
