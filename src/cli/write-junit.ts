import { planPairLanes } from '../check/events/event-lanes.js';
import type { PairOutcome } from '../check/run-suite.js';
import type { Lane } from '../check/plan-lanes.js';
import { lanesOfShard } from '../check/plan-lanes.js';
import type { Finding } from '../finding/finding.js';
import { writeWholeFile } from '../host/whole-file.js';
import type { JUnitCase, JUnitSuite } from '../report/junit.js';
import { junitFromSuites } from '../report/junit.js';
import { textFromError } from '../report/wording/error-wording.js';
import type { Pair } from '../workspace/workspace.js';
import { textFromPair } from '../workspace/workspace.js';
import type { TestedPairs } from './tested-pairs.js';

/**
 * Writes the JUnit report of a run, whole or not at all.
 *
 * @param file - absolute
 * @param tested - with the findings that count
 * @param reported - the pairs, in order, and what else is told
 */
export function writeJUnit(
  file: string,
  tested: TestedPairs,
  { pairs, otherSuites = [] }: { readonly pairs: readonly Pair[]; readonly otherSuites?: readonly JUnitSuite[] | undefined },
): void {
  const lanes = lanesOfRun(tested, pairs);
  const suites = tested.result.outcomes.flatMap((outcome, index) => {
    const pair = pairs[index];
    return pair === undefined ? [] : [suiteOf(outcome, { pair, lanes: lanes[index] ?? [] }, tested)];
  });
  const alone = tested.findings.counted.filter((finding) => finding.pair === undefined);
  const ofNoPair = alone.filter(({ code }) => !code.startsWith('models/'));
  const rest =
    ofNoPair.length === 0 ? [] : [{ name: 'baseline', durationMs: 0, cases: [{ name: 'baseline', durationMs: 0, findings: ofNoPair }] }];
  writeWholeFile(file, junitFromSuites([...suites, ...transformationSuites(tested), ...otherSuites, ...rest]));
}

/** One suite of all transformations, with a case for each. */
function transformationSuites({ result, findings }: TestedPairs): readonly JUnitSuite[] {
  const cases = result.transformations.map(({ name, findings: found }) => {
    const ids = new Set(found.map(({ id }) => id));
    return { name, durationMs: 0, findings: findings.counted.filter(({ id }) => ids.has(id)) };
  });
  return cases.length === 0 ? [] : [{ name: 'transformations', durationMs: 0, cases }];
}

/** For each pair, those that fell to this run. */
function lanesOfRun({ result, settings }: TestedPairs, pairs: readonly Pair[]): readonly (readonly Lane[])[] {
  let laneOffset = 0;
  return pairs.map((pair) => {
    const contracts = { contract: result.contracts.get(pair.provider), eventContract: result.eventContracts.get(pair.provider) };
    const all = planPairLanes(contracts, pair, settings);
    const own = settings.shard === undefined ? all : lanesOfShard(all, settings.shard, laneOffset);
    laneOffset += all.length;
    return own;
  });
}

interface TestedLanes {
  readonly pair: Pair;
  readonly lanes: readonly Lane[];
}

function suiteOf(outcome: PairOutcome, { pair, lanes }: TestedLanes, tested: TestedPairs): JUnitSuite {
  const name = textFromPair(pair);
  const alone = (one: Partial<JUnitCase>): JUnitSuite => ({ name, durationMs: 0, cases: [{ name, durationMs: 0, findings: [], ...one }] });
  if (outcome.kind === 'failed') return alone({ error: textFromError(outcome.error) });
  if (outcome.kind === 'skipped') return alone({ skipped: outcome.reason });
  const findings = tested.findings.counted.filter((finding) => finding.pair !== undefined && textFromPair(finding.pair) === name);
  return { name, durationMs: outcome.result.durationMs, cases: casesOf({ pair, lanes }, findings, outcome.result.laneDurationsMs) };
}

function casesOf(
  { pair, lanes }: TestedLanes,
  findings: readonly Finding[],
  durationsMs: Readonly<Record<string, number>>,
): readonly JUnitCase[] {
  const byLane = new Map<string, Finding[]>();
  for (const finding of findings) {
    const id = laneOf(finding, lanes)?.id ?? '';
    const known = byLane.get(id);
    if (known === undefined) byLane.set(id, [finding]);
    else known.push(finding);
  }
  const homeless = byLane.get('') ?? [];
  return [
    ...(homeless.length === 0 ? [] : [{ name: textFromPair(pair), durationMs: 0, findings: homeless }]),
    ...lanes.map((lane) => {
      const durationMs = durationsMs[lane.id];
      const found = byLane.get(lane.id) ?? [];
      const skipped = durationMs === undefined && found.length === 0 ? 'not run to its end' : undefined;
      return { name: lane.title, durationMs: durationMs ?? 0, findings: found, skipped };
    }),
  ];
}

/** The lane that shows a finding: of its phase and its operation, or of the operation that began its sequence. */
function laneOf({ operation, replay }: Finding, lanes: readonly Lane[]): Lane | undefined {
  const [first] = replay?.steps ?? [];
  const phase = replay?.steps.at(-1)?.phase;
  const isOfEvents = replay?.steps.some(({ event }) => event !== undefined) === true;
  const ofPhase = lanes.filter((lane) => (phase === undefined || lane.phase === phase) && (lane.isOfEvents === true) === isOfEvents);
  return ofPhase.find((lane) => lane.operation === operation) ?? ofPhase.find((lane) => lane.operation === first?.operation);
}
