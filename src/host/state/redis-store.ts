import type { Redis } from 'ioredis';
import { HostError } from '../../base/errors.js';
import { randomFromSeed } from '../../base/random.js';
import { openRedisLink, type RedisLink } from '../../broker/redis-link.js';
import { createScopeState, type ScopeState } from '../../mock/state/scope-state.js';
import { changesFromSnapshot, snapshotOf } from '../../mock/state/snapshot.js';
import type { StateChange, StateStore } from '../../mock/state/state-store.js';
import { toldChanges } from '../../mock/state/told-changes.js';
import { freshSeed } from '../entropy.js';
import { createRedisChanges, type RedisChanges } from './redis-changes.js';

/** One Redis in which any number of systems keep what they remember. */
export interface RedisStores {
  /**
   * @param system - whose state it is; processes that name the same one share it
   * @param kind - of what is `secret` nobody is told what becomes of it
   */
  storeOf(system: string, kind?: 'secret'): StateStore;
  close(): void;
}

/**
 * Connects to a Redis. Each scope is a list of changes; who appends to it says what it has seen, so that of two processes that answer at the same time one
 * answers again. A scope that nobody has used for an hour is gone; the common one stays.
 *
 * @param url - `redis://…`
 * @param onTrouble - told why what other processes do is not heard
 * @throws HostError `E_PACKAGE_MISSING` without `ioredis`, `E_BROKER_LOST` when nobody answers, `E_BROKER_REFUSED` when it does not let us in
 */
export async function openRedisStores(url: string, onTrouble: (error: unknown) => void): Promise<RedisStores> {
  const link = await openRedisLink(url, randomFromSeed(freshSeed()));
  const client = await link.connect();
  const changes = createRedisChanges(link, onTrouble);
  return {
    storeOf: (system, kind) => redisStore({ link, client, changes, system, isTold: kind === undefined }),
    close: () => link.close(),
  };
}

interface Connection {
  readonly link: RedisLink;
  readonly client: Redis;
  readonly changes: RedisChanges;
  readonly system: string;
  /** Whether others hear of each change as it happens. */
  readonly isTold: boolean;
}

/** What this process knows of a scope. */
interface Known {
  state: ScopeState;
  /** Of the list: another one after it was dropped. */
  epoch: string;
  /** How many entries the list ever had. */
  entryCount: number;
}

function redisStore(connection: Connection): StateStore {
  const scopes = new Map<string, Known>();
  const knownOf = (scope: string): Known => {
    const known = scopes.get(scope) ?? { state: createScopeState(), epoch: '', entryCount: 0 };
    scopes.set(scope, known);
    return known;
  };
  return {
    refresh: (scope) => refresh(connection, scope, knownOf(scope)),
    view: (scope) => knownOf(scope).state,
    scopes: () => [...scopes.keys()],
    commit: (scope, changes, seenCount) => {
      const known = knownOf(scope);
      return known.state.changeCount === seenCount && commit(connection, { scope, known, changes });
    },
    drop: async (scope) => {
      await asked(connection, connection.client.del(...keysOf(connection, scope)));
      scopes.delete(scope);
    },
    // There it goes by itself: another process may be using it.
    release: (scope) => void scopes.delete(scope),
    follow: (scope, listener) => connection.changes.follow(channelOf(connection, scope), listener),
  };
}

async function refresh(connection: Connection, scope: string, known: Known): Promise<void> {
  const seen = [known.epoch, String(known.entryCount), lifetimeOf(scope)];
  const reply = await asked(connection, connection.client.eval(READ, 2, ...keysOf(connection, scope), ...seen));
  const [epoch = '', countText = '0', entries = []] = reply as [epoch?: string, count?: string, entries?: readonly string[]];
  const count = Number(countText);
  // Replies come in the order of the questions, so what came meanwhile is at the front of what this one brings.
  const isAnew = epoch !== known.epoch || count - entries.length > known.entryCount;
  if (isAnew) {
    known.state = createScopeState();
    known.epoch = epoch;
    known.entryCount = count - entries.length;
  }
  for (const entry of entries.slice(Math.max(0, entries.length - (count - known.entryCount)))) known.state.apply(changesFromText(entry));
  known.entryCount = Math.max(known.entryCount, count);
}

async function commit(
  connection: Connection,
  { scope, known, changes }: { readonly scope: string; readonly known: Known; readonly changes: readonly StateChange[] },
): Promise<boolean> {
  const told = connection.isTold ? connection.changes.messageOf(toldChanges(known.state, changes)) : '';
  const seen = [known.epoch, String(known.entryCount), lifetimeOf(scope), freshSeed()];
  const entry = [JSON.stringify(changes), channelOf(connection, scope), told];
  const reply = await asked(connection, connection.client.eval(APPEND, 2, ...keysOf(connection, scope), ...seen, ...entry));
  if (typeof reply !== 'string') return false;
  known.epoch = reply;
  known.entryCount += 1;
  known.state.apply(changes);
  if (known.entryCount % COMPACTED_ENTRY_COUNT === 0) {
    const snapshot = JSON.stringify(changesFromSnapshot(snapshotOf(known.state)));
    await asked(
      connection,
      connection.client.eval(COMPACT, 2, ...keysOf(connection, scope), known.epoch, String(known.entryCount), lifetimeOf(scope), snapshot),
    );
  }
  return true;
}

function asked<T>({ link, system }: Connection, command: Promise<T>): Promise<T> {
  return link.asked(`the state of ${system}`, command);
}

/** Both in one slot of a cluster. */
function keysOf({ system }: Connection, scope: string): readonly [log: string, meta: string] {
  const tag = `{${encodeURIComponent(system)}/${encodeURIComponent(scope)}}`;
  return [`mortise:${tag}:log`, `mortise:${tag}:meta`];
}

function channelOf(connection: Connection, scope: string): string {
  return keysOf(connection, scope)[0].replace(/:log$/, ':changes');
}

/** In ms, as text; `0`: for ever. */
function lifetimeOf(scope: string): string {
  return scope === '' ? '0' : String(IDLE_SCOPE_MS);
}

function changesFromText(text: string): readonly StateChange[] {
  try {
    return JSON.parse(text) as readonly StateChange[];
  } catch (cause) {
    throw new HostError({
      code: 'E_BROKER_REFUSED',
      args: { broker: 'redis', channel: 'state', reason: 'its entries are no changes' },
      cause,
    });
  }
}

/** Both keys live on together. */
const USED = `if ARGV[3] ~= '0' then
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  redis.call('PEXPIRE', KEYS[2], ARGV[3])
end`;
/** All entries behind the one that was seen last; all of them where it is not known any more. */
const READ = `
${USED}
local epoch = redis.call('HGET', KEYS[2], 'epoch') or ''
local count = tonumber(redis.call('HGET', KEYS[2], 'count') or '0')
local first = count - redis.call('LLEN', KEYS[1])
local seen = tonumber(ARGV[2])
if epoch == ARGV[1] and seen >= first then
  if seen >= count then return { epoch, tostring(count), {} } end
  return { epoch, tostring(count), redis.call('LRANGE', KEYS[1], seen - first, -1) }
end
return { epoch, tostring(count), redis.call('LRANGE', KEYS[1], 0, -1) }`;
/** One more entry, if none came that was not seen. */
const APPEND = `
local epoch = redis.call('HGET', KEYS[2], 'epoch') or ''
local count = tonumber(redis.call('HGET', KEYS[2], 'count') or '0')
if epoch ~= ARGV[1] or count ~= tonumber(ARGV[2]) then return 0 end
if epoch == '' then
  epoch = ARGV[4]
  redis.call('HSET', KEYS[2], 'epoch', epoch)
end
redis.call('RPUSH', KEYS[1], ARGV[5])
redis.call('HSET', KEYS[2], 'count', count + 1)
${USED}
if ARGV[7] ~= '' then redis.call('PUBLISH', ARGV[6], ARGV[7]) end
return epoch`;
/** One entry in the place of all, if none came meanwhile: it begins with a clean slate. */
const COMPACT = `
if redis.call('HGET', KEYS[2], 'epoch') ~= ARGV[1] or tonumber(redis.call('HGET', KEYS[2], 'count')) ~= tonumber(ARGV[2]) then return 0 end
redis.call('DEL', KEYS[1])
redis.call('RPUSH', KEYS[1], ARGV[4])
${USED}
return 1`;
const COMPACTED_ENTRY_COUNT = 1_000;
const IDLE_SCOPE_MS = 3_600_000;
