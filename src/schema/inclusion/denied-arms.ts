import { isJsonObject } from '../../base/json.js';
import type { Node } from '../node.js';
import type { Assuming } from './assumption.js';
import { NOTHING_TAKEN } from './assumption.js';
import type { Places } from './judgement.js';
import type { Literal } from './literal.js';

/**
 * Whether a schema that is to hold would make one hold that is known not to, by what the two mean: two arms of the reader's `oneOf` cannot hold
 * at once where they are the arms of the writer's, however those are written.
 *
 * @param wanted - all to hold of the value
 * @param aside - known not to hold
 * @param judging - of schemas of the same value; what would rest on further questions proves nothing here
 */
export function isArmDenied(wanted: readonly Literal[], aside: readonly Literal[], { below, assuming }: Judging): boolean {
  const isAny = aside.length <= MAX_TRIED_COUNT;
  return wanted.some(
    (literal) =>
      literal.isHeld &&
      aside.some((denied) => {
        if (!isAny && !isCounterpart(literal.node, denied.node)) return false;
        const [{ isEmpty }, taken] = assuming.apart(() => below.judgeBeside([literal, denied]));
        return isEmpty && taken === NOTHING_TAKEN;
      }),
  );
}

interface Judging {
  readonly below: Places;
  readonly assuming: Assuming;
}

/** Of more arms each is compared with its counterpart only. */
const MAX_TRIED_COUNT = 4;

/** It refers to the same name, or stands at the same place of its union. */
function isCounterpart(first: Node, second: Node): boolean {
  const [reference, other] = [first, second].map(({ value }) => (isJsonObject(value) ? value['$ref'] : undefined));
  return reference === other && (reference !== undefined || lastToken(first) === lastToken(second));
}

function lastToken({ pointer }: Node): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
}
