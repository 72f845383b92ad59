import { resolve } from 'node:path';
import type { Contract } from '../contract/contract.js';
import { createDocumentPort } from '../host/document-port.js';
import { openJournalFile } from '../host/journal-file.js';
import { machineClock } from '../host/machine-clock.js';
import { createMockLives } from '../host/mock-lives.js';
import { type MockServer, startMockServer } from '../host/mock-server.js';
import type { Exchange } from '../journal/exchange.js';
import { type Journal, createMemoryJournal } from '../journal/memory-journal.js';
import { createMock, type Mock } from '../mock/mock.js';
import { createRenewableMock } from '../mock/renewable-mock.js';
import { secretNamesOfContract } from '../mock/secret-names.js';
import type { CommandInput, ExitCode } from './command.js';
import { failWith } from './fail.js';
import type { Gateway } from '../host/gateway.js';
import { type MockControl, openMockControl } from './mock-control.js';
import { faultsBefore, type MockFaults, mockFaults } from './mock-faults.js';
import { openMockStates } from './mock-state.js';
import { callsBack } from '../host/webhooks/calls-back.js';
import { streamOptions } from '../mock/stream/stream-options.js';
import { linesOfReadiness, textOfEventConsole, textOfReadiness } from './mock-readiness.js';
import { corsMode, type MockSettings, mockSettings } from './mock-settings.js';
import { fileForPrism } from './prism-document.js';
import { assertMetricsReadable } from './metrics-option.js';
import { metricsOf, tracedMocks } from './observed-mocks.js';
import { readingOptions } from './reading-options.js';
import { streamsOf } from './server-metrics.js';
import { systemsToServe } from '../host/systems-to-serve.js';
import type { MockTriggers } from './mock-triggers.js';
import type { ServedSystem } from '../host/served-system.js';
import type { ServedSystems } from '../host/systems-to-serve.js';
import { untilAborted } from './until-aborted.js';

/** `mortise mock`. */
export async function runMock(input: CommandInput): Promise<ExitCode> {
  const { io } = input;
  if (input.options['list-faults'] === true) return (await import('./list-faults.js')).listFaults(io, input.options['json'] === true);
  const settings = mockSettings(input);
  const { signal } = io;
  if (settings.engine === 'prism') {
    const { runPrism } = await import('../host/prism-engine.js');
    return runPrism({
      file: fileForPrism(input),
      host: settings.host,
      port: settings.port,
      dynamic: settings.dynamic,
      errors: settings.errors,
      cors: settings.cors,
      signal,
    });
  }
  const paths = new Set<string>();
  const readAtMs = machineClock.nowMs();
  const port = createDocumentPort({ ...readingOptions(input), onFile: settings.watch ? (path) => void paths.add(path) : undefined });
  const systems = await systemsToServe(settings.files, port, io.env);
  const journal = createMemoryJournal();
  const secretNames = new Set([...systems.http, ...systems.events].flatMap(({ contract }) => [...secretNamesOfContract(contract)]));
  const faults = await mockFaults(input, { systems, secretNames, seed: settings.seed });
  const durableJournal =
    settings.journalFile === undefined ? undefined : openJournalFile(resolve(io.cwd, settings.journalFile), secretNames);
  const ids = runningNumber();
  const servers: { readonly close: () => Promise<void> }[] = [];
  const states = await openMockStates(settings, io.cwd, (error) => void failWith(error, false, io));
  const tell = tellingOnce(io);
  const triggers = await triggersOf(systems, settings, tell);
  const append = (exchange: Exchange): void => {
    durableJournal?.append(exchange);
    journal.append(exchange);
  };
  // A contract that is followed may have its first webhook later.
  const webhooks =
    settings.watch || systems.http.some(callsBack)
      ? (await import('../host/webhooks/http-webhooks.js')).openHttpWebhooks(systems.http, { seed: settings.seed, append, tell })
      : undefined;
  const metrics = await metricsOf(input, journal, () => control.systems());
  const traces = await tracedMocks(input, journal, () => control.systems());
  const control: MockControl = openMockControl({ served: systems, settings, journal, faults, secretNames, webhooks, metrics });
  const firstPort = settings.port === 0 || systems.http.length < 2 ? settings.port : settings.port + 1;
  try {
    const mocks = new Map<string, MockServer>();
    const renewals = new Map<string, (next: Contract) => void>();
    const isSecure = faults?.certificates !== undefined;
    const lifeOf = createMockLives({ ...settings, ...states, cors: corsMode(settings), isSecure });
    const issuers = new Set<string>();
    for (const [index, system] of systems.http.entries()) {
      const { name } = system;
      const mock = createRenewableMock(mockOf(system, settings));
      const life = lifeOf(system, mock);
      if (life?.issuer !== undefined) issuers.add(name);
      renewals.set(name, (next) => mock.renew(mockOf({ ...system, contract: next }, settings)));
      const server = await startMockServer({
        mock,
        provider: name,
        host: settings.host,
        port: firstPort === 0 ? 0 : firstPort + index,
        seed: settings.seed,
        journal: withListener(journal, (exchange) => {
          void triggers?.onCall(name, exchange);
          webhooks?.onCall(name, exchange);
        }),
        durableJournal,
        nextId: ids,
        life: control.lifeOf(name, mock, life ?? {}),
        control: control.controlOf(name),
        maxBodyBytes: settings.maxBodyBytes,
        onStream: streamsOf(metrics, name),
        onTrouble: (error) => void failWith(error, false, io),
        ...faultsBefore(name, faults),
        ...control.standbyOf(name),
      });
      control.urls.set(name, server.url);
      servers.push(server);
      mocks.set(name, server);
      triggers?.urls.set(name, server.url);
      webhooks?.urls.set(name, server.url);
    }
    assertMetricsReadable(metrics !== undefined, control.controlOf(undefined));
    const channels = new Map<string, string>();
    const gateway = mocks.size < 2 ? undefined : await gatewayBefore(mocks, settings, { faults, control, channels });
    if (gateway !== undefined) servers.push(gateway);
    const hasConsole = control.controlOf(undefined) !== undefined;
    const readiness = { systems: systems.http, mocks, issuers, gateway, hasConsole, settings, faults };
    io.stdout(settings.json ? linesOfReadiness(readiness) : textOfReadiness(readiness, io.columnCount));
    if (systems.events.length > 0) {
      const { startEventMocks } = await import('./mock-events.js');
      await startEventMocks({
        triggers,
        systems: systems.events,
        settings,
        faults,
        control,
        secretNames,
        durableJournal,
        metrics,
        io,
        firstPort: firstPort + systems.http.length,
        servers,
        channels,
      });
      io.stdout(textOfEventConsole(readiness, channels));
    }
    if (settings.watch) {
      const { watchMocks } = await import('./mock-watch.js');
      const renew = (system: ServedSystem): void => {
        for (const secret of secretNamesOfContract(system.contract)) secretNames.add(secret);
        renewals.get(system.name)?.(system.contract);
        webhooks?.renew(system);
      };
      servers.push(await watchMocks({ input, files: settings.files, paths, readAtMs, served: systems, renew }));
    }
    await untilAborted(signal);
    return 0;
  } finally {
    await triggers?.close();
    await webhooks?.close();
    await control.close();
    await traces?.close();
    await Promise.all(servers.map((server) => server.close()));
    states.close();
    durableJournal?.close();
  }
}

function mockOf({ contract, seeds, streams }: ServedSystem, settings: MockSettings): Mock {
  const { rules, dynamic, requireBasePath, paceMs } = settings;
  return createMock(contract, {
    rules,
    dynamic,
    cors: corsMode(settings),
    requireBasePath,
    seeds,
    streams: streamOptions(streams, paceMs),
  });
}

/** Ids of exchanges are unique in the journal that all systems share. */
function runningNumber(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return String(count);
  };
}

/** Loaded where a workspace has any. */
async function triggersOf(systems: ServedSystems, { seed }: MockSettings, tell: (text: string) => void): Promise<MockTriggers | undefined> {
  if (systems.triggers.length === 0) return undefined;
  const { openMockTriggers } = await import('./mock-triggers.js');
  return openMockTriggers(systems, { seed, tell });
}

/** What nobody hears of otherwise is told, each text once. */
function tellingOnce(io: CommandInput['io']): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (!told.has(text)) io.stderr(`mortise: ${text}\n`);
    told.add(text);
  };
}

/** What was answered sets triggers off, and is told to whoever is called back. */
function withListener(journal: Journal, onCall: (exchange: Exchange) => void): Journal {
  return {
    append: (exchange) => {
      journal.append(exchange);
      onCall(exchange);
    },
  };
}

/** Where there are several systems, there is one port before all of them. */
async function gatewayBefore(
  systems: ReadonlyMap<string, MockServer>,
  settings: MockSettings,
  {
    faults,
    control,
    channels,
  }: { readonly faults: MockFaults | undefined; readonly control: MockControl; readonly channels: ReadonlyMap<string, string> },
): Promise<Gateway> {
  const { startGateway } = await import('../host/gateway.js');
  return startGateway({
    host: settings.host,
    port: settings.port,
    systems,
    channels,
    certificates: faults?.certificates,
    control: control.controlOf(undefined),
  });
}
