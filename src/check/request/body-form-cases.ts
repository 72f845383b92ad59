import { isJsonMediaType, parseMediaType } from '../../base/media-type.js';
import type { TestCase } from '../test-case.js';
import type { BaseRequest } from './base-request.js';
import { requestCase } from './coverage-case.js';
import type { PartPlan } from './part-plan.js';
import { undeclaredMediaType } from './undeclared-media-type.js';

/**
 * Requests whose body is no text of its media type, or of a media type that the contract does not have.
 *
 * @param base - what they differ from
 */
export function* bodyFormCases(base: BaseRequest): Iterable<TestCase> {
  for (const [part, { form }] of base.all) {
    if (part.part.kind !== 'body' || form.mediaType === undefined) continue;
    const { mediaType } = form;
    const parsed = parseMediaType(mediaType.name);
    if (parsed !== undefined && isJsonMediaType(parsed)) yield malformedCase(base, part, mediaType);
    yield undeclaredCase(base, part);
  }
}

type BodyMediaType = NonNullable<TestCase['body']>['mediaType'];

/** The text is sent as it is, under the name of the declared type. */
function malformedCase(base: BaseRequest, part: PartPlan, mediaType: BodyMediaType): TestCase {
  const place = { file: mediaType.file ?? part.part.place.file, pointer: mediaType.pointer };
  return requestCase(base, base.required, {
    name: 'body of broken JSON',
    intent: { kind: 'invalid', breach: { keyword: 'syntax', location: part.part.location, place } },
    headers: { 'content-type': mediaType.name.includes('*') ? 'application/json' : mediaType.name },
    body: { mediaType: undeclaredMediaType('text/plain'), value: BROKEN_JSON },
    broken: part,
  });
}

function undeclaredCase(base: BaseRequest, part: PartPlan): TestCase {
  return requestCase(base, base.required, {
    name: 'body of an undeclared content type',
    intent: { kind: 'invalid', breach: { keyword: 'content-type', location: ['header', 'content-type'], place: part.part.place } },
    body: { mediaType: undeclaredMediaType(UNDECLARED_TYPE), value: 'text' },
    broken: part,
  });
}

const BROKEN_JSON = '{"unfinished": ';
const UNDECLARED_TYPE = 'application/x-undeclared';
