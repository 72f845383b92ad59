import type { ReportCompat } from '../run/report-compat.js';
import type { ReportPair } from '../run/report-workspace.js';

/** Who calls whom. */
type CallingPair = Pick<ReportPair, 'consumer' | 'provider'>;

/** Systems in the order in which they can be deployed, as far as their contracts decide it. */
export interface DeploymentOrder {
  /** Those of one step may go in any order. */
  readonly steps: readonly (readonly string[])[];
  /** Those that wait for each other: no order keeps all of them whole. */
  readonly circular: readonly string[];
}

/**
 * The order of deployment that the changes of contracts imply: whoever can live with both versions goes first.
 *
 * @param compat - of a run
 * @param pairs - who calls whom
 */
export function deploymentOrder(compat: ReportCompat, pairs: readonly CallingPair[]): DeploymentOrder {
  const before = new Map<string, Set<string>>();
  const add = (first: string, then: string): void => {
    for (const name of [first, then]) if (!before.has(name)) before.set(name, new Set());
    if (first !== then) before.get(then)?.add(first);
  };
  for (const { provider, deployment, isUnchanged, consumers, unwatched } of compat.contracts) {
    if (isUnchanged || deployment === 'any-order' || deployment === 'none') continue;
    const known = [...pairs.filter((pair) => pair.provider === provider), ...consumers].map(({ consumer }) => consumer);
    for (const consumer of new Set([...known, ...unwatched])) {
      if (deployment === 'provider-first') add(provider, consumer);
      else add(consumer, provider);
    }
  }
  const steps: string[][] = [];
  const open = new Set([...before.keys()].sort());
  for (;;) {
    const ready = [...open].filter((name) => [...(before.get(name) ?? [])].every((first) => !open.has(first)));
    if (ready.length === 0) break;
    for (const name of ready) open.delete(name);
    steps.push(ready);
  }
  return { steps, circular: [...open] };
}
