import { responseForStatus } from '../../wire/select-response.js';
import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { failuresOfKind } from '../exchange-check.js';

/**
 * A response with a body has one of the media types that are declared for its status.
 *
 * @see OpenAPI 3.1.1 §4.8.17 (Response Object, `content`)
 */
export const contentTypeDeclared: ExchangeCheck = {
  code: 'check/content-type-declared',
  summary: 'an answer with a body has a media type that is declared for its status',
  severity: 'error',
  judge,
};

function judge(input: JudgedExchange): readonly CheckFailure[] {
  const declared = responseForStatus(input.operation, input.response.status);
  const failures = failuresOfKind(input, 'media-type', `one of ${(declared?.content ?? []).map((content) => content.name).join(', ')}`);
  if (declared === undefined) return failures;
  return failures.map((failure) => ({ ...failure, place: { file: input.operation.file, pointer: declared.pointer } }));
}
