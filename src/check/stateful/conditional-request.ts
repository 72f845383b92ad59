import type { Exchange } from '../../journal/exchange.js';
import { headerValue } from '../../wire/http-message.js';
import type { TestCase } from '../test-case.js';

/**
 * The case with the entity tag that the thing had last, when its operation asks for one.
 *
 * @param testCase - a write to one thing
 * @param earlier - the exchanges of the sequence so far
 * @param instance - the step that created the thing
 * @see RFC 9110 §13.1.1
 */
export function withEntityTag(testCase: TestCase, earlier: readonly Exchange[], instance: number | undefined): TestCase {
  const declared = testCase.operation.parameters.find(
    (parameter) => parameter.in === 'header' && parameter.name.toLowerCase() === 'if-match',
  );
  if (declared === undefined || instance === undefined) return testCase;
  return matching(testCase, earlier, { name: declared.name, instance });
}

/**
 * The case sent again with a condition, when the provider will not do it without one; `undefined` when that was not the reason.
 *
 * @param testCase - a write to one thing
 * @param earlier - the exchanges of the sequence before it
 * @param refused - the answer to it
 * @see RFC 6585 §3
 */
export function conditionalRetry(testCase: TestCase, earlier: readonly Exchange[], refused: Exchange): TestCase | undefined {
  const status = refused.response?.status;
  const isUnsafe = testCase.operation.method !== 'GET' && testCase.operation.method !== 'POST';
  if (!isUnsafe || (status !== 412 && status !== 428)) return undefined;
  return matching(testCase, earlier, { name: 'If-Match', instance: 0 });
}

interface Match {
  readonly name: string;
  readonly instance: number;
}

function matching(testCase: TestCase, earlier: readonly Exchange[], { name, instance }: Match): TestCase {
  const step = earlier.findLastIndex(({ response, request }, index) => {
    const isRecent = index >= instance && request.method !== 'DELETE' && response !== undefined && response.status < 300;
    return isRecent && headerValue(response.headers, 'etag') !== undefined;
  });
  const key = `header:${name}`;
  if (step === -1) return { ...testCase, headers: { ...testCase.headers, [name]: '*' } };
  return { ...testCase, captures: new Map([...testCase.captures, [key, { kind: 'step', step, from: 'header', pointer: 'etag' }]]) };
}
