import type { ArazzoNode } from './node.js';
import { durationOf, itemsOf, knownKeys, memberOf, numberOf, report } from './node.js';

/** Many users who run a workflow, again and again. */
export interface Load {
  /** One after the other; in each the number of users goes evenly from where it was to its target. */
  readonly stages: readonly LoadStage[];
  /** A user begins again so long after having begun, at the earliest. */
  readonly everyMs: number;
}

export interface LoadStage {
  readonly durationMs: number;
  /** Users at its end. */
  readonly target: number;
}

/**
 * The `x-load` of a workflow, or nothing: `{ stages: [{ duration: 30s, target: 10 }], every: 1s }`.
 *
 * @param node - an object, or nothing
 */
export function readLoad(node: ArazzoNode): Load | undefined {
  if (node.value === undefined) return undefined;
  knownKeys(node, ['stages', 'every']);
  const stages = itemsOf(memberOf(node, 'stages')).map((item) => {
    knownKeys(item, ['duration', 'target']);
    if (memberOf(item, 'duration').value === undefined || memberOf(item, 'target').value === undefined) {
      report(item, 'a stage has a "duration" and a "target"');
    }
    return {
      durationMs: durationOf(memberOf(item, 'duration')) ?? 0,
      target: numberOf(memberOf(item, 'target'), { least: 0, most: MAX_USER_COUNT, isWhole: true }) ?? 0,
    };
  });
  if (stages.length === 0) report(node, 'a load has at least one stage');
  const everyMs = durationOf(memberOf(node, 'every')) ?? DEFAULT_EVERY_MS;
  if (everyMs < 1) report(memberOf(node, 'every'), 'must be at least 1ms');
  return { stages, everyMs: Math.max(1, everyMs) };
}

const MAX_USER_COUNT = 10_000;
const DEFAULT_EVERY_MS = 1_000;
