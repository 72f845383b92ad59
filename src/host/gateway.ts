import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as requestHttp } from 'node:http';
import { createServer as createTlsServer, request as requestHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { didYouMean } from '../base/did-you-mean.js';
import { responseFromProblem } from '../mock/problem.js';
import type { HttpResponse } from '../wire/http-message.js';
import type { Certificates } from './certificates.js';
import type { Control } from './control/control.js';
import { isForControl } from './control/control-prefix.js';
import { answerControl } from './control/control-server.js';
import { hostInUrl, listenOn } from './listen-on.js';
import { answerUnreadable, type MockServer } from './mock-server.js';
import { relayUpgrade } from './relay-upgrade.js';
import { writeResponse } from './write-response.js';

export interface GatewayOptions {
  /** An address or a name to listen on. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** What stands behind it, by the first segment of its path. */
  readonly systems: ReadonlyMap<string, MockServer>;
  /** Where the channels of a system are: `http://127.0.0.1:4012`; those that open later are there from then on. */
  readonly channels?: ReadonlyMap<string, string> | undefined;
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
 * WebSockets go to the channels of their system, and so does what is below `/channels`, and all requests for one that has nothing else.
 *
 * @param options - where, and before what
 * @throws HostError `E_PORT_BUSY` when somebody listens there already, `E_LISTEN` when the address cannot be had
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { host, systems, channels = NO_CHANNELS, certificates, control } = options;
  const upgraded = new Set<Duplex>();
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (control !== undefined && isForControl(incoming.url ?? '/', control)) answerControl(control, incoming, outgoing);
    else pass(incoming, outgoing, { systems, channels });
  };
  const server =
    certificates === undefined ? createServer(onRequest) : createTlsServer({ ...certificates.serverCertificate(undefined) }, onRequest);
  server.on('clientError', answerUnreadable);
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = channels.get(taken(incoming));
    if (url === undefined) {
      socket.on('error', () => socket.destroy());
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    relayUpgrade(incoming, socket, { head, url });
  });
  await listenOn(server, options);
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
      for (const socket of upgraded) socket.destroy();
    });
  return { url: `${certificates === undefined ? 'http' : 'https'}://${hostInUrl(host)}:${port}`, port, close };
}

function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { systems, channels }: Required<Pick<GatewayOptions, 'systems'>> & { readonly channels: ReadonlyMap<string, string> },
): void {
  const name = taken(incoming);
  const system = systems.get(name);
  const url = channels.get(name);
  if (system === undefined && url === undefined) {
    incoming.resume();
    writeResponse(outgoing, noSystem(name, [...new Set([...systems.keys(), ...channels.keys()])]));
    return;
  }
  // What a system with calls and events streams has no other way through here; a contract that has such a path itself keeps it.
  if (url !== undefined && /^\/channels(?:[/?]|$)/.test(incoming.url ?? '/') && system?.hasPath('channels') !== true) {
    relay(incoming, outgoing, url);
    return;
  }
  // No fault stands between a person and the switch that turns it off.
  const isRelayed = system === undefined || (system.isFaulted() && !isForControl(incoming.url ?? '/', {}));
  if (isRelayed) relay(incoming, outgoing, system?.url ?? url ?? '');
  else system.onRequest(incoming, outgoing);
}

/** Takes the name of the system off the path; a scope may stand before it. */
function taken(incoming: IncomingMessage): string {
  const [, prefix = '', segment = '', rest = ''] = /^(\/~[^/?]*)?\/([^/?]*)(.*)$/s.exec(incoming.url ?? '/') ?? [];
  incoming.url = `${prefix}${rest.startsWith('/') ? '' : '/'}${rest}`;
  // What the mock names its own addresses by: those of a token issuer must lead back through here.
  incoming.rawHeaders.push('x-forwarded-prefix', `/${segment}`);
  return decoded(segment);
}

/** What breaks between us and the mock is cut here, too: that is what its faults mean to say. */
function relay(incoming: IncomingMessage, outgoing: ServerResponse, url: string): void {
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

function noSystem(name: string, systems: readonly string[]): HttpResponse {
  const near = didYouMean(name, systems);
  const hint = near === undefined ? `here are ${systems.slice(0, MAX_SHOWN_COUNT).join(', ')}` : `nearest: ${near}`;
  return responseFromProblem({
    code: 'NO_SYSTEM_MATCHED_ERROR',
    status: 404,
    detail: `The first segment of a path is the name of a system, and none is called "${name.slice(0, MAX_SHOWN_NAME)}"; ${hint}.`,
    extra: { systems: systems.slice(0, MAX_SHOWN_COUNT) },
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

const NO_CHANNELS: ReadonlyMap<string, string> = new Map();
const MAX_SHOWN_COUNT = 20;
const MAX_SHOWN_NAME = 100;
