import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { failuresOfKind, HOLDS } from '../exchange-check.js';
import { itemsOfStream } from '../../wire/stream-items.js';

/**
 * The body of a response, read as its media type says, is valid under the schema that is declared for it.
 *
 * @see OpenAPI 3.1.1 §4.8.14 (Media Type Object, `schema`)
 */
export const bodyMatchesSchema: ExchangeCheck = {
  code: 'check/body-matches-schema',
  summary: 'the body of an answer is valid under the schema of its status and media type',
  severity: 'error',
  judge,
};

function judge(input: JudgedExchange): readonly CheckFailure[] {
  const { response, problems } = input;
  if (!problems.some(({ kind }) => kind === 'body')) return HOLDS;
  const items = itemsOfStream(response);
  // What the journal keeps of a long body is not the body: then there is nothing to judge, but the items of a stream that came.
  if (response.truncatedBytes !== undefined && items === undefined) return HOLDS;
  const failures = failuresOfKind(input, 'body', 'a body as the schema says');
  return items === undefined ? failures : failures.map((failure) => withItem(failure, items.texts));
}

/** An item is found by its text: its number says little in a stream that is another one each time. */
function withItem(failure: CheckFailure, texts: readonly string[]): CheckFailure {
  const index = failure.location[1];
  const text = index === undefined || !/^\d+$/.test(index) ? undefined : texts[Number(index)];
  if (text === undefined) return failure;
  const shown = text.length <= SHOWN_CHARACTER_COUNT ? text : `${text.slice(0, SHOWN_CHARACTER_COUNT)}…`;
  return { ...failure, seen: `${failure.seen}, item ${index} was ${JSON.stringify(shown)}` };
}

const SHOWN_CHARACTER_COUNT = 200;
