import type { Place } from '../base/place.js';
import type { Contract } from '../contract/contract.js';
import { locateFindings } from '../contract/locate.js';
import { positionsInText } from '../contract/position.js';
import type { Finding } from '../finding/finding.js';
import { deploymentOf, semverOf } from './advice.js';
import { compareCalls } from './calls/compare-calls.js';
import type { Change } from './change.js';
import type { Comparing } from './comparing.js';
import { startComparing } from './comparing.js';
import { consumerVerdicts } from './consumer-verdicts.js';
import type { ContractComparison, ContractComparisonOptions } from './contract-comparison.js';
import { compareEvents } from './events/compare-events.js';
import { findingFromChange, locatedPlace, withOwnIds } from './finding-from-change.js';
import { foldChanges } from './fold-changes.js';

/**
 * What a newer version of a contract does to those who rely on the older one: one finding for each cause, from what cannot be read any
 * longer to what is only new. Bounded in time on any pair: what could not be decided is told as such.
 *
 * @param older - the contract that consumers rely on
 * @param newer - the contract that is to replace it
 * @param options - who was watched, and how strictly readers read
 */
export function compareContracts(older: Contract, newer: Contract, options: ContractComparisonOptions): ContractComparison {
  const comparing = startComparing(older, newer, options);
  const changes = foldChanges(changesOf(comparing));
  const { usage, provider = newer.title } = options;
  const findings = withOwnIds(changes.map((folded) => findingFromChange(folded, { comparing, provider, usage })));
  return {
    findings: locateFindings(withOlderLines(findings, older), newer.texts),
    semver: semverOf(changes),
    deployment: deploymentOf(changes),
    consumers: consumerVerdicts(findings, usage),
  };
}

function changesOf(comparing: Comparing): readonly Change[] {
  const { older, newer } = comparing;
  const [before, after] = [isOfCalls(older), isOfCalls(newer)];
  if (before !== after) return [kindChange(comparing)];
  return before ? compareCalls(comparing) : compareEvents(comparing);
}

function isOfCalls({ specification }: Contract): boolean {
  return /^[23]\./.test(specification);
}

/** Calls became events: nothing of the one is in the other. */
function kindChange({ older, newer }: Comparing): Change {
  return {
    code: 'compat/kind-changed',
    direction: 'both',
    effect: 'changed',
    guards: [],
    operation: undefined,
    location: [],
    older: { file: older.file, pointer: '' },
    newer: { file: newer.file, pointer: '' },
    cause: 'kind',
    args: { before: older.specification, after: newer.specification },
  };
}

/** One pass through each text, whatever the number of findings. */
function withOlderLines(findings: readonly Finding[], { texts }: Contract): readonly Finding[] {
  const pointers = new Map<string, Set<string>>();
  for (const { compat } of findings) {
    const place = compat?.older;
    if (place?.pointer !== undefined) pointers.set(place.file, (pointers.get(place.file) ?? new Set()).add(place.pointer));
  }
  const located = new Map<string, Place>();
  for (const [file, wanted] of pointers) {
    const text = texts.get(file);
    if (text === undefined) continue;
    for (const [pointer, position] of positionsInText(text, wanted)) located.set(`${file}#${pointer}`, { file, pointer, ...position });
  }
  return findings.map((finding) => {
    const { compat } = finding;
    if (compat?.older === undefined) return finding;
    return { ...finding, compat: { ...compat, older: locatedPlace(compat.older, located) } };
  });
}
