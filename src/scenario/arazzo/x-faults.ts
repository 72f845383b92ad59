import type { JsonObject } from '../../base/json.js';
import type { ArazzoNode } from './node.js';
import { itemsOf, memberOf, objectOf, report, requiredText, textOf } from './node.js';

/** A fault of a scenario as written: the rule, and what in the scenario switches it on and off. */
export interface WrittenFault {
  readonly pointer: string;
  readonly provider: string;
  /** `undefined`: every consumer of the provider. */
  readonly consumer: string | undefined;
  /** The step whose end switches it on; `undefined`: it is on from the beginning of the workflow, within its window. */
  readonly after: string | undefined;
  /** The step whose end switches it off. */
  readonly until: string | undefined;
  /** Without the members above. */
  readonly rule: JsonObject;
}

/**
 * The `x-faults` of a document or a workflow.
 *
 * @param node - a list, or nothing
 */
export function readFaults(node: ArazzoNode): readonly WrittenFault[] {
  return itemsOf(node).map((item) => {
    const { provider: _provider, consumer: _consumer, after: _after, until: _until, ...rule } = objectOf(item);
    const provider = requiredText(item, 'provider');
    if (rule['fault'] === undefined) report(item, 'the key "fault" is missing');
    return {
      pointer: item.pointer,
      provider,
      consumer: textOf(memberOf(item, 'consumer')),
      after: textOf(memberOf(item, 'after')),
      until: textOf(memberOf(item, 'until')),
      rule,
    };
  });
}
