import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptancesFromJson } from '../../src/compat/acceptances-from-json.js';
import { parseDocument } from '../../src/contract/document.js';
import { textFromAcceptances } from '../../src/report/acceptances-text.js';

const ENTRY = { id: 'm-0000000001', reason: 'known', until: '2027-01-31' };

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((one) => one.trim() !== '');
const entries = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^m-[0-9a-hjkmnp-tv-z]{10}(-[1-9])?$/),
    what: fc.option(text, { nil: undefined }),
    contract: fc.option(text, { nil: undefined }),
    operation: fc.option(text, { nil: undefined }),
    reason: text,
    owner: fc.option(text, { nil: undefined }),
    until: fc.constantFrom('2027-01-31', '2028-02-29'),
    untilMajor: fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }),
  }),
  { selector: ({ id }) => id, maxLength: 5 },
);

describe('a file of acceptances', () => {
  it.each(['yaml', 'json'] as const)('is read as it was written (%s), in one order whatever the order of writing', (format) => {
    fc.assert(
      fc.property(entries, (written) => {
        const file = textFromAcceptances(written, format);
        expect(textFromAcceptances([...written].reverse(), format)).toBe(file);
        const read = acceptancesFromJson(parseDocument(file, `accepted.${format}`));
        expect(read.kind === 'acceptances' ? new Set(read.entries.map(({ pointer: _, ...entry }) => entry)) : read).toEqual(
          new Set(written),
        );
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it.each([
    [{}, '', 'a list of accepted findings belongs here'],
    [['m-0000000001'], '/0', 'an entry is an object'],
    [[{ ...ENTRY, id: undefined }], '/0', 'the key "id" is missing'],
    [[{ ...ENTRY, id: 'all' }], '/0/id', '"all" is not the id of a finding'],
    [[{ ...ENTRY, reason: ' ' }], '/0/reason', '"reason" is a text that is not empty'],
    [[{ ...ENTRY, until: '2027-02-30' }], '/0/until', '"2027-02-30" is not a day'],
    [[{ ...ENTRY, until: undefined }], '/0', '"until" or "untilMajor" is missing'],
    [[{ ...ENTRY, untilMajor: 0 }], '/0/untilMajor', 'the number of a major version'],
    [[{ ...ENTRY, why: 'x' }], '/0/why', 'unknown key "why"'],
    [[ENTRY, ENTRY], '/1/id', 'stands here a second time'],
  ])('is refused where it is wrong: %j', (value, pointer, problem) => {
    const read = acceptancesFromJson(JSON.parse(JSON.stringify(value)));
    expect(read.kind === 'problems' ? read.problems : read).toContainEqual({ pointer, problem: expect.stringContaining(problem) });
  });
});
