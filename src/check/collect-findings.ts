import { textFromPlace } from '../base/place.js';
import type { Finding } from '../finding/finding.js';

/** Findings as they come in, those of one cause as one. */
export interface FindingCollector {
  /** @returns whether its cause is new */
  add(finding: Finding): boolean;
  /** In the order in which their causes were first seen, each with how often (`args.count`). */
  findings(): readonly Finding[];
}

/**
 * An empty collection. One cause is one operation, one check and one clause of the contract: the first finding of it is kept, with its witness.
 */
export function createFindingCollector(): FindingCollector {
  const causes = new Map<string, { readonly finding: Finding; count: number }>();
  const add = (finding: Finding): boolean => {
    const key = causeOf(finding);
    const known = causes.get(key);
    if (known !== undefined) {
      known.count += 1;
      return false;
    }
    causes.set(key, { finding, count: 1 });
    return true;
  };
  const findings = (): readonly Finding[] =>
    [...causes.values()].map(({ finding, count }) => ({ ...finding, args: { ...finding.args, count } }));
  return { add, findings };
}

function causeOf({ code, operation, place, args }: Finding): string {
  const clause = place === undefined ? '' : textFromPlace({ file: place.file, pointer: place.pointer ?? '' });
  // Every item of a list may break the same clause in the same way: that is one cause.
  const seen = String(args['seen'] ?? '').replace(/\/\d+(?=\/|\s|$)/g, '/*');
  return [code, operation ?? '', clause, args['check'] ?? '', seen].join('\u0000');
}
