import { transportExperiment } from '../recovery/probe/battery.js';
import { SILENCE_PATIENCE_MS, type SilenceLooks, sightingsOf } from './probe-looks.js';
import { isAnyWanted, type Session } from './probe-state.js';

/**
 * What ended quickly at the first look is looked at again at a scale that leaves it room; who was pending is pending at any.
 *
 * @param session - whose pace is known
 * @param looks - the first ones
 */
export async function confirmSilence(session: Session, looks: SilenceLooks): Promise<void> {
  await Promise.all(
    (['timeout', 'truncated'] as const).map(async (failure) => {
      if (session.book.runsOf(`look ${failure}`).length === 0) await looks[failure];
      await confirm(session, failure);
    }),
  );
}

async function confirm(session: Session, failure: 'timeout' | 'truncated'): Promise<void> {
  const { book, mostSilenceScale } = session;
  const looks = book.runsOf(`look ${failure}`);
  const isPending = looks.some(({ end, attempts }) => end === 'pending' && attempts.length === 1);
  if (isPending || mostSilenceScale === 1) book.take(looks, failure);
  if (isPending || !isSilenceWanted(session, failure)) return;
  const seen = failure === 'truncated' && mostSilenceScale > 1 ? sightingsOf(session, failure) : [];
  book.take(seen, failure);
  await book.run(
    Array.from({ length: mostSilenceScale === 1 || seen.length > 0 ? 1 : 2 }, () => ({
      experiment: transportExperiment(failure, watching(session)),
      as: failure,
    })),
  );
}

function watching(session: Session): Parameters<typeof transportExperiment>[1] {
  const { pace, mostSilenceScale } = session;
  const scale = Math.min(mostSilenceScale, session.scaleFor(Math.max(pace.timeoutMs ?? 0, pace.mostWaitMs), SILENCE_MACHINE_MS));
  return { scale, patienceMs: SILENCE_PATIENCE_MS, enoughAttemptCount: 3 };
}

function isSilenceWanted(session: Session, failure: 'timeout' | 'truncated'): boolean {
  return isAnyWanted(session, [failure === 'timeout' ? 'timeoutMs' : 'truncatedBody', 'attempts', 'retries.transport', 'unsafeRetry']);
}

/** What one run is to take on the machine, about. */
const SILENCE_MACHINE_MS = 1_500;
