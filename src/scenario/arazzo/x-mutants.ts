import type { ArazzoNode } from './node.js';
import { itemsOf, knownKeys, memberOf, membersOf, report, requiredText, textOf } from './node.js';

/** A program that recovers wrongly: the scenario must tell it from the right one. */
export interface Mutant {
  readonly pointer: string;
  /** Whose place it takes. */
  readonly system: string;
  /** What runs instead; at least one of the three is given. A module's path is resolved later. */
  readonly module: string | undefined;
  readonly start: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** The claims by any of which it has to be refuted, and by no other. */
  readonly refutes: readonly string[];
  readonly because: string | undefined;
}

/**
 * The `x-mutants` of a document.
 *
 * @param node - a list, or nothing
 */
export function readMutants(node: ArazzoNode): readonly Mutant[] {
  return itemsOf(node).map((item) => {
    knownKeys(item, ['system', 'module', 'start', 'env', 'refutes', 'because']);
    const module = textOf(memberOf(item, 'module'));
    const start = textOf(memberOf(item, 'start'));
    const env = Object.fromEntries(membersOf(memberOf(item, 'env')).map(([name, member]) => [name, String(member.value)]));
    if (module === undefined && start === undefined && Object.keys(env).length === 0) {
      report(item, 'a mutant has a "module", a "start" or an "env"');
    }
    const refutes = itemsOf(memberOf(item, 'refutes')).flatMap((claim) => textOf(claim) ?? []);
    if (refutes.length === 0) report(item, 'a mutant names in "refutes" the claims that must tell it');
    return {
      pointer: item.pointer,
      system: requiredText(item, 'system'),
      module,
      start,
      env,
      refutes,
      because: textOf(memberOf(item, 'because')),
    };
  });
}
