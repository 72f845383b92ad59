import type { Finding } from '../finding/finding.js';

/** Findings as they come in, those of one cause as one. */
export interface FindingCollector {
  /** @returns whether its cause is new */
  add(finding: Finding & { readonly id: string }): boolean;
  /** @param id - of a cause, by `fingerprintOf` */
  has(id: string): boolean;
  /** Counts one more of a cause that is known. */
  countAgain(id: string): void;
  /** In the order in which their causes were first seen, each with how often (`args.count`). */
  findings(): readonly Finding[];
}

/**
 * An empty collection. The first finding of a cause is kept, with its witness.
 */
export function createFindingCollector(): FindingCollector {
  const causes = new Map<string, { readonly finding: Finding; count: number }>();
  const countAgain = (id: string): void => {
    const known = causes.get(id);
    if (known !== undefined) known.count += 1;
  };
  return {
    add: (finding) => {
      if (causes.has(finding.id)) {
        countAgain(finding.id);
        return false;
      }
      causes.set(finding.id, { finding, count: 1 });
      return true;
    },
    has: (id) => causes.has(id),
    countAgain,
    findings: () => [...causes.values()].map(({ finding, count }) => ({ ...finding, args: { ...finding.args, count } })),
  };
}
