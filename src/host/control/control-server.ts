import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HostError } from '../../base/errors.js';
import { responseFromProblem } from '../../mock/problem.js';
import { readBody } from '../read-body.js';
import { writeResponse } from '../write-response.js';
import type { Control } from './control.js';
import { CONTROL_PREFIX, isForControl } from './control-prefix.js';
import { writeControlAnswer } from './write-control-answer.js';

/** A port of its own for the control API: there is always somebody, whatever the faults do to the other port. */
export interface ControlServer {
  /** `http://127.0.0.1:4099/_mortise/api/`. */
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
    if (isForControl(incoming.url ?? '/', control)) answerControl(control, incoming, outgoing);
    else writeResponse(outgoing, NOTHING_THERE);
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

/**
 * Reads a call of the control API and answers it.
 *
 * @param incoming - below `CONTROL_PREFIX`
 */
export function answerControl(control: Control, incoming: IncomingMessage, outgoing: ServerResponse): void {
  readBody(incoming, MAX_BODY_BYTES, (result) => {
    const { method = 'GET', url: target = '/', rawHeaders: headers } = incoming;
    if (result.kind === 'tooLarge') writeResponse(outgoing, TOO_LARGE);
    else if (result.kind === 'whole') {
      const answer = async () => control({ method, target, headers, body: result.body }, incoming.socket.remoteAddress);
      answer().then(
        (one) => writeControlAnswer(outgoing, one),
        () => writeResponse(outgoing, FAILED),
      );
    }
  });
}

const HOST = '127.0.0.1';
const MAX_BODY_BYTES = 10_485_760;
const TOO_LARGE = responseFromProblem({
  code: 'PAYLOAD_TOO_LARGE',
  status: 413,
  detail: `A request body may have ${MAX_BODY_BYTES} bytes here.`,
});
const FAILED = responseFromProblem({ code: 'INTERNAL', status: 500, detail: 'The control API failed on this request.' });
const NOTHING_THERE = responseFromProblem({
  code: 'NO_PATH_MATCHED_ERROR',
  status: 404,
  detail: `Only what is below ${CONTROL_PREFIX} is answered here.`,
});
