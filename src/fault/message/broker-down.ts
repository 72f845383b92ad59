import { statelessKind } from '../fault-kind.js';
import { choiceOf, settingsSchema } from '../setting.js';

interface BrokerDownSettings {
  readonly keepsSubscriptions: boolean;
}

/** The broker is away as a whole: nothing is taken, nothing is given, and what was not settled comes back with it. */
export const brokerDown = statelessKind<BrokerDownSettings>({
  kind: 'broker-down',
  group: 'message',
  summary: 'The broker is away: publishing and acknowledging fail, nothing is delivered, what was not settled comes again',
  schema: settingsSchema({ subscriptions: { enum: ['lost', 'kept'] } }),
  settingsFrom: ({ subscriptions }) => ({ keepsSubscriptions: choiceOf(subscriptions, ['lost', 'kept']) === 'kept' }),
  brokerIsAway: (settings) => settings,
});
