import type { Operation } from '../contract/contract.js';
import type { ExchangeProblem } from '../journal/exchange.js';
import type { ParsedPreferences } from './preferences.js';
import type { Problem } from './problem.js';

/**
 * Of an operation that cannot be served at all.
 *
 * @param operation - whose reading says why
 */
export function unusable(operation: Operation): Problem {
  const { code, place, args } = operation.unusable ?? { code: 'contract/operation-unusable', place: undefined, args: {} };
  const detail = `${operation.id} cannot be served: ${code} at ${place?.file ?? operation.file}#${place?.pointer ?? operation.pointer}. "mortise lint" shows the line.`;
  return { code: 'OPERATION_UNUSABLE', status: 500, detail, extra: { reason: args } };
}

/**
 * Of a preference that is nonsense.
 *
 * @param parsed - as the request has it
 */
export function invalidPreference(parsed: Extract<ParsedPreferences, { kind: 'invalid' }>): Problem {
  const spelled = parsed.from === 'header' ? `Prefer: ${parsed.name}=${parsed.value}` : `?__${parsed.name}=${parsed.value}`;
  const wanted = PREFERENCE_FORMS[parsed.name];
  return { code: 'UNPROCESSABLE_ENTITY', status: 422, detail: `"${spelled}" is not understood: ${parsed.name} must be ${wanted}.` };
}

const PREFERENCE_FORMS = {
  code: 'a status of three digits',
  dynamic: 'true or false',
  items: 'a number from 1 to 10000',
  pace: 'a number and its unit, at most an hour: 100ms, 2s',
} as const;

/**
 * Of an answer that breaks its own contract, where that is not to be served.
 *
 * @param operation - whose answer it is
 * @param problems - what is wrong with it
 */
export function violated(operation: Operation, problems: readonly ExchangeProblem[]): Problem {
  return {
    code: 'VIOLATIONS',
    status: 500,
    detail: `The answer of ${operation.id} breaks its own contract; without --errors it would be served with a header that says so.`,
    validation: problems.map(({ location, code, message }) => ({ location, severity: 'Error', code, message })),
  };
}
