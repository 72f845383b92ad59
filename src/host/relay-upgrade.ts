import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * Hands a connection that is to become something else, a WebSocket, to the server that it is for: its bytes go through as they are.
 *
 * @param incoming - its `url` is the target that the server is asked for
 * @param socket - of whoever asks; nothing was said on it yet
 * @param to - `head`: what was sent behind the request; `url`: of the server, `http://127.0.0.1:4012`
 * @see RFC 9110 §7.8
 */
export function relayUpgrade(
  { method = 'GET', url: target = '/', rawHeaders }: IncomingMessage,
  socket: Duplex,
  { head, url }: { readonly head: Buffer; readonly url: string },
): void {
  const { hostname, port } = new URL(url);
  const server = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
  const fields = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1] ?? ''}\r\n`] : []));
  server.write(`${method} ${target} HTTP/1.1\r\n${fields.join('')}\r\n`, 'latin1');
  server.write(head);
  // Either end that goes takes the other with it.
  const cut = (): void => {
    server.destroy();
    socket.destroy();
  };
  server.on('error', cut).on('close', cut);
  socket.on('error', cut).on('close', cut);
  server.pipe(socket).pipe(server);
}
