import type { EventOperation } from '../../contract/channel.js';
import type { Finding } from '../../finding/finding.js';
import { causeOf } from '../cause.js';
import type { Phase } from '../test-case.js';
import { awaitReady } from './await-ready.js';
import type { DrawnCase } from './drawn-cases.js';
import { drawnCase } from './drawn-cases.js';
import type { EventCase } from './event-case.js';
import { coverageCases, exampleCases, plainCase } from './event-cases.js';
import { eventPlace } from './event-place.js';
import type { EventRun } from './event-run.js';
import { carriedTo, receiverOf } from './event-run.js';
import { evidenceOf } from './evidence.js';
import type { ExperimentKind } from './receiver-trace.js';
import { judgementOfEvent, reportEvent } from './report-event.js';
import { testExperiment } from './test-experiment.js';

/**
 * Drives the receiver of an operation through one phase.
 *
 * @param run - of the pair
 * @param operation - of its contract
 * @param phase - `stateful` is what takes several messages: the same twice, many in a row, a request and its reply
 * @returns findings of new causes
 */
export async function testReceiver(run: EventRun, operation: EventOperation, phase: Phase): Promise<readonly Finding[]> {
  if (run.learned.endings.has(operation.id)) return [];
  const findings: Finding[] = [];
  if (!run.learned.ready.has(operation.id)) {
    findings.push(...(await makeReady(run, operation)));
    if (!run.learned.ready.has(operation.id)) return findings;
  }
  for (const { kind, drawn } of experimentsOf(run, operation, phase)) {
    run.input.signal.throwIfAborted();
    if (run.learned.endings.has(operation.id)) break;
    if (drawn.testCase.intent.kind === 'invalid' && isKnownToDie(run, operation)) continue;
    findings.push(...(await testExperiment(run, kind, drawn)));
  }
  return findings;
}

interface PlannedExperiment {
  readonly kind: ExperimentKind;
  readonly drawn: DrawnCase;
}

function* experimentsOf(run: EventRun, operation: EventOperation, phase: Phase): Generator<PlannedExperiment> {
  const carried = carriedTo(run, operation);
  switch (phase) {
    case 'examples':
      for (const testCase of exampleCases(operation, carried)) yield { kind: 'once', drawn: alone(testCase) };
      return;
    case 'coverage':
      for (const testCase of coverageCases(operation, carried)) yield { kind: 'once', drawn: alone(testCase) };
      return;
    case 'fuzzing':
      for (let index = 0; index < run.options.caseCount; index += 1) {
        const drawn = drawnCase(operation, { ...carried, seed: run.options.seed, index });
        if (drawn !== undefined) yield { kind: 'once', drawn };
      }
      return;
    case 'stateful': {
      const plain = plainCase(operation, 'stateful', carried);
      if (plain === undefined) return;
      yield { kind: 'twice', drawn: alone(plain) };
      if (isOrdered(run, operation)) for (let index = 0; index < BURST_COUNT; index += 1) yield { kind: 'burst', drawn: alone(plain) };
      if (operation.reply !== undefined) yield { kind: 'request', drawn: alone(plain) };
    }
  }
}

/** Where the broker keeps the order, and somebody promises it: the pair, or a key that partitions by it. */
function isOrdered({ session, input }: EventRun, { messages }: EventOperation): boolean {
  const { order } = session.broker.guarantees;
  if (order === 'none') return false;
  const promised = input.pair.events?.order;
  if (promised === 'channel') return order === 'channel';
  return promised === 'key' || messages.every(({ key }) => key !== undefined);
}

async function makeReady(run: EventRun, operation: EventOperation): Promise<readonly Finding[]> {
  const ready = await awaitReady(run, operation, READY_PATIENCE * run.timeoutMs);
  if (ready.kind === 'ready') {
    run.learned.ready.add(operation.id);
    return [];
  }
  if (ready.kind === 'unknown') return ended(run, operation, ready.reason);
  // Nobody said that it receives: a program that only makes calls is no bad receiver.
  if (run.input.pair.events === undefined && ready.fate === 'silent')
    return ended(run, operation, 'its receiver does nothing with it: say by "events" of the pair how it shows what it does');
  const receiver = run.session.member(receiverOf(operation, run.input.pair));
  const isNew = (await receiver?.restart()) === true;
  const again = await awaitReady(run, operation, READY_PATIENCE * run.timeoutMs);
  if (again.kind === 'ready') {
    run.learned.ready.add(operation.id);
    return [];
  }
  if (again.kind === 'unknown') return ended(run, operation, again.reason);
  const ends = again.fate === 'ended';
  const reason = ends ? ((await receiver?.trouble()) ?? 'its program ended') : 'no message that keeps the contract had an effect';
  run.learned.endings.set(operation.id, reason);
  const plain = plainCase(operation, 'examples', carriedTo(run, operation));
  if (plain === undefined) return [];
  const failure = {
    severity: 'error' as const,
    place: eventPlace(operation),
    location: ['message'],
    expected: ends ? 'a receiver that goes on' : 'its effect',
    seen: ends
      ? reason
      : again.fate === 'dead-lettered'
        ? 'it was put aside as a dead letter'
        : `none${isNew ? ', also after it was started anew' : ''}`,
  };
  const code = ends ? 'check/receiver-lives' : 'check/valid-message-processed';
  const judgement = judgementOfEvent(run, { operation: operation.id, example: plain.name }, { code, failure });
  const kept = judgement === undefined ? undefined : reportEvent(run, judgement, evidenceOf(run, plain, 'once'));
  return kept === undefined ? [] : [kept];
}

function ended(run: EventRun, operation: EventOperation, reason: string): readonly Finding[] {
  run.learned.endings.set(operation.id, reason);
  const kept = reportEvent(run, {
    code: 'check/operation-untested',
    severity: 'info',
    operation: operation.id,
    place: eventPlace(operation),
    args: { reason },
  });
  return kept === undefined ? [] : [kept];
}

/** One more death says nothing new, and each takes a new start. */
function isKnownToDie(run: EventRun, operation: EventOperation): boolean {
  const failure = { severity: 'error' as const, place: eventPlace(operation), location: [], expected: '', seen: '' };
  const judgement = judgementOfEvent(run, { operation: operation.id }, { code: 'check/receiver-lives', failure });
  return judgement !== undefined && run.collector.has(causeOf(judgement, run.context));
}

function alone(testCase: EventCase): DrawnCase {
  return { testCase, smaller: [] };
}

const READY_PATIENCE = 3;
/** One burst may come out in order by chance. */
const BURST_COUNT = 3;
