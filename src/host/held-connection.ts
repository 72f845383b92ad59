import type { Socket } from 'node:net';
import type { Clock } from '../base/clock.js';
import type { Connection } from '../journal/run-journal.js';
import type { RunRecorder } from '../journal/run-recorder.js';

/** A connection of a consumer, from its beginning to its end recorded. */
export interface HeldConnection {
  readonly id: string;
  /** What is read and written: of TLS, once `secure` was called. */
  readonly socket: Socket;
  /** Aborted once the consumer has ended or gone, or the server closes. */
  readonly gone: AbortSignal;
  /** When the consumer ended its side or went; `undefined` while it is there, or when it was not the consumer who ended it. */
  readonly goneAtMs: number | undefined;
  /** Whether it was the server that closed, should the consumer be gone. */
  isClosing(): boolean;
  /** How many exchanges it carried before. */
  useCount: number;
  /** Whether an exchange is under way: such a connection outlives the closing of the server for a moment. */
  isBusy: boolean;
  /** Whether the server itself was spoken to on it: no fault cuts such a connection, or whoever took the provider down could not bring it back. */
  readonly isForControl: boolean;
  /** The server itself is spoken to on it. When it carried nothing else it was none of a consumer's, and the journal does not speak of it. */
  noteControl(): void;
  /**
   * Ends it. The first to end it is who ended it.
   *
   * @param by - in the journal
   * @param fault - the label of the fault that did it
   */
  cut(how: 'rst' | 'fin', by: 'provider' | 'fault', fault?: string | undefined): void;
  /** The consumer is about to be told of the end: from now on it may connect again, whenever the socket is closed. */
  noteEnd(): void;
  /**
   * From now on it is spoken to through TLS.
   *
   * @param secured - made of `socket`
   * @param fault - the label of the fault that chose the certificate
   */
  secure(secured: Socket, fault: string | undefined): void;
}

interface HeldConnectionOptions {
  readonly id: string;
  readonly socket: Socket;
  readonly consumer: string | undefined;
  readonly provider: string;
  readonly clock: Clock;
  readonly recorder: RunRecorder | undefined;
  /** Of the fault that was in force when it was opened. */
  readonly fault: string | undefined;
  /** Aborted once the server was told to close. */
  readonly closing: AbortSignal;
  readonly onClosed: () => void;
}

/**
 * Holds a connection that was just accepted.
 *
 * @param options - whose it is, and where it is recorded
 */
export function holdConnection(options: HeldConnectionOptions): HeldConnection {
  const { id, socket: plain, consumer, provider, clock, recorder } = options;
  let socket = plain;
  const goneController = new AbortController();
  const openedAtMs = clock.nowMs();
  let end: Connection['end'] = 'open';
  let controlCount = 0;
  let fault = options.fault;
  let goneAtMs: number | undefined;
  /** Before it was told to the consumer: what follows it is never later than it is. */
  let endAtMs: number | undefined;
  const noteEnd = (): void => {
    endAtMs ??= clock.nowMs();
  };

  const record = (closedAtMs: number | undefined): void => {
    const carriedCount = held.useCount + (held.isBusy ? 1 : 0);
    if (controlCount > 0 && carriedCount <= controlCount) return;
    const { bytesRead: receivedBytes, bytesWritten: sentBytes } = plain;
    recorder?.connection({ id, consumer, provider, openedAtMs, closedAtMs, end, receivedBytes, sentBytes, fault });
  };
  const endedBy = (by: Connection['end']): void => {
    if (end === 'open') end = by;
  };
  const consumerEnded = (): void => {
    endedBy('consumer');
    if (end === 'consumer') goneAtMs ??= clock.nowMs();
    goneController.abort();
  };
  // Without a listener an error would take the process down; `close` follows it and tells the rest.
  plain.on('error', consumerEnded).on('end', consumerEnded);
  plain.once('close', () => {
    endedBy('provider');
    record(endAtMs ?? clock.nowMs());
    goneController.abort();
    options.onClosed();
  });

  const held: HeldConnection = {
    id,
    get socket() {
      return socket;
    },
    gone: goneController.signal,
    get goneAtMs() {
      return goneAtMs;
    },
    isClosing: () => options.closing.aborted,
    useCount: 0,
    isBusy: false,
    get isForControl() {
      return controlCount > 0;
    },
    noteControl: () => {
      if (held.useCount === controlCount) recorder?.forgetConnection({ id, provider, openedAtMs });
      controlCount += 1;
    },
    cut: (how, by, label) => {
      endedBy(by);
      noteEnd();
      if (end === by && label !== undefined) fault = label;
      if (how === 'rst') plain.resetAndDestroy();
      else socket.end(() => socket.destroy());
      goneController.abort();
    },
    noteEnd,
    secure: (secured, label) => {
      socket = secured;
      fault ??= label;
      secured.on('error', consumerEnded).on('end', consumerEnded);
    },
  };
  record(undefined);
  return held;
}
