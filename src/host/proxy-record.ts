import type { Exchange, ExchangeOutcome } from '../journal/exchange.js';
import type { Journal } from '../journal/memory-journal.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { HttpRequest } from '../wire/http-message.js';
import type { ContentKeeper } from './content-keeper.js';

/** An exchange of a proxy while it happens; it is in the recorder from its beginning on, so that a call that stays pending is seen, too. */
export interface ProxyRecord {
  readonly exchange: OpenExchange;
  /** The request's body as far as it came. */
  readonly requestContent: ContentKeeper;
  /** Writes down how it stands. */
  keep(): void;
  /** The consumer went away; an answer may still come. */
  consumerGone(outcome: 'aborted' | 'timedOut', atMs: number): void;
  /**
   * Writes it to the durable journal, once; before the caller can have all of the answer.
   *
   * @returns whether it is there: of what is not the caller must not have all
   */
  keepDurably(outcome: ExchangeOutcome): boolean;
  /** It is over. */
  end(outcome: ExchangeOutcome, atMs: number): void;
}

export type OpenExchange = { -readonly [Member in keyof Exchange]: Exchange[Member] };

interface ProxyRecordOptions {
  readonly id: string;
  readonly consumer: string | undefined;
  readonly provider: string;
  readonly operation: string | undefined;
  readonly connectionId: string;
  readonly request: Omit<HttpRequest, 'body'>;
  readonly requestContent: ContentKeeper;
  readonly receivedFirstAtMs: number;
  readonly receivedLastAtMs: number;
  readonly recorder: RunRecorder;
  readonly durableJournal: Journal | undefined;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Begins to record an exchange whose head was read.
 *
 * @param options - what is known by then
 */
export function openProxyRecord(options: ProxyRecordOptions): ProxyRecord {
  const { recorder, durableJournal, requestContent, onTrouble } = options;
  let isDurable: boolean | undefined = durableJournal === undefined ? true : undefined;
  let hasAnswer = false;
  const exchange: OpenExchange = {
    id: options.id,
    side: 'egress',
    consumer: options.consumer,
    provider: options.provider,
    operation: options.operation,
    connectionId: options.connectionId,
    receivedFirstAtMs: options.receivedFirstAtMs,
    receivedLastAtMs: options.receivedLastAtMs,
    respondedFirstAtMs: undefined,
    respondedLastAtMs: undefined,
    request: { ...options.request, body: undefined },
    response: undefined,
    fault: undefined,
    effect: undefined,
    problems: NO_PROBLEMS,
    outcome: 'timedOut',
  };
  /** As it stands, in an object of its own: what was recorded must not change behind the recorder's back. */
  const snapshot = (): Exchange => ({
    ...exchange,
    request: { ...exchange.request, body: requestContent.body(), truncatedBytes: requestContent.truncatedBytes() },
  });
  const keep = (): void => recorder.append(snapshot());
  const keepDurably = (outcome: ExchangeOutcome): boolean => {
    if (isDurable !== undefined) return isDurable;
    try {
      durableJournal?.append({ ...snapshot(), outcome });
      isDurable = true;
    } catch (error) {
      onTrouble(error);
      isDurable = false;
    }
    return isDurable;
  };
  keep();
  return {
    exchange,
    requestContent,
    keep,
    keepDurably,
    consumerGone: (outcome, atMs) => {
      if (hasAnswer) return;
      exchange.outcome = outcome;
      exchange.respondedLastAtMs = atMs;
      keep();
    },
    end: (outcome, atMs) => {
      hasAnswer = true;
      exchange.outcome = outcome;
      exchange.respondedLastAtMs = atMs;
      keep();
      keepDurably(outcome);
    },
  };
}

const NO_PROBLEMS: Exchange['problems'] = [];
