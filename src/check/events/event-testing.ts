import type { EventOperation } from '../../contract/channel.js';
import type { Finding } from '../../finding/finding.js';
import type { PairResult, PairTesting } from '../pair-testing.js';
import type { Lane } from '../plan-lanes.js';
import type { CheckPorts } from '../ports.js';
import { chooseEventOperations, planEventLanes, untestedReason } from './event-lanes.js';
import { eventPlace } from './event-place.js';
import type { EventRun, EventTestingInput } from './event-run.js';
import { createEventRun, receiverOf, senderOf } from './event-run.js';
import type { EventSession } from './event-session.js';
import { observeSender } from './observe-sender.js';
import { reportEvent } from './report-event.js';
import { reportHandshakes } from './report-handshakes.js';
import { testReceiver } from './test-receiver.js';

/**
 * The test of the events of a pair whose programs are up, lane by lane: senders are observed, receivers are driven.
 *
 * @param input - the pair and its contract of events
 * @param ports - the world
 * @param session - of the pair; it is not stopped here
 */
export async function openEventTesting(input: EventTestingInput, ports: CheckPorts, session: EventSession): Promise<PairTesting> {
  const startedAtMs = ports.nowMs();
  const run = await createEventRun(input, ports, session);
  const lanes = planEventLanes(input.contract, input.pair, run.options);
  const done = new Map<string, number>();
  for (const operation of chosenOf(run)) {
    const reason = untestedReason(operation, input.pair);
    if (reason !== undefined) reportUntested(run, operation, reason);
  }
  return {
    lanes,
    run: (lane) => runLane(run, lane, done),
    result: () => resultOf(run, { done, laneCount: lanes.length, durationMs: ports.nowMs() - startedAtMs }),
    stop: async () => {
      await run.standIns.stop();
      await run.observer.stop();
    },
  };
}

async function runLane(run: EventRun, lane: Lane, done: Map<string, number>): Promise<readonly Finding[]> {
  const startedAtMs = run.ports.nowMs();
  const operation = chosenOf(run).find(({ id }) => id === lane.operation);
  if (operation === undefined) return [];
  const findings: Finding[] = [];
  run.input.signal.throwIfAborted();
  if (lane.phase === 'examples' && isReachable(run, senderOf(operation, run.input.pair)))
    findings.push(...(await observeSender(run, operation)));
  if (isReachable(run, receiverOf(operation, run.input.pair))) findings.push(...(await testReceiver(run, operation, lane.phase)));
  findings.push(...reportHandshakes(run));
  done.set(lane.id, run.ports.nowMs() - startedAtMs);
  run.ports.onLaneEnd?.(run.input.pair, lane);
  return findings;
}

/** Standing in for somebody at a broker that others use would mislead them; and nobody elsewhere is at a broker in this process. */
function isReachable({ session }: EventRun, system: string): boolean {
  const isOwn = session.broker.kind === 'in-process';
  const kind = session.member(system)?.kind;
  if (kind === undefined) return false;
  if (kind === 'mock') return isOwn;
  return kind !== 'url' || !isOwn;
}

function reportUntested(run: EventRun, operation: EventOperation, reason: string): void {
  const place = eventPlace(operation);
  reportEvent(run, { code: 'check/operation-untested', severity: 'info', operation: operation.id, place, args: { reason } });
}

function chosenOf({ input, options }: EventRun): readonly EventOperation[] {
  return chooseEventOperations(input.contract, input.pair, options.filters);
}

interface Progress {
  readonly done: ReadonlyMap<string, number>;
  readonly laneCount: number;
  readonly durationMs: number;
}

function resultOf(run: EventRun, { done, laneCount, durationMs }: Progress): PairResult {
  const { collector, context, tally, learned, session, input } = run;
  const findings = collector.findings();
  const chosen = chosenOf(run);
  const reachedCount = chosen.filter(({ id }) => tally.isReached(id)).length;
  const isRefuted = findings.some(({ severity }) => severity === 'error');
  const testedCount = chosen.filter(({ id }) => tally.isTested(id)).length;
  const reason = input.signal.aborted
    ? 'stopped'
    : testedCount === 0
      ? 'no operation could be tested'
      : 'no message was seen to be processed';
  const kinds = [input.pair.provider, input.pair.consumer].map((name) => session.member(name)?.kind ?? 'mock');
  return {
    pair: context.pair,
    providerKind: kinds.includes('url') ? 'url' : kinds.every((kind) => kind === 'mock') ? 'mock' : 'program',
    operationCount: chosen.length,
    testedOperationCount: testedCount,
    reachedOperationCount: reachedCount,
    requestCount: learned.messageCount,
    laneCount,
    laneDoneCount: done.size,
    laneDurationsMs: Object.fromEntries(done),
    durationMs,
    coverage: tally.coverage(chosen),
    findings,
    verdict: isRefuted
      ? { kind: 'refuted' }
      : reachedCount > 0
        ? { kind: 'consistent', caseCount: learned.messageCount }
        : { kind: 'inconclusive', reason },
  };
}
