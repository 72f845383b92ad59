import type { Finding } from '../../finding/finding.js';
import { matchAddress } from '../../wire/channel-address.js';
import type { EventRun } from './event-run.js';
import type { RefusedHandshake } from './event-session.js';
import { judgementOfEvent, reportEvent } from './report-event.js';

/**
 * The handshakes of WebSockets that the contract refuses, told at the first operation of their channel.
 *
 * @param run - of the pair
 * @returns findings of new causes
 */
export function reportHandshakes(run: EventRun): readonly Finding[] {
  return (run.session.refusedHandshakes?.() ?? []).flatMap((refused) => findingOf(run, refused) ?? []);
}

function findingOf(run: EventRun, { channel, problem }: RefusedHandshake): Finding | undefined {
  const operation = run.input.contract.eventOperations.find((one) => matchAddress(one.channel, channel) !== undefined);
  if (operation === undefined) return undefined;
  const failure = {
    severity: 'error' as const,
    place: problem.place,
    location: problem.location,
    expected: problem.message,
    seen: 'a handshake that does not, so it was refused',
  };
  const judgement = judgementOfEvent(run, { operation: operation.id }, { code: 'check/handshake-matches', failure });
  return judgement === undefined ? undefined : reportEvent(run, judgement);
}
