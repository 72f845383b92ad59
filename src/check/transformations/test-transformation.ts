import type { Arbitrary } from 'fast-check';
import type { JsonValue } from '../../base/json.js';
import type { Finding } from '../../finding/finding.js';
import type { ArbitraryPlan } from '../../schema/arbitrary/arbitrary-from-schema.js';
import { planArbitrary } from '../../schema/arbitrary/arbitrary-from-schema.js';
import { drawValue } from '../../schema/arbitrary/draw.js';
import { boundaryValues } from '../../schema/boundary/boundary-values.js';
import type { Schema } from '../../schema/schema.js';
import { failureKey } from './failure-key.js';
import { hollowValues } from './hollow-values.js';
import { judgeValue } from './judge-value.js';
import { smallestFailure } from './smallest-value.js';
import type { Side, Transformation } from './transformation.js';
import { findingFromTransformation, untestedFinding } from './transformation-finding.js';

/** How hard a transformation is tried. */
export interface TransformationTesting {
  readonly seed: string;
  /** Values that are drawn of each model. */
  readonly drawCount: number;
  /** Whether those at the edges are tried. */
  readonly hasEdges: boolean;
  /** The workspace file: where the transformation is declared. */
  readonly file: string;
  readonly signal: AbortSignal;
}

/** What came of testing one transformation. */
export interface TransformationResult {
  readonly name: string;
  /** Systems, in the order a, b. */
  readonly systems: readonly [a: string, b: string];
  /** Of both models. */
  readonly valueCount: number;
  readonly findings: readonly Finding[];
}

/**
 * Whether every valid value of one model becomes a valid value of the other, and comes back as it went where that is claimed: with the values
 * at the edges of each model, and with drawn ones. The same seed tries the same values.
 *
 * @param transformation - with its functions
 * @param testing - how hard
 * @returns one finding for each way in which it is wrong, each with the smallest value that shows it
 */
export async function testTransformation(transformation: Transformation, testing: TransformationTesting): Promise<TransformationResult> {
  const { declared, functions } = transformation;
  const sides: readonly Side[] = functions.from === undefined ? ['a'] : ['a', 'b'];
  const findings: Finding[] = [];
  let valueCount = 0;
  for (const side of sides) {
    const tested = await testSide(transformation, side, testing);
    findings.push(...tested.findings);
    valueCount += tested.valueCount;
  }
  return { name: declared.name, systems: [declared.a.system, declared.b.system], valueCount, findings };
}

const MAX_FINDING_COUNT = 5;
const MAX_BOUNDARY_COUNT = 300;
const MAX_HOLLOW_TRY_COUNT = 1_000;
/** Every second draw may have members that the model does not speak of. */
const ODD_DRAW_STEP = 2;

async function testSide(
  transformation: Transformation,
  side: Side,
  testing: TransformationTesting,
): Promise<Pick<TransformationResult, 'valueCount' | 'findings'>> {
  const whole = planArbitrary(transformation[side], { addsUndeclared: false });
  if (whole.kind === 'unsatisfiable') {
    return { valueCount: 0, findings: [untestedFinding(transformation, { side, problem: whole.reason, file: testing.file })] };
  }
  const findings = new Map<string, Finding>();
  let valueCount = 0;
  for (const { value, arbitrary, isWhole } of valuesOf(transformation, { side, whole, testing })) {
    if (findings.size >= MAX_FINDING_COUNT || testing.signal.aborted) break;
    valueCount += 1;
    const failure = await judgeValue(transformation, { side, value, isWhole });
    if (failure === undefined || findings.has(failureKey(failure))) continue;
    const smallest = await smallestFailure(transformation, { side, value, isWhole, failure, arbitrary });
    const { seed, file } = testing;
    findings.set(failureKey(failure), findingFromTransformation(transformation, { side, ...smallest, seed, file }));
  }
  return { valueCount, findings: [...findings.values()] };
}

interface TriedValue {
  readonly value: JsonValue;
  /** That made it, or could have. */
  readonly arbitrary: Arbitrary<JsonValue>;
  readonly isWhole: boolean;
}

interface TriedSide {
  readonly side: Side;
  readonly whole: Extract<ArbitraryPlan, { readonly kind: 'arbitrary' }>;
  readonly testing: TransformationTesting;
}

/** The edges, then the same with single places made empty, then what is drawn. */
function* valuesOf(transformation: Transformation, { side, whole, testing }: TriedSide): Generator<TriedValue> {
  const { arbitrary } = whole;
  for (const value of testing.hasEdges ? edgesOf(transformation[side], arbitrary) : []) yield { value, arbitrary, isWhole: true };
  const odd = planArbitrary(transformation[side]);
  const { name } = transformation.declared;
  for (let index = 0; index < testing.drawCount; index += 1) {
    const isWhole = odd.kind === 'unsatisfiable' || index % ODD_DRAW_STEP !== 0;
    const drawing = isWhole ? arbitrary : odd.arbitrary;
    yield { value: drawValue(drawing, testing.seed, 'transformation', name, side, index).value, arbitrary: drawing, isWhole };
  }
}

function* edgesOf(schema: Schema, arbitrary: Arbitrary<JsonValue>): Generator<JsonValue> {
  const edges: JsonValue[] = [];
  for (const { value } of boundaryValues(schema)) {
    edges.push(value);
    yield value;
    if (edges.length === MAX_BOUNDARY_COUNT) break;
  }
  const tried = new Set(edges.map((value) => JSON.stringify(value)));
  let triesLeft = MAX_HOLLOW_TRY_COUNT;
  for (const edge of edges) {
    for (const value of hollowValues(edge)) {
      if (triesLeft === 0) return;
      triesLeft -= 1;
      const text = JSON.stringify(value);
      if (tried.has(text)) continue;
      tried.add(text);
      if (arbitrary.canShrinkWithoutContext(value)) yield value;
    }
  }
}
