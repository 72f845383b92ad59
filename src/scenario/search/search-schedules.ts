import * as fc from 'fast-check';
import { randomFromSeed } from '../../base/random.js';
import { systemOfMember } from '../../journal/member-name.js';
import type { RunJournal } from '../../journal/run-journal.js';
import type { Judgement } from '../../recovery/oracle.js';
import { judgeLinks } from '../judge-scenario.js';
import { runScenario } from '../run-scenario.js';
import type { Scenario, ScenarioLink } from '../scenario.js';
import type { ScenarioWorld } from '../scenario-world.js';
import type { FaultText } from '../../fault/fault-rule.js';
import { FAULT_MENU, MESSAGE_FAULT_MENU } from './fault-menu.js';
import type { FaultSchedule } from './fault-schedule.js';
import { scheduledScenario } from './fault-schedule.js';
import type { ScheduleSpace } from './schedule-arbitrary.js';
import { linkKey, scheduleArbitrary } from './schedule-arbitrary.js';
import { shrinkSchedule } from './shrink-schedule.js';

export interface ScheduleSearch {
  readonly scenario: Scenario;
  /** Opens a fresh world with this seed; one at a time. */
  readonly openWorld: (seed: string) => Promise<ScenarioWorld & { close(): Promise<void> }>;
  readonly scheduleCount: number;
  /** Decides which schedules are drawn, and all chance in their worlds. */
  readonly seed: string;
  readonly signal: AbortSignal;
  /** Told after each schedule: how many were tried, and while one that was found is made smaller, in how many runs. */
  readonly onTried?: ((triedCount: number, shrinkCount: number) => void) | undefined;
}

/** What a search came to. */
export type SearchResult =
  | { readonly kind: 'held'; readonly scheduleCount: number }
  | {
      readonly kind: 'refuted';
      /** The smallest that was found; empty when the scenario is refuted without any fault. */
      readonly schedule: FaultSchedule;
      /** Those that were refuted under it. */
      readonly judgements: readonly Judgement[];
      readonly journal: RunJournal;
      /** How many schedules were tried until the first failure, and how many to make it smaller. */
      readonly scheduleCount: number;
      readonly shrinkCount: number;
      /** What makes the same run again. */
      readonly seed: string;
    };

/**
 * Looks for a schedule of faults under which something that the scenario claims is refuted, and makes it smaller. The faults of the scenario
 * itself are left out.
 *
 * @param search - what is run, how often, and from which seed
 * @throws whatever the signal is aborted with
 */
export async function searchSchedules(search: ScheduleSearch): Promise<SearchResult> {
  const { scheduleCount, seed, signal } = search;
  const plain = await tryScheduled(search, []);
  if (plain.refuted.length > 0) return refuted(plain, { scheduleCount: 0, shrinkCount: 0, seed });
  const space = spaceOf(search.scenario, plain.journal);
  if (space.links.length === 0) return { kind: 'held', scheduleCount: 0 };
  let found: TriedSchedule | undefined;
  let triedCount = 0;
  let trouble: { readonly error: unknown } | undefined;
  const holds = async (schedule: FaultSchedule): Promise<boolean> => {
    if (signal.aborted || trouble !== undefined) return true;
    try {
      const tried = await tryScheduled(search, schedule, plain.journal);
      triedCount += 1;
      search.onTried?.(triedCount, 0);
      if (tried.refuted.length > 0) found = tried;
    } catch (error) {
      // It is the run's own trouble, no counterexample.
      trouble = { error };
    }
    return found === undefined;
  };
  const parameters = { seed: seedNumber(seed), numRuns: scheduleCount, endOnFailure: true } as const;
  const details = await fc.check(fc.asyncProperty(scheduleArbitrary(space), holds), parameters);
  signal.throwIfAborted();
  if (trouble !== undefined) throw trouble.error;
  if (found === undefined) return { kind: 'held', scheduleCount: details.numRuns };
  const { smallest, shrinkCount } = await shrunk(
    { ...search, onTried: (_, count) => search.onTried?.(triedCount, count) },
    found,
    plain.journal,
  );
  return refuted(smallest, { scheduleCount: details.numRuns, shrinkCount, seed });
}

async function shrunk(
  search: ScheduleSearch,
  found: TriedSchedule,
  baseline: RunJournal,
): Promise<{ readonly smallest: TriedSchedule; readonly shrinkCount: number }> {
  let smallest = found;
  let shrinkCount = 0;
  const isRefuted = async (schedule: FaultSchedule): Promise<boolean> => {
    search.signal.throwIfAborted();
    shrinkCount += 1;
    search.onTried?.(0, shrinkCount);
    const tried = await tryScheduled(search, schedule, baseline);
    if (tried.refuted.length > 0) smallest = tried;
    return tried.refuted.length > 0;
  };
  await shrinkSchedule(found.schedule, isRefuted, MAX_SHRINK_COUNT);
  return { smallest, shrinkCount };
}

const MAX_SHRINK_COUNT = 500;
/** So long a search looks ahead at least: what is quick without faults takes its time with them. */
const LEAST_HORIZON_MS = 20_000;
const LEAST_REQUEST_COUNT = 6;

interface TriedSchedule {
  readonly schedule: FaultSchedule;
  readonly refuted: readonly Judgement[];
  readonly journal: RunJournal;
}

function refuted(
  { schedule, refuted: judgements, journal }: TriedSchedule,
  counts: { readonly scheduleCount: number; readonly shrinkCount: number; readonly seed: string },
): SearchResult {
  return { kind: 'refuted', schedule, judgements, journal, ...counts };
}

/** @param baseline - of the run without faults; `undefined` when this is that */
async function tryScheduled(
  { scenario, openWorld, seed }: ScheduleSearch,
  schedule: FaultSchedule,
  baseline?: RunJournal,
): Promise<TriedSchedule> {
  const scheduled = scheduledScenario(scenario, schedule);
  const world = await openWorld(seed);
  try {
    const run = await runScenario(scheduled, world);
    const journal = world.journal();
    const judgements = judgeLinks(scheduled, { run, journal, baseline }).flatMap((link) => link.judgements);
    return { schedule, refuted: judgements.filter(({ verdict }) => verdict.kind === 'refuted'), journal };
  } finally {
    await world.close();
  }
}

/** The links that are judged, and those that faults were planned for; how far the run reaches is seen from one without faults. */
function spaceOf(scenario: Scenario, { exchanges, messages }: RunJournal): ScheduleSpace {
  const planned = [scenario.faults, ...[...scenario.workflows.values()].map(({ faults }) => faults)].flat();
  const links = new Map<string, ScenarioLink>();
  for (const { consumer, provider } of [...scenario.recovery, ...planned.flatMap((fault) => fault.links)]) {
    links.set(linkKey({ consumer, provider }), { consumer, provider });
  }
  const operations = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const { side, consumer, provider, operation } of exchanges) {
    if (side !== 'egress' || consumer === undefined) continue;
    const key = linkKey({ consumer: systemOfMember(consumer), provider });
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (operation !== undefined) operations.set(key, (operations.get(key) ?? new Set()).add(operation));
  }
  const calledLinks = new Set(counts.keys());
  for (const { provider } of messages) {
    for (const [key, link] of links) if (link.provider === provider) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const instantsMs = [
    ...exchanges.flatMap(({ receivedFirstAtMs, respondedLastAtMs = receivedFirstAtMs }) => [receivedFirstAtMs, respondedLastAtMs]),
    ...messages.map(({ atMs }) => atMs),
  ];
  const [firstAtMs, lastAtMs] = instantsMs.reduce(([least, most], atMs) => [Math.min(least, atMs), Math.max(most, atMs)] as const, [
    instantsMs[0] ?? 0,
    instantsMs[0] ?? 0,
  ] as const);
  return {
    links: [...links.values()],
    operations: new Map([...operations].map(([key, ids]) => [key, [...ids]])),
    menus: menusOf([...links.values()], messages, calledLinks),
    horizonMs: Math.max(LEAST_HORIZON_MS, 2 * (lastAtMs - firstAtMs)),
    requestCount: Math.max(LEAST_REQUEST_COUNT, 2 * Math.max(0, ...counts.values())),
  };
}

/** Links without calls meet only what happens to messages, those with both meet both. */
function menusOf(
  links: readonly ScenarioLink[],
  messages: RunJournal['messages'],
  calledLinks: ReadonlySet<string>,
): ReadonlyMap<string, readonly FaultText[]> {
  const offering = new Set(messages.map(({ provider }) => provider));
  return new Map(
    links
      .filter(({ provider }) => offering.has(provider))
      .map((link) => [linkKey(link), calledLinks.has(linkKey(link)) ? [...FAULT_MENU, ...MESSAGE_FAULT_MENU] : MESSAGE_FAULT_MENU]),
  );
}

function seedNumber(seed: string): number {
  return Math.floor(randomFromSeed(seed, 'schedules').next() * 0x7fff_ffff);
}
