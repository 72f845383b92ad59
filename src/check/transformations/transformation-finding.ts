import type { JsonValue } from '../../base/json.js';
import { tokensFromPointer } from '../../base/json-pointer.js';
import type { Place } from '../../base/place.js';
import type { Finding } from '../../finding/finding.js';
import { fingerprintOf } from '../../finding/fingerprint.js';
import { textFromViolation } from '../../schema/violation.js';
import type { FailingValue } from './smallest-value.js';
import type { Side, Transformation } from './transformation.js';

interface FoundFailure extends FailingValue {
  readonly side: Side;
  readonly seed: string;
  /** The workspace file. */
  readonly file: string;
}

/**
 * A failure as a finding, with the value that makes it again.
 *
 * @param transformation - that fails
 * @param found - the smallest value, and how it fails
 * @returns not located
 */
export function findingFromTransformation(transformation: Transformation, found: FoundFailure): Finding {
  const { failure, side, value, seed } = found;
  const { declared } = transformation;
  const shown = clauseAndArgs(transformation, found);
  // On the way back the models are the other way round, but a round trip belongs to the value that went.
  const isThere = failure.kind === 'not-identity' ? side === 'a' : failure.called === 'to';
  const labels = labelsOf(transformation);
  const finding: Finding = {
    code: `models/transformation-${failure.kind}`,
    severity: 'error',
    operation: declared.name,
    place: shown.place,
    args: {
      check: failure.called,
      function: failure.called,
      given: isThere ? labels.a : labels.b,
      wanted: isThere ? labels.b : labels.a,
      value: shownText(failure.given),
      ...shown.args,
    },
    replay: { seed, steps: [], transformation: { name: declared.name, side, value } },
  };
  return { ...finding, id: fingerprintOf(finding) };
}

/**
 * That one side of a transformation could not be tested.
 *
 * @param transformation - of which nothing was tried
 * @param untested - which side, and why
 */
export function untestedFinding(
  transformation: Transformation,
  { side, problem, file }: { readonly side: Side; readonly problem: string; readonly file: string },
): Finding {
  const { declared } = transformation;
  const finding: Finding = {
    code: 'models/transformation-untested',
    severity: 'warning',
    operation: declared.name,
    place: { file, pointer: declared[side].pointer },
    args: { function: side === 'a' ? 'to' : 'from', given: labelsOf(transformation)[side], problem },
  };
  return { ...finding, id: fingerprintOf(finding) };
}

function clauseAndArgs(
  { declared }: Transformation,
  { failure, file }: FoundFailure,
): { readonly place: Place; readonly args: Finding['args'] } {
  switch (failure.kind) {
    case 'fails':
      return { place: { file, pointer: `${declared.pointer}/module` }, args: { problem: failure.problem } };
    case 'invalid': {
      const { violation, became } = failure;
      const { schemaUri, schemaPointer, instancePointer } = violation;
      return {
        place: { file: schemaUri, pointer: schemaPointer },
        args: {
          location: tokensFromPointer(instancePointer),
          at: instancePointer,
          clause: textFromViolation(violation),
          became: shownText(became),
        },
      };
    }
    case 'not-identity': {
      const { became, back, difference } = failure;
      return {
        place: { file, pointer: `${declared.pointer}/roundTrip` },
        args: {
          location: tokensFromPointer(difference.pointer),
          at: difference.pointer,
          was: shownText(difference.was),
          is: shownText(difference.is),
          became: shownText(became),
          back: shownText(back),
        },
      };
    }
  }
}

/** A system's own name says enough; of two models of one system their names do. */
function labelsOf({ declared: { a, b } }: Transformation): Readonly<Record<Side, string>> {
  const label = ({ system, schemaPointer }: typeof a): string => `${system}'s ${tokensFromPointer(schemaPointer).at(-1) ?? 'model'}`;
  return { a: label(a), b: label(b) };
}

function shownText(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= MAX_VALUE_LENGTH ? text : `${text.slice(0, MAX_VALUE_LENGTH)}…`;
}

const MAX_VALUE_LENGTH = 2_000;
