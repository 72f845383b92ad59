import { isOfSystem, systemOfMember } from '../../journal/member-name.js';
import type { RunJournal } from '../../journal/run-journal.js';
import { NO_EXPECTATIONS } from '../../policy/expectations.js';
import { policyFromJson } from '../../policy/policy-from-json.js';
import type { RecoveryPolicy } from '../../policy/policy.js';
import type { RunClaims } from '../../recovery/judge-run.js';
import { inputOfRun } from '../../recovery/judge-run.js';
import type { OracleInput } from '../../recovery/oracle.js';
import { breakerSpans } from './breaker-spans.js';
import { faultWindows } from './fault-windows.js';
import { queueDepth } from './queue-depth.js';
import { recoveriesOf } from './recoveries.js';
import type { ScenarioTimeline, TimelineLane, TimelineMark } from './scenario-timeline.js';
import { thinned } from './thinned.js';
import type { TimelineClock } from './timeline-clock.js';
import { timelineClock } from './timeline-clock.js';
import type { PlannedLoad } from './timeline-load.js';
import { timelineLoad } from './timeline-load.js';
import type { AttemptNumber } from './timeline-marks.js';
import { markOfAsk, markOfExchange, markOfMessage } from './timeline-marks.js';
import { timelineWaits } from './timeline-waits.js';

/**
 * What a picture of a run shows, made of its journal and of what was claimed. Every exchange, ask and passage is a mark, or is counted among those that were left out.
 *
 * @param journal - of a run
 * @param claims - of its links: their policies say what the waits are held against
 * @param loads - that the scenario planned
 * @returns the same for the same arguments
 */
export function timelineFromJournal(
  journal: RunJournal,
  claims: readonly RunClaims[],
  loads: readonly PlannedLoad[] = [],
): ScenarioTimeline {
  const clock = timelineClock(journal);
  const groups = groupsOf(journal);
  const order = new Map(claims.map(({ consumer, provider }, index) => [`${consumer ?? ''}\n${provider}`, index]));
  const rank = ({ consumer, provider }: Group): number => order.get(`${consumer}\n${provider}`) ?? order.size;
  const sorted = [...groups.values()].sort((left, right) => rank(left) - rank(right));
  const shown = sorted.slice(0, MAX_LANE_COUNT);
  const leftOut = sorted.slice(MAX_LANE_COUNT);
  const faults = faultWindows(journal.faults, clock);
  const load = timelineLoad(journal, clock, { loads, claims });
  const unclaimed = policyFromJson({});
  return {
    lengthMs: clock.lengthMs,
    lanes: shown.map((group) => laneOf(group, { journal, claims, clock, unclaimed })),
    leftOutLaneCount: leftOut.length,
    leftOutMarkCount: leftOut.reduce((sum, { items }) => sum + items.length, 0),
    faults: faults.slice(0, MAX_FAULT_COUNT),
    leftOutFaultCount: Math.max(0, faults.length - MAX_FAULT_COUNT),
    ...(load === undefined ? {} : { load }),
    isIncomplete: journal.incomplete !== undefined,
  };
}

type Lane = Pick<TimelineLane, 'kind' | 'consumer' | 'provider'>;

interface Group extends Lane {
  readonly items: Item[];
}

/** What becomes a mark, once it is known of which attempt. */
interface Item {
  readonly id: string;
  readonly mark: (clock: TimelineClock, number: AttemptNumber | undefined) => TimelineMark;
}

function groupsOf({ exchanges, asks, messages }: RunJournal): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  const add = ({ kind, consumer, provider }: Lane, item: Item): void => {
    const key = `${kind}\n${consumer}\n${provider}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { kind, consumer, provider, items: [item] });
    else group.items.push(item);
  };
  for (const ask of asks)
    add({ kind: 'asks', consumer: systemOf(ask.consumer), provider: '' }, { id: ask.id, mark: (clock) => markOfAsk(ask, clock) });
  for (const exchange of exchanges) {
    const { id, side, consumer, provider } = exchange;
    const lane: Lane =
      side === 'ingress'
        ? { kind: 'asks', consumer: systemOf(provider), provider: '' }
        : { kind: 'calls', consumer: systemOf(consumer), provider };
    add(lane, { id, mark: (clock, number) => markOfExchange(exchange, clock, number) });
  }
  for (const record of messages) {
    const { id, side, sender, receiver, provider } = record;
    const lane: Lane = { kind: side, consumer: systemOf(side === 'sent' ? sender : receiver), provider };
    add(lane, { id, mark: (clock) => markOfMessage(record, clock) });
  }
  return groups;
}

function systemOf(name: string | undefined): string {
  return name === undefined ? '' : systemOfMember(name);
}

interface Picture {
  readonly journal: RunJournal;
  readonly claims: readonly RunClaims[];
  readonly clock: TimelineClock;
  /** Of a link of which nobody claims anything. */
  readonly unclaimed: RecoveryPolicy;
}

function laneOf({ kind, consumer, provider, items }: Group, picture: Picture): TimelineLane {
  const { clock } = picture;
  const lane = { kind, consumer, provider };
  const input = inputOfLane(lane, picture);
  const numbers = kind === 'calls' && input !== undefined ? attemptNumbers(input) : new Map<string, AttemptNumber>();
  const marks = thinned(items, MAX_MARK_COUNT).map(({ id, mark }) => mark(clock, numbers.get(id)));
  const waits = kind === 'calls' && input !== undefined ? timelineWaits(input, clock) : [];
  const told = [...waits.filter(({ verdict }) => verdict === 'broken'), ...waits.filter(({ verdict }) => verdict !== 'broken')];
  return {
    ...lane,
    marks: [...marks].sort((left, right) => left.atMs - right.atMs),
    leftOutCount: items.length - marks.length,
    // What breaks the claim is what people look for.
    waits: told.slice(0, MAX_WAIT_COUNT).sort((left, right) => left.fromMs - right.fromMs),
    leftOutWaitCount: Math.max(0, waits.length - MAX_WAIT_COUNT),
    breaker: kind === 'calls' && input !== undefined ? breakerSpans(input, clock) : [],
    queue: input === undefined ? [] : queueDepth(kind, input, clock),
    recoveries: kind === 'calls' && input !== undefined ? recoveriesOf(input, clock) : [],
  };
}

/** Of what nobody claims anything only attempts are told apart; of very many calls not even those. */
function inputOfLane({ kind, consumer, provider }: Lane, { journal, claims, unclaimed }: Picture): OracleInput | undefined {
  if (kind === 'asks') return undefined;
  const own = claims.find((claim) => claim.provider === provider && (claim.consumer === undefined || isOfSystem(consumer, claim.consumer)));
  if (own !== undefined) return inputOfRun(journal, own);
  if (journal.exchanges.length > MAX_GROUPED_COUNT) return undefined;
  const anybody = consumer === '' ? undefined : consumer;
  return inputOfRun(journal, { consumer: anybody, provider, policy: unclaimed, expectations: NO_EXPECTATIONS });
}

function attemptNumbers({ calls }: OracleInput): ReadonlyMap<string, AttemptNumber> {
  return new Map(
    calls.flatMap(({ attempts }, call) => attempts.map(({ id }, attempt) => [id, { call: call + 1, attempt: attempt + 1 }] as const)),
  );
}

const MAX_LANE_COUNT = 60;
const MAX_MARK_COUNT = 2_000;
const MAX_WAIT_COUNT = 2_000;
const MAX_FAULT_COUNT = 500;
const MAX_GROUPED_COUNT = 20_000;
