import { msFromDuration } from '../base/duration.js';
import { InputError, invariant } from '../base/errors.js';
import { appendToken } from '../base/json-pointer.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Place } from '../base/place.js';
import { schemaFromValue } from '../schema/schema-from-value.js';
import type { Expectations, FallbackExpectation, Threshold, ThresholdMetric } from './expectations.js';
import { expectationsSchema } from './expectations-schema.js';
import type { ShapeProblem } from './shape-problem.js';
import { firstShapeProblem } from './shape-problem.js';
import { thresholdFromText } from './threshold-from-text.js';

/**
 * What an `expect:` block asks of a run. What is not written is not asked.
 *
 * @param json - as {@link expectationsSchema} has it
 * @param at - where the block stands; the pointer of what is wrong is added to its own
 * @throws InputError `E_EXPECTATION_INVALID` at the first member that is not as the schema says, or a threshold that is none
 */
export function expectationsFromJson(json: JsonObject, at: Place = { file: 'expect' }): Expectations {
  const problem = firstShapeProblem(SCHEMA, json);
  if (problem !== undefined) throw wrong(at, problem);
  const { herd, inOrderBy, deadLetterWithin } = json;
  return {
    nothingLost: booleanOf(json['nothingLost']),
    nothingTwice: booleanOf(json['nothingTwice']),
    inOrderBy: typeof inOrderBy === 'string' ? inOrderBy : undefined,
    recoveredWithinMs: durationOf(json['recoveredWithin']),
    answeredWithinMs: durationOf(json['answeredWithin']),
    attemptsAtMost: numberOf(json['attemptsAtMost']),
    amplificationAtMost: numberOf(json['amplificationAtMost']),
    fallback: isJsonObject(json['fallback']) ? fallbackFromJson(json['fallback']) : undefined,
    noSilentCorruption: booleanOf(json['noSilentCorruption']),
    herd: isJsonObject(herd) ? { windowMs: durationOf(herd['window']) ?? 0, maxRatio: Number(herd['maxRatio']) } : undefined,
    settlesWithinMs: durationOf(json['settlesWithin']),
    sameOutcome: booleanOf(json['sameOutcome']),
    atLeastOnce: booleanOf(json['atLeastOnce']),
    effectivelyOnce: booleanOf(json['effectivelyOnce']),
    deadLetterWithin: isJsonObject(deadLetterWithin) ? { attemptCount: Number(deadLetterWithin['attempts']) } : undefined,
    resubscribedWithinMs: durationOf(json['resubscribedWithin']),
    flushedWithinMs: durationOf(json['flushedWithin']),
    lagAtMostMs: durationOf(json['lagAtMost']),
    thresholds: isJsonObject(json['thresholds']) ? thresholdsFromJson(json['thresholds'], at) : [],
  };
}

function fallbackFromJson({ status, body, within }: JsonObject): FallbackExpectation {
  const values = Object.entries(isJsonObject(body) ? body : {}).flatMap(([pointer, value]) =>
    value === undefined ? [] : [[pointer, value] as const],
  );
  return { status: numberOf(status), body: Object.fromEntries(values), withinMs: durationOf(within) };
}

function thresholdsFromJson(json: JsonObject, at: Place): readonly Threshold[] {
  return METRICS.flatMap((metric) => {
    const written = json[metric];
    const texts = Array.isArray(written) ? written : written === undefined ? [] : [written];
    return texts.map((text) => {
      const threshold = thresholdFromText(metric, String(text));
      if (threshold === undefined)
        throw wrong(at, {
          pointer: appendToken('/thresholds', metric),
          problem: `must not be "${text}": a threshold is like "p(95)<2000" or "rate<0.05"`,
        });
      return threshold;
    });
  });
}

function wrong(at: Place, problem: ShapeProblem): InputError {
  const pointer = `${at.pointer ?? ''}${problem.pointer}`;
  return new InputError({ code: 'E_EXPECTATION_INVALID', at: { ...at, pointer }, args: { ...problem, pointer } });
}

function booleanOf(value: JsonValue | undefined): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function durationOf(value: JsonValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  const lengthMs = msFromDuration(String(value));
  invariant(lengthMs !== undefined, 'the schema of expectations lets only durations through');
  return lengthMs;
}

const SCHEMA = schemaFromValue(expectationsSchema);
const METRICS: readonly ThresholdMetric[] = ['http_req_duration', 'http_req_failed', 'http_reqs', 'message_rate', 'queue_depth', 'checks'];
