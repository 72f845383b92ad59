import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer, isIP } from 'node:net';
import type { Clock } from '../base/clock.js';
import type { ConnectionDecision, FaultInjector } from '../fault/injector.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { Certificates } from './certificates.js';
import { closeServer } from './close-server.js';
import type { HeldConnection } from './held-connection.js';
import { holdConnection } from './held-connection.js';
import { type HeldPort, holdPort } from './held-port.js';
import { hostInUrl, listenOn } from './listen-on.js';
import { nextRunId } from './run-ids.js';
import { secureConnection } from './tls-handshake.js';

/** A link that is under faults, and the port at which its consumers come in. */
export interface FaultedPort {
  /** Who calls, in the journal; `undefined` when nobody can say. */
  readonly consumer: string | undefined;
  readonly provider: string;
  readonly injector: FaultInjector;
  /** The consumer's time. */
  readonly clock: Clock;
  /** An address or a name to listen on. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** What is shown to consumers: with it they have to speak TLS. */
  readonly certificates?: Certificates | undefined;
}

export interface FaultListenerOptions extends FaultedPort {
  /** Has every connection. */
  readonly recorder: RunRecorder | undefined;
  /** Whether consumers may speak HTTP/2 over TLS, as long as no fault is in force. Default false. */
  readonly speaksHttp2?: boolean | undefined;
  /** Told of each connection that the faults let through; it has to read it. */
  readonly onConnection: (connection: HeldConnection) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** A port on which connections meet the faults in force. While a fault says that nobody listens, nobody listens. */
export interface FaultListener {
  /** `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  /** Resolves once the port is open or closed as the faults have it now. */
  settled(): Promise<void>;
  /** Ends connections that carry nothing at once, the others a moment later; frees the port. */
  close(): Promise<void>;
}

/**
 * Listens.
 *
 * @param options - where, and which faults
 * @throws HostError `E_PORT_BUSY` when somebody listens there already, `E_LISTEN` when the address cannot be had
 */
export async function startFaultListener(options: FaultListenerOptions): Promise<FaultListener> {
  const { injector, clock, host } = options;
  const connections = new Set<HeldConnection>();
  const closing = new AbortController();
  const accept = (socket: Socket): void => acceptConnection(socket, { connections, closing: closing.signal }, options);
  let server = newServer(accept);
  await listenOn(server, options);
  const { port } = server.address() as AddressInfo;
  let turn: Promise<void> | undefined;
  let isAsked = false;
  let held: HeldPort | undefined;
  let timer = new AbortController();

  /** Opens or closes the port until it is as the faults have it. */
  const settle = async (): Promise<void> => {
    for (;;) {
      const refusal = closing.signal.aborted ? undefined : injector.connectionsAreRefused(clock.nowMs());
      if (refusal !== undefined && server.listening) {
        server.close();
        cutAll(connections, refusal.label);
        held = await heldWhileRefused(host, port);
      } else if (refusal === undefined && !server.listening && !closing.signal.aborted) {
        server = newServer(accept);
        const isWanted = (): boolean => !closing.signal.aborted && injector.connectionsAreRefused(clock.nowMs()) === undefined;
        await listenAgain(server, { host, port, isWanted, onTrouble: options.onTrouble });
        if (!server.listening) continue;
        await held?.release();
        held = undefined;
      } else {
        return;
      }
    }
  };
  /** Who asks while the last look is just over is not forgotten: it ends in the same step in which it sees that nobody has asked. */
  const settleWhileAsked = async (): Promise<void> => {
    await undefined;
    while (isAsked) {
      isAsked = false;
      await settle().catch(options.onTrouble);
    }
    turn = undefined;
  };
  const lookAgain = (): void => {
    isAsked = true;
    turn ??= settleWhileAsked();
    timer.abort();
    timer = new AbortController();
    armTimer(timer.signal);
  };
  const armTimer = (signal: AbortSignal): void => {
    const changeAtMs = closing.signal.aborted ? undefined : injector.nextChangeAtMs(clock.nowMs());
    if (changeAtMs === undefined) return;
    const waitMs = Math.min(Math.max(0, changeAtMs - clock.nowMs()), MAX_TIMER_MS);
    clock.sleep(waitMs, signal).then(() => {
      if (!signal.aborted) lookAgain();
    }, options.onTrouble);
  };
  const forget = injector.onChange?.(lookAgain);
  lookAgain();

  const close = async (): Promise<void> => {
    if (closing.signal.aborted) return;
    closing.abort();
    forget?.();
    timer.abort();
    await turn;
    await held?.release();
    await closeServer(server, connections);
  };
  const scheme = options.certificates === undefined ? 'http' : 'https';
  return { url: `${scheme}://${hostInUrl(host)}:${port}`, port, settled: async () => turn, close };
}

/** But for those over which the server is controlled. */
function cutAll(connections: ReadonlySet<HeldConnection>, label: string): void {
  for (const connection of connections) if (!connection.isForControl) connection.cut('rst', 'fault', label);
}

function newServer(accept: (socket: Socket) => void): Server {
  // Half-open: whether the end of a request is the end of a connection is for HTTP to say.
  return createServer({ allowHalfOpen: true, noDelay: true }, accept);
}

interface Listening {
  readonly connections: Set<HeldConnection>;
  readonly closing: AbortSignal;
}

function acceptConnection(socket: Socket, { connections, closing }: Listening, options: FaultListenerOptions): void {
  const { consumer, provider, injector, clock, recorder } = options;
  const id = nextRunId(recorder, consumer, provider);
  const nowMs = clock.nowMs();
  // The port is closed a moment after the fault came into force: until then this is as near as one comes to nobody there.
  const refusal = injector.connectionsAreRefused(nowMs);
  const decision = refusal === undefined ? injector.onConnection(id, nowMs) : refusedDecision(refusal.label);
  const connection = holdConnection({
    id,
    socket,
    consumer,
    provider,
    clock,
    recorder,
    fault: decision.label,
    closing,
    onClosed: () => connections.delete(connection),
  });
  connections.add(connection);
  if (decision.effect.kind === 'accept') letIn(connection, options);
  else deviate(connection, decision, options).catch(options.onTrouble);
}

function refusedDecision(label: string): ConnectionDecision {
  return { label, effect: { kind: 'end', how: 'rst' }, changesBytes: false };
}

async function deviate(connection: HeldConnection, { effect, label }: ConnectionDecision, options: FaultListenerOptions): Promise<void> {
  const { clock } = options;
  if (effect.kind === 'end') {
    connection.socket.resume();
    if (effect.delayMs !== undefined) await clock.sleep(effect.delayMs, connection.gone);
    if (effect.how !== 'silence') connection.cut(effect.how, 'fault', label);
    else connection.gone.addEventListener('abort', () => connection.socket.destroy(), { once: true });
    return;
  }
  if (effect.kind === 'hold') await clock.sleep(effect.durationMs, connection.gone);
  if (!connection.gone.aborted) letIn(connection, options);
}

function letIn(connection: HeldConnection, options: FaultListenerOptions): void {
  const { certificates, injector, clock, onConnection, onTrouble } = options;
  if (certificates === undefined) {
    onConnection(connection);
    return;
  }
  const protocols = options.speaksHttp2 === true && injector.rules.length === 0 ? ['h2', 'http/1.1'] : ['http/1.1'];
  const failed = (error: unknown): void => {
    // Nobody would ever answer there.
    connection.cut('rst', 'provider');
    onTrouble(error);
  };
  secureConnection(connection, { certificates, injector, clock, protocols }).then((isSecured) => {
    if (isSecured) onConnection(connection);
  }, failed);
}

/** So that the system lends the port to nobody meanwhile; where it cannot be held, whoever borrowed it is waited for. */
async function heldWhileRefused(host: string, port: number): Promise<HeldPort | undefined> {
  if (isIP(host) === 0) return undefined;
  try {
    return await holdPort({ host, port });
  } catch {
    // Somebody was quicker: `listenAgain` waits for them.
    return undefined;
  }
}

interface Reopening {
  readonly host: string;
  readonly port: number;
  /** Whether anybody is still to listen there. */
  readonly isWanted: () => boolean;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * While nobody listened the system may have lent the port to a connection of somebody's, even to one of a consumer with itself. It is waited for however long that
 * takes: a provider that stays away for ever after its outage would be taken for the consumer's failure.
 */
async function listenAgain(server: Server, { host, port, isWanted, onTrouble }: Reopening): Promise<void> {
  for (let tryCount = 1; isWanted(); tryCount += 1) {
    try {
      await listenOn(server, { host, port });
      return;
    } catch (error) {
      if (tryCount === MAX_LISTEN_TRY_COUNT) onTrouble(error);
      await new Promise((resolve) => setTimeout(resolve, LISTEN_RETRY_MS));
    }
  }
}

/** A timer of Node holds no more than 2³¹ ms, and an hour is often enough to look. */
const MAX_TIMER_MS = 3_600_000;
const LISTEN_RETRY_MS = 20;
const MAX_LISTEN_TRY_COUNT = 250;
