import type { ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.js';
import type { Exchange } from '../journal/exchange.js';
import { MAX_BODY_BYTES } from '../journal/recorded-body.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { BodyStream, HttpResponse } from '../wire/http-message.js';
import { createContentKeeper } from './content-keeper.js';
import type { OpenExchange } from './open-exchange.js';
import { withheldAnswer } from './withheld-answer.js';
import { writeResponse } from './write-response.js';
import { writeStream } from './write-stream.js';

interface StreamedAnswersOptions {
  readonly clock: Clock;
  readonly recorder: RunRecorder | undefined;
  readonly keep: (exchange: Exchange) => boolean;
  readonly append: (exchange: OpenExchange) => void;
  /** @returns tells that the client has gone */
  readonly onStream: (() => () => void) | undefined;
}

/** The streams of one service. */
export interface StreamedAnswers {
  /** @param exchange - without its response */
  send(exchange: OpenExchange, outgoing: ServerResponse, response: HttpResponse & { readonly stream: BodyStream }): Promise<void>;
  /** Ends all that are open, and those that begin. */
  end(): void;
}

/**
 * Answers with streams, and records each twice under one id: as pending before its first byte, and as it went when it is over.
 *
 * @param options - where exchanges go
 */
export function createStreamedAnswers({ clock, recorder, keep, append, onStream }: StreamedAnswersOptions): StreamedAnswers {
  const open = new Set<AbortController>();
  let isClosing = false;
  return {
    end: () => {
      isClosing = true;
      for (const over of open) over.abort();
    },
    send: async (exchange, outgoing, response) => {
      const { status, headers, body } = response;
      exchange.response = { status, headers, body };
      exchange.outcome = 'timedOut';
      exchange.respondedFirstAtMs = clock.nowMs();
      if (!keep(exchange)) {
        writeResponse(outgoing, withheldAnswer());
        return;
      }
      recorder?.append({ ...exchange });
      const content = createContentKeeper(MAX_BODY_BYTES);
      const over = new AbortController();
      if (isClosing) over.abort();
      open.add(over);
      const gone = onStream?.();
      const outcome = await writeStream(outgoing, response, { clock, over, onFrame: content.take }).finally(() => {
        open.delete(over);
        gone?.();
      });
      exchange.respondedLastAtMs = clock.nowMs();
      exchange.outcome = outcome;
      exchange.response = { status, headers, body: content.body(), truncatedBytes: content.truncatedBytes() };
      // What the file cannot take any more was told as it failed; the client has its answer already.
      keep(exchange);
      append(exchange);
    },
  };
}
