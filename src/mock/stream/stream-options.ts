import type { MockStreams } from '../../workspace/mock-streams.js';

/** How streams go where neither the contract nor the request decides. */
export interface StreamOptions {
  /** How many items are made where no example shows them. */
  readonly itemCount: number;
  /** Between one item and the next. */
  readonly paceMs: number;
  /** An open stream of events says something, if only a comment, so often. */
  readonly idleMs: number;
  /** Streams of events stay open behind their items. */
  readonly staysOpen: boolean;
}

export const DEFAULT_STREAM_OPTIONS: StreamOptions = { itemCount: 3, paceMs: 100, idleMs: 15_000, staysOpen: false };

/**
 * How the streams of one mock go: as the command line says, else the workspace, else {@link DEFAULT_STREAM_OPTIONS}.
 *
 * @param streams - of the workspace
 * @param paceMs - of the command line
 */
export function streamOptions(streams: MockStreams | undefined, paceMs: number | undefined): StreamOptions {
  const { itemCount, idleMs, staysOpen } = streams ?? {};
  return {
    itemCount: itemCount ?? DEFAULT_STREAM_OPTIONS.itemCount,
    paceMs: paceMs ?? streams?.paceMs ?? DEFAULT_STREAM_OPTIONS.paceMs,
    idleMs: idleMs ?? DEFAULT_STREAM_OPTIONS.idleMs,
    staysOpen: staysOpen ?? DEFAULT_STREAM_OPTIONS.staysOpen,
  };
}

/** What a request asks of a stream; each absent where it does not say. */
export interface StreamWishes {
  readonly itemCount: number | undefined;
  readonly paceMs: number | undefined;
  /** The stream is to stay open for so long; infinite: as long as the client does. */
  readonly openMs: number | undefined;
}

/** More items than anybody reads; fewer than take a mock down. */
export const MAX_ITEM_COUNT = 10_000;
/** An hour between two items. */
export const MAX_PACE_MS = 3_600_000;
