import { DEPLOYMENTS } from '../compat/compat-words.js';
import type { ReportCompat } from '../run/report-compat.js';
import type { RunReport } from '../run/run-report.js';
import type { DocPair } from './doc-pairs.js';
import { markdownCode, markdownTable } from '../markdown.js';

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
export function deploymentOrder(compat: ReportCompat, pairs: readonly DocPair[]): DeploymentOrder {
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

/**
 * The document of the order of deployment.
 *
 * @param report - of a run
 * @param pairs - who calls whom
 */
export function deploymentLines({ compat }: RunReport, pairs: readonly DocPair[]): readonly string[] {
  const title = ['# Deployment order', ''];
  if (compat === undefined) return [...title, 'The last run compared no versions of contracts. `mortise check --base <ref>` does.'];
  const { steps, circular } = deploymentOrder(compat, pairs);
  const changed = compat.contracts.filter(({ isUnchanged }) => !isUnchanged);
  const rows = changed.map(({ provider, kind, verdict, semver, deployment }) => [
    markdownCode(provider),
    kind === 'openapi' ? 'calls' : 'events',
    verdict,
    semver ?? '',
    DEPLOYMENTS[deployment],
  ]);
  return [
    ...title,
    ...(steps.length === 0 && circular.length === 0 ? ['The changes of contracts ask for no order.'] : []),
    ...steps.map((step, index) => `${index + 1}. ${step.map(markdownCode).join(', ')}`),
    ...(circular.length === 0
      ? []
      : ['', `These wait for each other, so no order keeps all of them whole: ${circular.map(markdownCode).join(', ')}.`]),
    '',
    '## Why',
    '',
    ...markdownTable(['contract of', 'kind', 'verdict', 'version', 'which side first'], rows, 'No contract changed.'),
  ];
}
