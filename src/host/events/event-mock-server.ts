import type { JsonValue } from '../../base/json.js';
import { randomFromSeed } from '../../base/random.js';
import type { Broker, BrokerMessage } from '../../broker/broker.js';
import { shownUrl } from '../../broker/broker-error.js';
import { DONE } from '../../broker/done.js';
import { createInProcessBroker } from '../../broker/in-process-broker.js';
import { openBroker } from '../../broker/open-broker.js';
import { recordedBroker } from '../../broker/recorded-broker.js';
import { HostError } from '../../base/errors.js';
import type { Contract } from '../../contract/contract.js';
import type { FaultInjector } from '../../fault/injector.js';
import type { RunRecorder } from '../../journal/run-recorder.js';
import type { EventMock } from '../../mock/events/event-mock.js';
import { createEventMock } from '../../mock/events/event-mock.js';
import { addressFromParameters } from '../../wire/channel-address.js';
import type { MockEvent } from '../../workspace/mock-event.js';
import type { Control } from '../control/control.js';
import type { Rules } from '../../mock/rules.js';
import type { Handshake, HandshakeProblem } from '../../wire/judge-handshake.js';
import { machineClock } from '../machine-clock.js';
import { onceForEachMessage } from '../once-for-each-message.js';
import { handshakeJudge } from './handshake-judge.js';
import { channelOfContract } from './channel-of-contract.js';
import { startChannelsDoor } from './channels-door.js';
import type { Door } from './mqtt-door.js';
import { startMqttDoor } from './mqtt-door.js';
import { programsBroker } from './programs-broker.js';

export interface EventMockServerOptions {
  readonly system: string;
  readonly contract: Contract;
  readonly host: string;
  /** Of HTTP and WebSockets; MQTT is at the one after it. 0 takes any free ones. */
  readonly port: number;
  readonly seed: string;
  readonly isVaried: boolean;
  /** Whoever begins to listen is sent a message. */
  readonly greets: boolean;
  /** How often every operation sends; `undefined` for only when it is asked to. */
  readonly everyMs: number | undefined;
  /** What it sends by itself. */
  readonly script: readonly MockEvent[];
  /** The broker of others; `undefined` for one in this process. */
  readonly brokerUrl: string | undefined;
  readonly injector: FaultInjector | undefined;
  readonly recorder: Pick<RunRecorder, 'message'>;
  readonly control: Control | undefined;
  /** What of a handshake is refused. */
  readonly rules: Pick<Rules, 'security' | 'parameters'>;
  readonly isOpenToPages: boolean;
  readonly maxBodyBytes: number | undefined;
  /** A client begins to listen at a channel, over HTTP. @returns tells that it has gone */
  readonly onStream?: (() => () => void) | undefined;
  readonly onTrouble: (error: unknown) => void;
  /** Told of each message that the broker in this process has. */
  readonly onMessage?: ((message: BrokerMessage) => Promise<void>) | undefined;
}

/** The mock of a system's events, up and running. */
export interface EventMockServer {
  /** Where programs reach it. */
  readonly urls: readonly string[];
  /** Why a door is not open. */
  readonly missing: HostError | undefined;
  /** Sends as the system that is stood in for. */
  publish(message: BrokerMessage): Promise<void>;
  /** @see EventMock */
  readonly sendOne: EventMock['sendOne'];
  close(): Promise<void>;
}

/**
 * Stands in for a system that sends and receives, at a broker in this process with doors of HTTP, WebSockets and MQTT, or at one that is elsewhere.
 *
 * @param options - which system, and where
 * @throws HostError `E_PORT_BUSY`, `E_LISTEN`; `E_BROKER_LOST` when the other broker does not answer
 */
export async function startEventMockServer(options: EventMockServerOptions): Promise<EventMockServer> {
  const { system, contract, injector, recorder, seed, brokerUrl } = options;
  const over = new AbortController();
  const report = onceForEachMessage(options.onTrouble);
  const onTrouble = (error: unknown): void => {
    if (!over.signal.aborted && !isAway(error, injector)) report(error);
  };
  const isOwn = brokerUrl === undefined || brokerUrl.startsWith('memory:');
  // Through its doors nobody can ask for what was before.
  const ground = isOwn
    ? createInProcessBroker({ clock: machineClock, order: hasKeys(contract) ? 'key' : 'channel', rememberedCount: 0 })
    : undefined;
  const shared = { injector, recorder, clock: machineClock, provider: system, contract };
  const base = ground?.connect() ?? (await openBroker(brokerUrl, { clock: machineClock, random: randomFromSeed(seed, 'broker') }));
  const heard = (broker: Broker): Broker =>
    options.onMessage === undefined ? broker : heardBroker(broker, { heard: options.onMessage, onTrouble });
  const own = recordedBroker(heard(base), { ...shared, member: system });
  const mock = createEventMock({ contract, publish: own.publish, clock: machineClock, seed, isVaried: options.isVaried, onTrouble });
  const doors: Door[] = [];
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    over.abort();
    for (const door of doors) await door.close();
    for (const closeOne of closers) await closeOne();
    await own.close();
    await ground?.close();
  };
  let missing: HostError | undefined;
  try {
    if (ground === undefined) await receiveAt(own, contract, mock);
    else {
      const programs = programsBroker(heard(ground.connect()), {
        record: (broker) => recordedBroker(broker, { ...shared, member: undefined }),
        mock,
        clock: machineClock,
        greets: options.greets,
        signal: over.signal,
        onTrouble,
      });
      closers.push(() => programs.close());
      doors.push(await startChannelsDoor(programs, { ...doorOptions(options), onTrouble }));
      const mqttPort = options.port === 0 ? 0 : options.port + 1;
      const mqtt = await openOrMissing(
        startMqttDoor(programs, { host: options.host, port: mqttPort, forgetGroup: ground.forget, onTrouble }),
      );
      if (mqtt instanceof HostError) missing = mqtt;
      else doors.push(mqtt);
    }
  } catch (error) {
    await close();
    throw error;
  }
  if (options.everyMs !== undefined) {
    const sending = mock.sendEvery(options.everyMs, over.signal).catch(onTrouble);
    closers.unshift(() => sending);
  }
  if (options.script.length > 0) {
    // At a broker of others nobody sees who listens.
    if (ground === undefined) mock.attend('');
    const playing = mock.play(options.script, over.signal).catch(onTrouble);
    closers.unshift(() => playing);
  }
  return { urls: urlsOf(doors, brokerUrl), missing, publish: own.publish, sendOne: mock.sendOne, close };
}

function doorOptions(options: EventMockServerOptions): Omit<Parameters<typeof startChannelsDoor>[1], 'onTrouble'> {
  const { contract, host, port, control, isOpenToPages, maxBodyBytes } = options;
  return {
    clock: machineClock,
    host,
    port,
    channelOf: channelOfContract(contract),
    judge: (channel, handshake) => handshakeProblems(options, channel, handshake),
    channels: channelsOf(contract),
    isOpenToPages,
    control,
    onStream: options.onStream,
    maxBodyBytes,
  };
}

/** What the rules of the mock do not say to refuse is let in. */
function handshakeProblems(
  { contract, rules }: EventMockServerOptions,
  channel: string,
  handshake: Handshake,
): readonly HandshakeProblem[] {
  const problems = handshakeJudge(contract)(channel, handshake);
  return problems.filter(({ kind }) => rules[kind === 'security' ? 'security' : 'parameters'] === 'error');
}

/** An optional package that is not there closes its own door only. */
async function openOrMissing(opening: Promise<Door>): Promise<Door | HostError> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof HostError && error.code === 'E_PACKAGE_MISSING') return error;
    throw error;
  }
}

/** At a broker of others only the addresses that the contract shows can be listened at. */
async function receiveAt(broker: Broker, { eventOperations }: Contract, mock: EventMock): Promise<void> {
  const received = eventOperations.filter(({ action, channel }) => action === 'receive' && channel.address !== undefined);
  for (const address of new Set(received.map(({ channel }) => addressFromParameters(channel, {})))) {
    const subscription = { channel: address, group: 'mortise', from: 'new', prefetchCount: 100 } as const;
    await broker.subscribe(subscription, async ({ message, settle }) => {
      await mock.answer(message);
      await settle('ack');
    });
  }
}

/** Told of what the broker has taken; nobody waits for what comes of it. */
function heardBroker(
  broker: Broker,
  { heard, onTrouble }: { readonly heard: (message: BrokerMessage) => Promise<void>; readonly onTrouble: (error: unknown) => void },
): Broker {
  return {
    ...broker,
    // Not an async function: what the broker has taken already need not be waited for.
    publish: (message) => {
      const tell = (): void => {
        heard(message).catch(onTrouble);
      };
      const sent = broker.publish(message);
      const told = sent.then(tell);
      return sent === DONE ? DONE : told;
    },
  };
}

/** What a fault keeps away is no trouble: it was asked for. */
function isAway(error: unknown, injector: FaultInjector | undefined): boolean {
  return injector !== undefined && error instanceof HostError && error.code === 'E_BROKER_LOST';
}

function hasKeys({ channels }: Contract): boolean {
  return channels.some(({ messages }) => messages.some(({ key }) => key !== undefined));
}

function urlsOf(doors: readonly Door[], brokerUrl: string | undefined): readonly string[] {
  if (doors.length === 0) return brokerUrl === undefined ? [] : [shownUrl(brokerUrl)];
  return doors.flatMap(({ url }) => (url.startsWith('http:') ? [url, url.replace('http:', 'ws:')] : [url]));
}

/** The channels of a contract as `GET /channels` shows them. */
function channelsOf({ channels, eventOperations }: Contract): JsonValue {
  return channels.map((channel) => ({
    id: channel.id,
    address: channel.address ?? null,
    messages: channel.messages.map(({ id }) => id),
    operations: eventOperations.filter((one) => one.channel === channel).map(({ id, action }) => ({ id, action })),
  }));
}
