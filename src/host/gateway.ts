import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as requestHttp } from 'node:http';
import { createServer as createTlsServer, request as requestHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { didYouMean } from '../base/did-you-mean.js';
import { responseFromProblem } from '../mock/problem.js';
import type { HttpResponse } from '../wire/http-message.js';
import type { Certificates } from './certificates.js';
import type { Control } from './control/control.js';
import { isForControl } from './control/control-prefix.js';
import { answerControl } from './control/control-server.js';
import { hostInUrl, listenOn } from './listen-on.js';
import { answerUnreadable, type MockServer } from './mock-server.js';
import { writeResponse } from './write-response.js';

export interface GatewayOptions {
  /** An address or a name to listen on. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** What stands behind it, by the first segment of its path. */
  readonly systems: ReadonlyMap<string, MockServer>;
  /** What is shown to consumers: with it they have to speak TLS. */
  readonly certificates?: Certificates | undefined;
  /** Answers the console and what is below `/_mortise/api/`, for all of them. */
  readonly control?: Control | undefined;
}

/** One port before several mocks: `/payments/orders/1` is `/orders/1` of `payments`. */
export interface Gateway {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens before mocks. A request is handed to its mock as it is; while faults are in force there it goes over the mock's own port, so that it meets them all.
 *
 * @param options - where, and before what
 * @throws HostError `E_PORT_BUSY` when somebody listens there already, `E_LISTEN` when the address cannot be had
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { host, systems, certificates, control } = options;
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (control !== undefined && isForControl(incoming.url ?? '/')) answerControl(control, incoming, outgoing);
    else pass(incoming, outgoing, systems);
  };
  const server =
    certificates === undefined ? createServer(onRequest) : createTlsServer({ ...certificates.serverCertificate(undefined) }, onRequest);
  server.on('clientError', answerUnreadable);
  await listenOn(server, options);
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `${certificates === undefined ? 'http' : 'https'}://${hostInUrl(host)}:${port}`, port, close };
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, systems: ReadonlyMap<string, MockServer>): void {
  const [, prefix = '', segment = '', rest = ''] = /^(\/~[^/?]*)?\/([^/?]*)(.*)$/s.exec(incoming.url ?? '/') ?? [];
  const system = systems.get(decoded(segment));
  if (system === undefined) {
    incoming.resume();
    writeResponse(outgoing, noSystem(segment, systems));
    return;
  }
  incoming.url = `${prefix}${rest.startsWith('/') ? '' : '/'}${rest}`;
  // What the mock names its own addresses by: those of a token issuer must lead back through here.
  incoming.rawHeaders.push('x-forwarded-prefix', `/${segment}`);
  // No fault stands between a person and the switch that turns it off.
  if (system.isFaulted() && !isForControl(incoming.url)) relay(incoming, outgoing, system);
  else system.onRequest(incoming, outgoing);
}

/** What breaks between us and the mock is cut here, too: that is what its faults mean to say. */
function relay(incoming: IncomingMessage, outgoing: ServerResponse, { url }: MockServer): void {
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  const cut = (): void => void outgoing.destroy();
  const forward = request(`${url}${incoming.url ?? '/'}`, {
    method: incoming.method,
    headers: incoming.rawHeaders,
    agent: false,
    // The authority was made for this run, and the other end is in this process.
    rejectUnauthorized: false,
  });
  forward.on('response', (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.rawHeaders);
    outgoing.flushHeaders();
    response.on('error', cut).on('aborted', cut).pipe(outgoing);
  });
  forward.on('error', cut);
  outgoing.on('close', () => forward.destroy());
  incoming.on('error', () => forward.destroy()).pipe(forward);
}

function noSystem(name: string, systems: ReadonlyMap<string, MockServer>): HttpResponse {
  const near = didYouMean(name, systems.keys());
  const hint = near === undefined ? `here are ${[...systems.keys()].slice(0, MAX_SHOWN_COUNT).join(', ')}` : `nearest: ${near}`;
  return responseFromProblem({
    code: 'NO_SYSTEM_MATCHED_ERROR',
    status: 404,
    detail: `The first segment of a path is the name of a system, and none is called "${name.slice(0, MAX_SHOWN_NAME)}"; ${hint}.`,
    extra: { systems: [...systems.keys()].slice(0, MAX_SHOWN_COUNT) },
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // What is not percent-encoded rightly is a name nobody has.
    return text;
  }
}

const MAX_SHOWN_COUNT = 20;
const MAX_SHOWN_NAME = 100;
