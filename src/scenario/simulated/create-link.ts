import type { RunRecorder } from '../../journal/run-recorder.js';
import type { EffectTracker } from '../../fault/effect-tracker.js';
import type { FaultInjector } from '../../fault/injector.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { CarriedExchange } from './carry-exchange.js';
import { carryExchange } from './carry-exchange.js';
import type { SimulatedConnection } from './connection.js';
import { openConnection } from './connection.js';
import { connectionError } from './fetch-errors.js';
import type { Link, LinkClient } from './link.js';
import type { ManualClock } from './manual-clock.js';
import type { SimulatedProvider } from './provider.js';
import type { ResponseEvent } from './response-reader.js';
import type { QueuedTimer } from './timer-queue.js';

export interface LinkOptions {
  readonly consumer: string | undefined;
  readonly provider: SimulatedProvider;
  readonly injector: FaultInjector;
  readonly clock: ManualClock;
  readonly recorder: RunRecorder;
  readonly effects: EffectTracker;
  readonly nextExchangeId: () => string;
  readonly nextConnectionId: () => string;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Puts a link between a consumer and a provider.
 *
 * @param options - who, with which faults, on which clock
 */
export function createLink(options: LinkOptions): Link {
  const { clock, recorder, consumer, provider, nextConnectionId } = options;
  const idle = new Set<SimulatedConnection>();
  const open = new Map<CarriedExchange, SimulatedConnection>();
  let watch: QueuedTimer | undefined;

  /** Cuts what is open when a fault says that nobody listens. */
  const check = (): void => {
    const nowMs = clock.nowMs();
    const refused = options.injector.connectionsAreRefused(nowMs);
    if (refused !== undefined) {
      for (const exchange of [...open.keys()]) exchange.cut(refused.label);
      for (const connection of idle) connection.close('fault', nowMs);
      idle.clear();
    }
    arm();
  };

  /** Looks again when the next fault comes into force; the clock of the faults rings only while there is something to cut. */
  const arm = (): void => {
    if (watch !== undefined) clock.cancel(watch);
    watch = undefined;
    const nowMs = clock.nowMs();
    for (const connection of idle) if (closeWhenOld(connection, nowMs)) idle.delete(connection);
    const nextMs = open.size + idle.size === 0 ? undefined : options.injector.nextChangeAtMs(nowMs);
    if (nextMs !== undefined) watch = clock.schedule(check, Math.max(nextMs - nowMs, LEAST_WATCH_MS));
  };

  const { injector } = options;
  injector.onChange(check);
  const link: Omit<Link, 'client' | 'flush'> = { ...options, record: (exchange) => recorder.append(exchange) };

  const takeIdle = (pool: SimulatedConnection[]): SimulatedConnection | undefined => {
    for (let connection = pool.shift(); connection !== undefined; connection = pool.shift()) {
      idle.delete(connection);
      closeWhenOld(connection, clock.nowMs());
      if (!connection.isClosed) return connection;
    }
    return undefined;
  };

  const client = (name = consumer): LinkClient => {
    const pool: SimulatedConnection[] = [];

    const connect = (): SimulatedConnection =>
      openConnection({
        id: nextConnectionId(),
        consumer: name,
        provider: provider.name,
        injector,
        clock,
        record: (connection) => recorder.connection(connection),
      });

    const send: LinkClient['send'] = (request, onEvents) => {
      const refused = injector.connectionsAreRefused(clock.nowMs());
      if (refused !== undefined) return refuse({ request, label: refused.label, name }, onEvents);
      const connection = takeIdle(pool) ?? connect();
      const exchange = carryExchange({
        link: whole,
        name,
        connection,
        request,
        onEvents,
        onOver: (isReusable) => {
          open.delete(exchange);
          connection.useCount += 1;
          connection.idleSinceMs = clock.nowMs();
          if (!isReusable || connection.isClosed) return;
          pool.push(connection);
          idle.add(connection);
        },
      });
      open.set(exchange, connection);
      if (watch === undefined || watch.isOver) arm();
      return exchange.abandon;
    };

    return { send };
  };

  const refuse = (refused: RefusedRequest, onEvents: (events: readonly ResponseEvent[]) => void): (() => void) => {
    const atMs = clock.nowMs();
    const connectionId = nextConnectionId();
    recordRefused({ ...link, recorder }, { ...refused, connectionId, atMs });
    const error = connectionError('ECONNREFUSED', `connect ECONNREFUSED ${provider.name}`);
    const timer = clock.schedule(() => onEvents([{ kind: 'failure', error }]), REFUSAL_MS);
    return () => clock.cancel(timer);
  };

  const flush = (): void => {
    for (const connection of idle) closeWhenOld(connection, clock.nowMs());
    for (const exchange of open.keys()) recorder.append(exchange.snapshot());
  };

  const whole: Link = { ...link, client, flush };
  return whole;
}

/** Long enough that a change that is due at this instant is past. */
const LEAST_WATCH_MS = 0.001;
/** So soon a system says that nobody listens. */
const REFUSAL_MS = 1;
/** How long Node's `fetch` keeps a connection that it does not use (undici's `keepAliveTimeout`). */
const KEPT_MS = 4_000;

function closeWhenOld(connection: SimulatedConnection, nowMs: number): boolean {
  const endMs = connection.idleSinceMs + KEPT_MS;
  if (endMs <= nowMs) connection.close('consumer', endMs);
  return connection.isClosed;
}

interface RefusedRequest {
  readonly request: HttpRequest;
  readonly label: string;
  /** Of the process that sent it. */
  readonly name: string | undefined;
}

interface RefusedAttempt extends RefusedRequest {
  readonly connectionId: string;
  readonly atMs: number;
}

function recordRefused(
  { provider, recorder, record, nextExchangeId }: Omit<Link, 'client' | 'flush'> & { readonly recorder: RunRecorder },
  { request, label, name, connectionId, atMs }: RefusedAttempt,
): void {
  recorder.connection({
    id: connectionId,
    consumer: name,
    provider: provider.name,
    openedAtMs: atMs,
    closedAtMs: atMs,
    end: 'refused',
    receivedBytes: 0,
    sentBytes: 0,
    fault: label,
  });
  record({
    id: nextExchangeId(),
    side: 'egress',
    consumer: name,
    provider: provider.name,
    operation: provider.operationOf(request)?.id,
    connectionId,
    receivedFirstAtMs: atMs,
    receivedLastAtMs: atMs,
    respondedFirstAtMs: undefined,
    respondedLastAtMs: atMs + REFUSAL_MS,
    request,
    response: undefined,
    fault: label,
    effect: undefined,
    problems: [],
    outcome: 'refused',
  });
}
