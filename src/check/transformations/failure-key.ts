import type { TransformationFailure } from './judge-value.js';

/**
 * What a failure has in common with others of one cause: the function, the way it fails, the clause or the place, never the value.
 *
 * @param failure - of one value
 */
export function failureKey(failure: TransformationFailure): string {
  const { kind, called } = failure;
  if (kind === 'fails') return `${called} fails`;
  if (kind === 'not-identity') return `${called} not-identity ${failure.difference.pointer.replace(/\/\d+(?=\/|$)/g, '/*')}`;
  const { keyword, schemaUri, schemaPointer, args } = failure.violation;
  return `${called} invalid ${schemaUri}#${schemaPointer} ${keyword === 'required' ? String(args['property']) : ''}`;
}
