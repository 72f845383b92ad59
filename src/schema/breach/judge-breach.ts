import type { JsonValue } from '../../base/json.js';
import type { Node } from '../node.js';
import type { Direction } from '../schema.js';
import { ownViolations } from '../validate.js';

/** The one clause that a value breaks, and where in the value. */
export interface SchemaBreach {
  /** The 2020-12 name; `false schema` where a schema is `false`. */
  readonly keyword: string;
  /** JSON pointer into the value. */
  readonly instancePointer: string;
  /** The document the clause stands in. */
  readonly schemaUri: string;
  /** JSON pointer of the clause in that document. */
  readonly schemaPointer: string;
}

/**
 * The breach of a value: the clause that is broken, when it is the only one and is broken at one place only. `undefined` for a valid value
 * and for one that breaks more.
 *
 * A clause counts where it holds of the value. So a union is one clause: breaking a branch is no breach while another branch matches, and
 * when none matches (or, of `oneOf`, several) the union is broken and not what lies in its branches. In the same way `not`, `contains` and
 * `propertyNames` are broken as wholes. What stands in `then`, `else`, `dependentSchemas`, `allOf` and behind references is broken itself.
 * In terms of `validate`: of its violations, those that a union repeats from its nearest branch left out, all are of one clause at one place.
 *
 * @param node - the schema of the value
 * @param value - to be judged
 * @param direction - the way the value travels
 */
export function breachOf(node: Node, value: JsonValue, direction: Direction | undefined): SchemaBreach | undefined {
  const [first, ...others] = ownViolations(node, value, { direction });
  if (first === undefined || others.some((other) => first.instancePointer !== other.instancePointer || !isSameClause(first, other)))
    return undefined;
  const { keyword, instancePointer, schemaUri, schemaPointer } = first;
  return { keyword, instancePointer, schemaUri, schemaPointer };
}

/**
 * Whether two breaches are of the same clause, wherever in the value.
 *
 * @param first - a breach or violation
 * @param second - a breach or violation
 */
export function isSameClause(first: SchemaBreach, second: SchemaBreach): boolean {
  return first.schemaPointer === second.schemaPointer && first.keyword === second.keyword && first.schemaUri === second.schemaUri;
}
