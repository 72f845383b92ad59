import { InputError } from '../../base/errors.js';
import type { Finding } from '../../finding/finding.js';
import { isValid } from '../../schema/validate.js';
import { judgeValue } from './judge-value.js';
import type { Transformation } from './transformation.js';
import { findingFromTransformation } from './transformation-finding.js';

/** Whether a transformation still does wrong what it did. */
export interface TransformationVerdict {
  /** `failing` in every try, `fixed` in every try, else `flaky`. */
  readonly kind: 'failing' | 'fixed' | 'flaky';
  readonly tryCount: number;
  readonly failingCount: number;
  /** A value is no call. */
  readonly witness: Readonly<Record<string, never>>;
}

/**
 * Gives a transformation the value of a finding again, three times.
 *
 * @param transformation - as it is now
 * @param finding - with its `replay`, as a record keeps it
 * @param file - the workspace file
 * @throws InputError `E_REPLAY_IMPOSSIBLE` when its contract lets the value in no longer
 */
export async function replayTransformation(transformation: Transformation, finding: Finding, file: string): Promise<TransformationVerdict> {
  const { seed = '', transformation: recorded } = finding.replay ?? {};
  if (recorded === undefined) throw impossible('it was found without a value');
  const { side, value } = recorded;
  if (!isValid(transformation[side], value)) throw impossible(`${transformation.declared[side].system} lets its value in no longer`);
  const isWhole = finding.code === 'models/transformation-not-identity' || finding.args['function'] !== (side === 'a' ? 'to' : 'from');
  let failingCount = 0;
  for (let index = 0; index < TRY_COUNT; index += 1) {
    const failure = await judgeValue(transformation, { side, value, isWhole });
    const again = failure === undefined ? undefined : findingFromTransformation(transformation, { side, value, failure, seed, file });
    if (again?.id === finding.id) failingCount += 1;
  }
  const kind = failingCount === 0 ? 'fixed' : failingCount === TRY_COUNT ? 'failing' : 'flaky';
  return { kind, tryCount: TRY_COUNT, failingCount, witness: {} };
}

function impossible(reason: string): InputError {
  return new InputError({ code: 'E_REPLAY_IMPOSSIBLE', args: { reason } });
}

const TRY_COUNT = 3;
