import type { JsonValue } from '../../base/json.js';
import type { CalledStep } from '../case-runner.js';
import type { Creation } from './creation.js';
import { itemParameterOf } from './resource-model.js';
import { capturedFromStep } from './step-capture.js';

/**
 * The id of what was created when the creation was found; `undefined` when it is neither a text nor a number.
 *
 * @param creation - as it went
 */
export function knownId({ shown, idSource }: Creation): string | number | undefined {
  const value =
    idSource === undefined ? idOfRequest(shown) : capturedFromStep('', { kind: 'step', step: 0, ...idSource }, [shown.exchange]);
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

function idOfRequest({ testCase }: CalledStep): JsonValue | undefined {
  return testCase.parameters.get(`path:${itemParameterOf(testCase.operation) ?? ''}`);
}
