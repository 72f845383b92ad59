import type { Channel } from '../contract/channel.js';
import type { Contract } from '../contract/contract.js';
import { controlledEvents } from '../host/control/controlled-events.js';
import { createMessageBook, type MessageBook } from '../host/control/message-book.js';
import type { EventMockServer } from '../host/events/event-mock-server.js';
import { startEventMockServer } from '../host/events/event-mock-server.js';
import type { JournalFile } from '../host/journal-file.js';
import type { Metrics } from '../host/metrics/open-metrics.js';
import type { ProcessIo } from '../host/process-io.js';
import type { MessageRecord } from '../journal/message-record.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import { textFromError } from '../report/wording/error-wording.js';
import { failWith } from './fail.js';
import { faultsText } from './fault-options.js';
import type { MockControl } from './mock-control.js';
import type { MockFaults } from './mock-faults.js';
import { faultsBefore } from './mock-faults.js';
import type { MockSettings } from './mock-settings.js';
import type { MockTriggers } from './mock-triggers.js';
import type { ServedSystem } from '../host/served-system.js';
import { streamsOf } from './server-metrics.js';
import { createViolationLog } from './violation-log.js';

interface EventMocks {
  /** With a contract of events each. */
  readonly systems: readonly ServedSystem[];
  readonly settings: MockSettings;
  readonly triggers: MockTriggers | undefined;
  readonly faults: MockFaults | undefined;
  readonly control: MockControl;
  readonly secretNames: ReadonlySet<string>;
  readonly durableJournal: JournalFile | undefined;
  readonly metrics: Metrics | undefined;
  readonly io: ProcessIo;
  /** Two for each system, unless any will do. */
  readonly firstPort: number;
  /** What is to be closed at the end; those that start are added. */
  readonly servers: { readonly close: () => Promise<void> }[];
  /** Where the channels of a system are, over HTTP; those that start are added. */
  readonly channels: Map<string, string>;
}

/**
 * Starts the mocks of events, and says of each where it is and what flows there.
 *
 * @param mocks - which, and how
 * @throws HostError when a port is busy, or a broker does not answer
 */
export async function startEventMocks({
  systems,
  settings,
  triggers,
  faults,
  control,
  secretNames,
  durableJournal,
  metrics,
  io,
  firstPort,
  servers,
  channels,
}: EventMocks): Promise<void> {
  const tellMissing = onceTold((text) => io.stderr(text));
  for (const [index, { name, contract, broker, script }] of systems.entries()) {
    const { recorder, injector = control.standbyOf(name)?.injector } = faultsBefore(name, faults);
    const book = createMessageBook(secretNames);
    const server = await startEventMockServer({
      system: name,
      contract,
      host: settings.host,
      port: settings.port === 0 ? 0 : firstPort + 2 * index,
      seed: settings.seed,
      isVaried: settings.dynamic,
      greets: settings.greets,
      everyMs: settings.everyMs,
      script: script ?? [],
      brokerUrl: settings.brokerUrl ?? broker,
      injector,
      recorder: recorderOf({ system: name, durableJournal, metrics, recorder, book, log: createViolationLog(io.stdout, settings.json) }),
      control: control.controlOf(name),
      rules: settings.rules,
      isOpenToPages: settings.cors,
      maxBodyBytes: settings.maxBodyBytes,
      onStream: streamsOf(metrics, name),
      onMessage: triggers === undefined ? undefined : (message) => triggers.onEvent(name, message),
      onTrouble: (error) => void failWith(error, false, io),
    });
    servers.push(server);
    const door = server.urls.find((url) => url.startsWith('http:'));
    if (door !== undefined) channels.set(name, door);
    triggers?.servers.set(name, server);
    control.events.set(name, controlledEvents({ contract, server, book, seed: settings.seed }));
    if (server.missing !== undefined) tellMissing(`mortise: ${textFromError(server.missing)}\n`);
    io.stdout(
      settings.json ? jsonLine(name, server, { contract, seed: settings.seed }) : readyText(name, server, { contract, settings, faults }),
    );
  }
}

interface RecorderParts {
  readonly system: string;
  readonly durableJournal: JournalFile | undefined;
  readonly metrics: Metrics | undefined;
  readonly recorder: RunRecorder | undefined;
  readonly book: MessageBook;
  readonly log: (record: MessageRecord) => void;
}

/** The file first: a message that is not written down does not go on. */
function recorderOf({ system, durableJournal, metrics, recorder, book, log }: RecorderParts): Pick<RunRecorder, 'message'> {
  const unsettled = new Set<string>();
  return {
    message: (record) => {
      durableJournal?.message(record);
      recorder?.message(record);
      book.note(record);
      metrics?.observeMessage(record);
      const isOfProgram = record.sender !== system && (record.side === 'sent' || record.receiver === system);
      if (!isOfProgram || record.problems.length === 0) return;
      // Once for each: when it came, not again when it is settled, which it may be at once.
      const isTold = record.settledAtMs !== undefined && unsettled.delete(record.id);
      if (isTold) return;
      if (record.settledAtMs === undefined) unsettled.add(record.id);
      log(record);
    },
  };
}

function onceTold(tell: (text: string) => void): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (!told.has(text)) tell(text);
    told.add(text);
  };
}

interface ReadyParts {
  readonly contract: Contract;
  readonly settings: MockSettings;
  readonly faults: MockFaults | undefined;
}

function readyText(name: string, { urls }: EventMockServer, { contract, settings, faults }: ReadyParts): string {
  const { channels } = contract;
  const varied = settings.dynamic ? `, seed ${settings.seed}` : '';
  const withFaults = faults === undefined ? '' : faultsText(faults.ruleCount, settings.seed);
  const head = `${name} sends and receives at ${urls.join(' ')} (${channels.length} channels${varied})${withFaults}\n`;
  const rows = channels.slice(0, MAX_SHOWN_COUNT).map((channel) => ({ way: wayOf(contract, channel), ...rowOf(channel) }));
  const width = Math.max(0, ...rows.map(({ address }) => address.length));
  const table = rows.map(({ way, address, messages }) => `  ${way.padEnd(8)}  ${address.padEnd(width)}  ${messages}`.trimEnd());
  const more = channels.length > MAX_SHOWN_COUNT ? [`  and ${channels.length - MAX_SHOWN_COUNT} more`] : [];
  return head + [...table, ...more].map((line) => `${line}\n`).join('');
}

function rowOf({ id, address, messages }: Channel): { readonly address: string; readonly messages: string } {
  return { address: address ?? `(${id}: known when it runs)`, messages: messages.map((message) => message.name ?? message.id).join(', ') };
}

function wayOf({ eventOperations }: Contract, channel: Channel): string {
  const actions = new Set(eventOperations.filter((one) => one.channel === channel).map(({ action }) => action));
  if (actions.size === 2) return 'both';
  return actions.has('send') ? 'sends' : actions.has('receive') ? 'receives' : '';
}

function jsonLine(
  system: string,
  { urls }: EventMockServer,
  { contract, seed }: { readonly contract: Contract; readonly seed: string },
): string {
  const channels = contract.channels.map(({ address = null }) => address);
  return `${JSON.stringify({ type: 'ready', system, urls, channels, file: contract.file, seed })}\n`;
}

const MAX_SHOWN_COUNT = 50;
