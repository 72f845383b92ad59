import { InputError } from '../base/errors.js';
import { systemOfMember } from '../journal/member-name.js';
import type { RunJournal } from '../journal/run-journal.js';
import type { Expectations } from '../policy/expectations.js';
import type { RecoveryPolicy } from '../policy/policy.js';

/** A link of a journal with what is claimed of it. */
export interface JudgedLink {
  readonly consumer: string | undefined;
  readonly provider: string;
  readonly policy: RecoveryPolicy;
  readonly expectations: Expectations;
}

/** Who calls whom. */
type Link = Pick<JudgedLink, 'consumer' | 'provider'>;

/**
 * The link of a journal that is meant: the only one, or the one that was named.
 *
 * @param journal - of a run
 * @param asked - the names that were given
 * @throws InputError `E_ARGUMENT_MISSING` when several are left
 */
export function linksOfJournal(
  journal: RunJournal,
  asked: { readonly consumer: string | undefined; readonly provider: string | undefined },
): readonly Link[] {
  const links = new Map<string, Link>();
  const add = ({ consumer: name, provider }: Link): void => {
    const consumer = name === undefined ? undefined : systemOfMember(name);
    links.set(`${consumer ?? ''}\u0000${provider}`, { consumer, provider });
  };
  for (const exchange of journal.exchanges) if (exchange.side === 'egress') add(exchange);
  for (const connection of journal.connections) add(connection);
  // What the provider sends itself goes to whoever receives it.
  for (const { sender, receiver, provider } of journal.messages) {
    const consumer = receiver ?? sender;
    if (consumer !== undefined && systemOfMember(consumer) !== provider) add({ consumer, provider });
  }
  const meant = [...links.values()].filter(
    ({ consumer, provider }) => (asked.provider ?? provider) === provider && (asked.consumer ?? consumer) === consumer,
  );
  if (meant.length === 1) return meant;
  if (asked.provider !== undefined) return [{ consumer: asked.consumer, provider: asked.provider }];
  const names = [...links.values()].map(({ consumer, provider }) => `${consumer ?? ''}:${provider}`).slice(0, MAX_SHOWN_COUNT);
  const value =
    names.length === 0
      ? 'a provider to judge: the journal has no calls and no messages'
      : `to be told which link is meant: ${names.join(', ')}`;
  throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: '--consumer or --provider', value } });
}

const MAX_SHOWN_COUNT = 10;
