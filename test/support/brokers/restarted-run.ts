import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Broker } from '../../../src/broker/broker.js';
import type { MessageRecord } from '../../../src/journal/message-record.js';
import type { RunJournal } from '../../../src/journal/run-journal.js';
import { machineClock } from '../../../src/host/machine-clock.js';
import { textOf } from '../../laws/broker-laws.js';
import type { PrivateServer } from './private-server.js';

const PROGRAMS = join(import.meta.dirname, '../../../fixtures/programs/brokers');

/** A sender and a receiver of one channel, as they were seen. */
export interface Traffic {
  readonly channel: string;
  /** All that was seen until now, whole. */
  journal(): RunJournal;
  /** Ids that the broker has, as our own listener saw them. */
  readonly kept: ReadonlySet<string>;
  /** What the programs themselves wrote down, read from their books: the count that ours must equal. */
  counted(): { readonly accepted: ReadonlySet<string>; readonly lost: ReadonlySet<string>; readonly duplicated: ReadonlySet<string> };
  /** Starts the sender. */
  begin(): Promise<void>;
  hasSent(count: number): boolean;
  readonly isSent: boolean;
  stop(): Promise<void>;
}

export interface TrafficPlan {
  readonly channel: string;
  readonly sender: string;
  readonly receiver: string;
  readonly messageCount: number;
  readonly brokerUrl: string;
  readonly server: PrivateServer;
  /** Our own listener, over an adapter. */
  readonly observer: Broker;
}

/**
 * Starts a receiver, and then a sender when it is told to, real processes with their broker's own client library, and listens beside the receiver. Of what passes between them and the broker
 * nothing is seen but its kept messages and what they say: `accepted` by the sender, `done` by the receiver, `again` when it came once more and was not done.
 */
export async function startTraffic(plan: TrafficPlan): Promise<Traffic> {
  const { channel, observer } = plan;
  const messages: MessageRecord[] = [];
  const kept = new Set<string>();
  let effectCount = 0;
  const add = (record: Pick<MessageRecord, 'side' | 'messageKey' | 'outcome' | 'effect' | 'receiver'>): void => {
    const atMs = machineClock.nowMs();
    messages.push({
      ...{
        id: `p${messages.length}`,
        provider: 'sender',
        sender: 'sender',
        channel,
        operation: undefined,
        message: undefined,
        key: undefined,
      },
      ...{
        correlationId: undefined,
        headers: [],
        payload: record.messageKey,
        attempt: 1,
        fault: undefined,
        problems: [],
        atMs,
        settledAtMs: atMs,
      },
      ...record,
    });
  };
  const lastEffects = new Map<string, string>();
  const onLine = (line: string): void => {
    const [word, id = ''] = line.split(' ');
    if (word === 'accepted') add({ side: 'sent', messageKey: id, outcome: 'accepted', effect: undefined, receiver: undefined });
    if (word === 'done') {
      effectCount += 1;
      lastEffects.set(id, `effect-${effectCount}`);
    }
    if (word === 'done' || word === 'again')
      add({ side: 'delivered', messageKey: id, outcome: 'unsettled', effect: lastEffects.get(id), receiver: 'receiver' });
  };
  await observer.subscribe({ channel, group: 'observer', from: 'earliest', prefetchCount: 200 }, async (delivery) => {
    kept.add(textOf(delivery));
    await delivery.settle('ack');
  });
  const receiver = startProgram(plan.receiver, plan, onLine);
  let sender: Program | undefined;
  const stop = async (): Promise<void> => {
    await Promise.all([sender?.stop(), receiver.stop()]);
  };
  try {
    await receiver.said('ready');
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    channel,
    kept,
    journal: () => ({
      ...{ exchanges: [], asks: [], connections: [], faults: [], canary: [], timeScale: 1 },
      messages: [...messages],
      endedAtMs: machineClock.nowMs(),
    }),
    counted: () => countFrom(sender?.book() ?? [], receiver.book()),
    begin: async () => {
      sender = startProgram(plan.sender, plan, onLine);
      await sender.said('ready');
    },
    hasSent: (count) => messages.filter(({ side }) => side === 'sent').length >= count,
    get isSent() {
      return sender?.hasSaid('finished') === true;
    },
    stop,
  };
}

function countFrom(senderBook: readonly string[], receiverBook: readonly string[]): ReturnType<Traffic['counted']> {
  const accepted = new Set(senderBook.filter((line) => line.startsWith('accepted ')).map((line) => line.slice('accepted '.length)));
  const times = new Map<string, number>();
  for (const line of receiverBook) if (line.startsWith('done ')) times.set(line.slice(5), (times.get(line.slice(5)) ?? 0) + 1);
  return {
    accepted,
    lost: new Set([...accepted].filter((id) => !times.has(id))),
    duplicated: new Set([...times].filter(([, count]) => count > 1).map(([id]) => id)),
  };
}

interface Program {
  said(word: string): Promise<void>;
  hasSaid(word: string): boolean;
  /** Its own notes, from its own file. */
  book(): readonly string[];
  stop(): Promise<void>;
}

function startProgram(name: string, { channel, brokerUrl, messageCount, server }: TrafficPlan, onLine: (line: string) => void): Program {
  const book = join(server.folder, `${channel}-${name}.txt`);
  const child: ChildProcess = spawn(process.execPath, [join(PROGRAMS, `${name}.js`)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, BROKER_URL: brokerUrl, CHANNEL: channel, MESSAGES: String(messageCount), BOOK: book },
  });
  const words = new Set<string>();
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint = (complaint + String(chunk)).slice(-2_000);
  });
  if (child.stdout !== null)
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.includes(' ')) words.add(line);
      onLine(line);
    });
  return {
    hasSaid: (word) => words.has(word),
    said: (word) =>
      patiently(() => {
        if (child.exitCode !== null) throw new Error(`${name} has ended: ${complaint}`);
        return words.has(word);
      }),
    book: () => readFileSync(book, 'utf8').split('\n'),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Waits for what must come in the end. A busy machine takes minutes for what a quiet one does in seconds. */
export async function patiently(isSo: () => boolean, everyMs = 100): Promise<void> {
  const untilMs = Date.now() + PATIENCE_MS;
  while (!isSo()) {
    if (Date.now() > untilMs) throw new Error('it has not come about');
    await machineClock.sleep(everyMs);
  }
}

export const PATIENCE_MS = 240_000;
