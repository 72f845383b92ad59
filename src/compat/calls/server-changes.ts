import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { appendToken, valueAtPointer } from '../../base/json-pointer.js';
import type { Place } from '../../base/place.js';
import type { Contract } from '../../contract/contract.js';
import type { Reading } from '../../contract/openapi/reading.js';
import { pathsOfUrls, serverUrls } from '../../contract/openapi/servers.js';
import type { Change } from '../change.js';
import type { Comparing } from '../comparing.js';
import type { CallSide, CallSite } from './call-site.js';
import { changeAtCall } from './call-site.js';
import type { OperationPair } from './match-operations.js';
import type { Sides } from '../sides.js';

/**
 * What became of the paths that all operations stand below, and of the hosts. Where a server is reached is a matter of the deployment; the
 * path is part of every request.
 *
 * @param comparing - the two contracts
 * @param pairs - the operations of both
 * @see https://spec.openapis.org/oas/v3.1.1.html#server-object
 */
export function serverChanges({ older, newer }: Comparing, pairs: readonly OperationPair[]): readonly Change[] {
  const [before, after] = [documentServers(older), documentServers(newer)];
  const told = differences([older.basePaths, newer.basePaths], [before, after]);
  // Where all operations have servers of their own, those of the document are for nobody.
  const isUsed = (pair: OperationPair): boolean =>
    ownServers({ contract: older, operation: pair.older.read() }) === undefined &&
    ownServers({ contract: newer, operation: pair.newer.read() }) === undefined;
  if (told.length === 0 || (pairs.length > 0 && !pairs.some(isUsed))) return [];
  return told.map(
    ({ action, name, effect, args }): Change => ({
      code: `compat/server-${action}`,
      direction: 'consumer-writes',
      effect,
      guards: [],
      operation: undefined,
      location: ['server', name],
      older: before.place,
      newer: after.place,
      cause: `server-${action} ${name}`,
      args,
    }),
  );
}

/**
 * The same for an operation that has servers of its own, or whose path has.
 *
 * @param site - the call
 */
export function ownServerChanges(site: CallSite): readonly Change[] {
  if (site.caller !== 'consumer' || site.prefix.length > 0) return [];
  const [before, after] = [site.older, site.newer].map(ownServers);
  if (before === undefined && after === undefined) return [];
  const [older, newer] = [before ?? documentServers(site.older.contract), after ?? documentServers(site.newer.contract)];
  const paths = [fullPaths(site.older, older), fullPaths(site.newer, newer)] as const;
  return differences(paths, [older, newer]).map(({ action, name, effect, args }) =>
    changeAtCall(site, {
      code: `compat/server-${action}`,
      direction: 'consumer-writes',
      effect,
      location: ['server', name],
      older: older.place,
      newer: newer.place,
      // Many operations may stand below the one path that says it.
      cause: `server-${action} ${name} ${older.place.pointer} ${newer.place.pointer}`,
      args,
    }),
  );
}

interface Servers {
  readonly urls: readonly (string | undefined)[];
  readonly place: Place;
}

function documentServers(contract: Contract): Servers {
  const { root, file, specification } = contract;
  if (specification !== '2.0') return serversAt(contract, { file, pointer: '/servers' });
  const { host, basePath, schemes } = isJsonObject(root) ? root : {};
  const named = Array.isArray(schemes) && schemes.length > 0 ? schemes.map((scheme) => `${String(scheme)}:`) : [''];
  const path = typeof basePath === 'string' ? basePath : '';
  const urls = typeof host === 'string' ? named.map((scheme) => `${scheme}//${host}${path}`) : [path];
  return { urls, place: { file, pointer: '/basePath' } };
}

/** Of the operation, else of its path. */
function ownServers({ contract, operation }: CallSide): Servers | undefined {
  if (contract.specification === '2.0') return undefined;
  const { file, pointer } = operation;
  const holders = [pointer, pointer.slice(0, pointer.lastIndexOf('/'))].map((holder) => appendToken(holder, 'servers'));
  const own = holders.find((holder) => isServerList(valueAt(contract, { file, pointer: holder })));
  return own === undefined ? undefined : serversAt(contract, { file, pointer: own });
}

function serversAt(contract: Contract, place: Place & { readonly pointer: string }): Servers {
  const { documents, dialect, specification } = contract;
  if (!isServerList(valueAt(contract, place))) return { urls: [], place };
  // What is wrong with them is told where the contract is read.
  const reading: Reading = { documents, dialect, specification, operation: undefined, defects: [] };
  return { urls: serverUrls(reading, { value: valueAt(contract, place), uri: place.file, pointer: place.pointer }), place };
}

function isServerList(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.length > 0;
}

function valueAt({ documents }: Contract, { file, pointer = '' }: Place): JsonValue | undefined {
  const root = documents.get(file);
  return root === undefined ? undefined : valueAtPointer(root, pointer);
}

/** With the operation's own path: what went from the one into the other is the same. */
function fullPaths({ operation }: CallSide, { urls }: Servers): readonly string[] {
  return pathsOfUrls(urls).map((path) => `${path}${operation.path.replaceAll(/\{[^{}]*\}/g, '{}')}`);
}

interface ServerDifference {
  readonly action: 'removed' | 'added';
  readonly name: string;
  readonly effect: Change['effect'];
  readonly args: Change['args'];
}

function differences([olderPaths, newerPaths]: Sides<readonly string[]>, [older, newer]: Sides<Servers>): readonly ServerDifference[] {
  const [before, after] = [originsOf(older), originsOf(newer)];
  return [
    ...without(olderPaths, newerPaths).map((path) => ({
      action: 'removed' as const,
      name: path,
      effect: 'removed' as const,
      args: { path, left: newerPaths },
    })),
    ...without(newerPaths, olderPaths).map((path) => ({ action: 'added' as const, name: path, effect: 'added' as const, args: { path } })),
    ...unnamed(before, after).map((origin) => ({
      action: 'removed' as const,
      name: origin,
      effect: 'lifecycle' as const,
      args: { origin },
    })),
    ...unnamed(after, before).map((origin) => ({ action: 'added' as const, name: origin, effect: 'lifecycle' as const, args: { origin } })),
  ];
}

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  return names.filter((name) => !others.includes(name));
}

/** One without a scheme is of any. */
function unnamed(origins: readonly string[], others: readonly string[]): readonly string[] {
  const hostOf = (origin: string): string => origin.slice(origin.indexOf('//'));
  return origins.filter(
    (origin) =>
      !others.some(
        (other) => other === origin || (hostOf(other) === hostOf(origin) && (origin.startsWith('//') || other.startsWith('//'))),
      ),
  );
}

/** Of URLs that name a host; who names none leaves open where it is. */
function originsOf({ urls }: Servers): readonly string[] {
  const origins = urls.flatMap((url) => /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]+/i.exec(url?.trim() ?? '')?.[0] ?? []);
  return [...new Set(origins.map((origin) => origin.toLowerCase()))];
}
