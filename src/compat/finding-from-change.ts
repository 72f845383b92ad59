import type { Place } from '../base/place.js';
import type { Finding, FoldedOperation } from '../finding/finding.js';
import { fingerprintOf } from '../finding/fingerprint.js';
import type { Change } from './change.js';
import type { Usage } from './usage/usage.js';
import type { Comparing } from './comparing.js';
import { consumersOf } from './consumer-verdicts.js';
import type { FoldedChange } from './fold-changes.js';
import { operationsOf } from './fold-changes.js';

/** What findings need beside the change. */
export interface FindingSource {
  readonly comparing: Comparing;
  readonly provider: string;
  readonly usage: readonly Usage[];
}

/**
 * The finding about one cause, not located yet.
 *
 * @param folded - all that it shows in
 * @param source - whose contract it is, and who was watched
 */
export function findingFromChange(folded: FoldedChange, source: FindingSource): Finding {
  const { main, severity } = folded;
  const { older, newer, direction, effect, guards, operation, location } = main;
  // The evidence of an error is shown; what is compatible has nothing to show.
  const witness = severity === 'error' ? main.witness?.() : undefined;
  const elsewhere = elsewhereOf(folded);
  const finding: Finding = {
    code: main.code,
    severity,
    ...(operation === undefined ? {} : { operation }),
    ...(newer === undefined ? {} : { place: newer }),
    args: { ...main.args, ...main.shownArgs?.(), provider: source.provider, location },
    ...(witness === undefined ? {} : { witness }),
    compat: {
      direction,
      effect,
      guards: [...new Set(guards)],
      ...(older === undefined ? {} : { older }),
      operations: operationsOf(folded),
      ...(elsewhere.length === 0 ? {} : { elsewhere }),
      consumers: consumersOf(folded, source),
    },
  };
  return { ...finding, id: fingerprintOf(finding) };
}

/** The other operations, each once. */
function elsewhereOf({ main, all, severity }: FoldedChange): readonly FoldedOperation[] {
  const firsts = new Map<string, Change>();
  for (const change of all) {
    const { operation } = change;
    if (operation !== undefined && operation !== main.operation && !firsts.has(operation)) firsts.set(operation, change);
  }
  return [...firsts].map(([operation, { location, impact, witness }], index) => {
    const called = impact?.newer ?? impact?.older;
    const shown = severity === 'error' && index < MAX_WITNESS_COUNT ? witness?.() : undefined;
    return {
      operation,
      ...(called === undefined ? {} : { call: `${called.method} ${called.path}` }),
      location,
      ...(shown === undefined ? {} : { witness: shown }),
    };
  });
}

/** Whoever wants more has the first ones to go by. */
const MAX_WITNESS_COUNT = 5;

/**
 * The findings with ids of their own: two that mean the same part are told apart by their order.
 *
 * @param findings - in their order
 */
export function withOwnIds(findings: readonly Finding[]): readonly Finding[] {
  const counts = new Map<string, number>();
  return findings.map((finding) => {
    if (finding.id === undefined) return finding;
    const count = (counts.get(finding.id) ?? 0) + 1;
    counts.set(finding.id, count);
    return count === 1 ? finding : { ...finding, id: `${finding.id}-${count}` };
  });
}

/**
 * The place with line and column, where they are known.
 *
 * @param place - of the older contract
 * @param positions - by file and pointer
 */
export function locatedPlace(place: Place, positions: ReadonlyMap<string, Place>): Place {
  return positions.get(`${place.file}#${place.pointer ?? ''}`) ?? place;
}
