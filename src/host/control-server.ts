import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HostError } from '../base/errors.js';
import { responseFromProblem } from '../mock/problem.js';
import type { HttpResponse } from '../wire/http-message.js';
import type { Control } from './control.js';
import { CONTROL_PREFIX } from './control-prefix.js';
import { readBody } from './read-body.js';

/** A port of its own for the control API: there is always somebody, whatever the faults do to the other port. */
export interface ControlServer {
  /** `http://127.0.0.1:4099/_mortise/`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Answers the control API on loopback.
 *
 * @param control - what is controlled
 * @param port - 0 takes any free port
 * @throws HostError `E_PORT_BUSY` when somebody listens there already, `E_LISTEN` when it cannot be had
 */
export async function startControlServer(control: Control, port: number): Promise<ControlServer> {
  const server = createServer((incoming, outgoing) => {
    readBody(incoming, MAX_BODY_BYTES, (result) => {
      if (result.kind === 'whole') write(outgoing, answer(control, incoming, result.body));
      else if (result.kind === 'tooLarge') write(outgoing, TOO_LARGE);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const code = cause.code === 'EADDRINUSE' ? 'E_PORT_BUSY' : 'E_LISTEN';
      reject(new HostError({ code, args: { host: HOST, port, reason: cause.message }, cause }));
    });
    server.listen({ host: HOST, port }, resolve);
  });
  const url = `http://${HOST}:${(server.address() as AddressInfo).port}${CONTROL_PREFIX}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, close };
}

function answer(control: Control, incoming: IncomingMessage, body: Uint8Array | undefined): HttpResponse {
  const { method = 'GET', url: target = '/', rawHeaders: headers } = incoming;
  if (!target.startsWith(CONTROL_PREFIX)) return NOTHING_THERE;
  return control({ method, target, headers, body }, incoming.socket.remoteAddress);
}

function write(outgoing: ServerResponse, { status, headers, body }: HttpResponse): void {
  outgoing.writeHead(status, [...headers]);
  outgoing.end(body);
}

const HOST = '127.0.0.1';
const MAX_BODY_BYTES = 1_048_576;
const TOO_LARGE = responseFromProblem({
  code: 'PAYLOAD_TOO_LARGE',
  status: 413,
  detail: `A request body may have ${MAX_BODY_BYTES} bytes here.`,
});
const NOTHING_THERE = responseFromProblem({
  code: 'NO_PATH_MATCHED_ERROR',
  status: 404,
  detail: `Only what is below ${CONTROL_PREFIX} is answered here.`,
});
