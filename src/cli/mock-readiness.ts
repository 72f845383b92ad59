import type { Gateway } from '../host/gateway.js';
import type { MockServer } from '../host/mock-server.js';
import { ISSUER_PATH } from '../mock/tokens/endpoints.js';
import type { Column } from '../report/table.js';
import { textFromTable } from '../report/table.js';
import { faultsText } from './fault-options.js';
import type { MockFaults } from './mock-faults.js';
import type { MockSettings } from './mock-settings.js';
import type { ServedSystem } from '../host/served-system.js';

/** Mocks that listen. */
export interface Readiness {
  readonly systems: readonly ServedSystem[];
  /** By the name of the system. */
  readonly mocks: ReadonlyMap<string, MockServer>;
  /** The names of those that issue tokens. */
  readonly issuers: ReadonlySet<string>;
  /** The port before all of them; `undefined` where there is only one. */
  readonly gateway: Gateway | undefined;
  /** Whether they have a page that shows and controls them. */
  readonly hasConsole: boolean;
  readonly settings: MockSettings;
  readonly faults: MockFaults | undefined;
}

/**
 * Where each system is: a line for one, a table for several.
 *
 * @param readiness - of mocks of calls
 * @param columnCount - the width of the terminal in characters
 */
export function textOfReadiness(readiness: Readiness, columnCount: number): string {
  const { systems, mocks, issuers, gateway, settings, faults } = readiness;
  const [only] = systems;
  if (only === undefined) return '';
  const varied = settings.dynamic ? `, seed ${settings.seed}` : '';
  const underFaults = faults === undefined ? '' : faultsText(faults.ruleCount, settings.seed);
  if (gateway === undefined)
    return `${only.name} is mocked at ${urlOf(mocks, only)} (${only.contract.operations.length} operations${varied})${issuerOf(readiness, only)}${underFaults}\n${readiness.hasConsole ? textOfConsole(urlOf(mocks, only)) : ''}`;
  const rows = systems.map((system) => [
    system.name,
    urlOf(mocks, system),
    behind(gateway, system),
    String(system.contract.operations.length),
    system.contract.title,
  ]);
  const issuing = systems.filter(({ name }) => issuers.has(name)).map(({ name }) => name);
  const tokens = issuing.length === 0 ? '' : `Tokens are issued by ${issuing.join(', ')}: add ${ISSUER_PATH} to the address\n`;
  return `${textFromTable(COLUMNS, rows, columnCount)}${tokens}${systems.length} systems are mocked${varied}${underFaults}\n${readiness.hasConsole ? textOfConsole(gateway.url) : ''}`;
}

/**
 * Where the page of mocks is that have events only: that of others is told with their addresses.
 *
 * @param channels - where the channels of each system are, over HTTP
 * @returns empty where there is none, or another has told
 */
export function textOfEventConsole(
  { systems, hasConsole, settings }: Pick<Readiness, 'systems' | 'hasConsole' | 'settings'>,
  channels: ReadonlyMap<string, string>,
): string {
  const [door] = channels.values();
  return systems.length > 0 || !hasConsole || settings.json || door === undefined ? '' : textOfConsole(door);
}

/**
 * The same as lines of JSON, one a system, then one of the port before all of them.
 *
 * @param readiness - of mocks of calls
 */
export function linesOfReadiness(readiness: Readiness): string {
  const { systems, mocks, issuers, gateway, settings } = readiness;
  const lines = systems.map((system) => ({
    type: 'ready',
    system: system.name,
    url: urlOf(mocks, system),
    ...(gateway === undefined ? {} : { behind: behind(gateway, system) }),
    ...(issuers.has(system.name) ? { issuer: `${urlOf(mocks, system)}${ISSUER_PATH}` } : {}),
    operations: system.contract.operations.length,
    file: system.contract.file,
    seed: settings.seed,
  }));
  const all = gateway === undefined ? lines : [...lines, { type: 'gateway', url: gateway.url, systems: systems.map(({ name }) => name) }];
  return all.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Nobody looks for a page that they do not know of. */
function textOfConsole(url: string): string {
  return `Open ${url}/_mortise/ to see its calls, make some, and break it\n`;
}

function urlOf(mocks: ReadonlyMap<string, MockServer>, { name }: ServedSystem): string {
  return mocks.get(name)?.url ?? '';
}

function issuerOf({ mocks, issuers }: Readiness, system: ServedSystem): string {
  return issuers.has(system.name) ? `, and issues tokens at ${urlOf(mocks, system)}${ISSUER_PATH}` : '';
}

function behind({ url }: Gateway, { name }: ServedSystem): string {
  return `${url}/${encodeURIComponent(name)}`;
}

const COLUMNS: readonly Column[] = [
  { title: 'system', align: 'left' },
  { title: 'at', align: 'left' },
  { title: 'behind one port', align: 'left' },
  { title: 'operations', align: 'right' },
  { title: 'contract', align: 'left', shrinks: true },
];
