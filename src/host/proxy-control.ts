import { wholeReply } from '../fault/reply.js';
import type { HttpRequest } from '../wire/http-message.js';
import { createBodyFrame } from './body-frame.js';
import { createContentKeeper } from './content-keeper.js';
import type { LiveAnswer } from './control/control-answer.js';
import type { BodyFraming, MessageHead } from './message-head.js';
import { passBody } from './message-reader.js';
import type { ProxyConnection } from './proxy-link.js';
import { createSocketReplyPort, type SocketReplyPort } from './socket-reply-port.js';
import { transmit } from './transmit.js';

/**
 * Answers a request for the proxy itself; it is neither recorded nor faulted.
 *
 * @returns whether another exchange can follow on the connection
 */
export async function answerControl(
  { held, reader, link }: ProxyConnection,
  { head, framing }: { readonly head: MessageHead; readonly framing: BodyFraming },
): Promise<boolean> {
  held.noteControl();
  const content = createContentKeeper(MAX_CONTROL_BODY_BYTES);
  const frame = createBodyFrame(framing, content.take);
  if (!frame.isWhole && (await passBody(reader, frame, () => undefined)) === undefined) return false;
  const [method, target] = head.start;
  const request: HttpRequest = { method, target, headers: head.headers, body: content.body() };
  const response = await link.control?.(request, held.socket.remoteAddress);
  if (response === undefined) return false;
  // Who is told that the provider is back finds it there.
  await link.settled();
  const port = createSocketReplyPort({
    stream: held.socket,
    gone: held.gone,
    isClosing: held.isClosing,
    cut: (how) => held.cut(how, 'provider'),
    isHead: method === 'HEAD',
  });
  if ('follow' in response) {
    await follow(response, port);
    return false;
  }
  await transmit(wholeReply(response).steps, port, { clock: link.clock, onFirstByte: () => undefined, onStall: () => undefined });
  return port.canFollow;
}

/** Tells until the caller has gone: the end of the connection is the end of the answer. */
async function follow({ status, headers, follow: begin }: LiveAnswer, port: SocketReplyPort): Promise<void> {
  port.head(status, [...headers, 'connection', 'close']);
  const end = begin((text) => {
    port.body(Buffer.from(text));
    void port.flushed();
  });
  if (!port.gone.aborted) await new Promise<void>((resolve) => port.gone.addEventListener('abort', () => resolve(), { once: true }));
  end();
}

const MAX_CONTROL_BODY_BYTES = 1_048_576;
