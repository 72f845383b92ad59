import type { JsonObject } from '../../base/json.js';
import type { ArazzoNode } from './node.js';
import { choiceOf, itemsOf, knownKeys, memberOf, objectOf, requiredText } from './node.js';

/** What is judged of one link, as written. */
export interface WrittenRecovery {
  readonly pointer: string;
  readonly consumer: string;
  readonly provider: string;
  /** As the `recovery` of a pair; `undefined`: what the pair claims. */
  readonly claims: JsonObject | undefined;
  readonly expect: JsonObject | undefined;
  /** Whether the consumer makes one call at a time on this link, so that what follows a failure belongs to it. */
  readonly isOneAtATime: boolean;
}

/**
 * The `x-recovery` of a document.
 *
 * @param node - a list, or nothing
 */
export function readRecovery(node: ArazzoNode): readonly WrittenRecovery[] {
  return itemsOf(node).map((item) => {
    knownKeys(item, ['consumer', 'provider', 'claims', 'expect', 'oneAtATime']);
    const claims = memberOf(item, 'claims');
    const expect = memberOf(item, 'expect');
    return {
      pointer: item.pointer,
      consumer: requiredText(item, 'consumer'),
      provider: requiredText(item, 'provider'),
      claims: claims.value === undefined ? undefined : objectOf(claims),
      expect: expect.value === undefined ? undefined : objectOf(expect),
      isOneAtATime: (choiceOf(truthText(memberOf(item, 'oneAtATime')), ['true', 'false']) ?? 'false') === 'true',
    };
  });
}

function truthText(node: ArazzoNode): ArazzoNode {
  return typeof node.value === 'boolean' ? { ...node, value: String(node.value) } : node;
}
