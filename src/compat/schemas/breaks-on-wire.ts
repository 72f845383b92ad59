import type { JsonValue } from '../../base/json.js';
import { planArbitrary } from '../../schema/arbitrary/arbitrary-from-schema.js';
import { drawValue } from '../../schema/arbitrary/draw.js';
import { boundaryValues } from '../../schema/boundary/boundary-values.js';
import type { SchemaBreak } from '../../schema/inclusion/schema-comparison.js';
import type { Schema } from '../../schema/schema.js';
import type { SchemaSite } from './schema-site.js';

/**
 * The breaks that can be seen in the text that is sent. A number is as good as its digits where texts are read, so a value that the schema
 * refuses may well pass; then others are tried before the break is taken for none.
 *
 * @param site - where values are written as text
 * @param writer - the schema of who writes
 * @param breaks - of the schemas
 * @returns with values that are refused on the wire, or that could not be tried
 */
export function breaksOnWire(site: SchemaSite, writer: Schema, breaks: readonly SchemaBreak[]): readonly SchemaBreak[] {
  const seen = breaks.filter((found) => site.show(found.witness).isRefused !== false);
  const [first] = breaks;
  if (seen.length > 0 || first === undefined) return seen;
  for (const value of otherValues(site, writer)) if (site.show(value).isRefused === true) return [{ ...first, witness: value }];
  return [];
}

function* otherValues({ direction }: SchemaSite, writer: Schema): Generator<JsonValue> {
  let left = BOUNDARY_COUNT;
  for (const { value } of boundaryValues(writer, { direction })) {
    yield value;
    left -= 1;
    if (left === 0) break;
  }
  const plan = planArbitrary(writer, { direction });
  if (plan.kind === 'arbitrary') for (let index = 0; index < DRAW_COUNT; index += 1) yield drawValue(plan.arbitrary, 'wire', index).value;
}

const BOUNDARY_COUNT = 40;
const DRAW_COUNT = 40;
