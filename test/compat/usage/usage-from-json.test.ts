import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/base/errors.js';
import { jsonFromUsage } from '../../../src/compat/usage/json-from-usage.js';
import { stableUsage } from '../../../src/compat/usage/merge-usage.js';
import { usageFromJson } from '../../../src/compat/usage/usage-from-json.js';
import { textFromError } from '../../../src/report/wording/error-wording.js';
import { someUsage } from '../../support/usage-arbitrary.js';

const LEAST = '"version": 1, "consumer": "web", "provider": "shop", "sources": [], "operations": [], "messages": []';

describe('a usage file', () => {
  test('is read as what was written', () => {
    fc.assert(
      fc.property(someUsage, (usage) => {
        const text = jsonFromUsage(usage);
        expect(usageFromJson(text, 'web--shop.json')).toEqual(stableUsage(usage));
        expect(jsonFromUsage(usageFromJson(text, 'web--shop.json'))).toBe(text);
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  test.each([
    ['{ "version": 2 }', 'web.json:1:3: not a usage file: a usage file says "version": 1'],
    [`{ ${LEAST}, "colour": 1 }`, 'unknown member "colour"'],
    [`{ ${LEAST.replace('"web"', '""')} }`, 'a text that is not empty belongs here'],
    [`{ ${LEAST.replace('"sources": []', '"sources": ["hearsay"]')} }`, 'one of pact, journal, reads belongs here'],
    [
      `{ ${LEAST.replace('"operations": []', '"operations": [\n{ "method": "GET", "path": "/", "interactionCount": -1, "sent": [], "received": [] }]')} }`,
      'web.json:2:',
    ],
    [
      `{ ${LEAST.replace('"messages": []', '"messages": [{ "channel": "a", "action": "send", "count": 1, "lastSeenOn": "2026-02-30", "sent": [] }]')} }`,
      'a day like 2026-03-31 belongs here',
    ],
    [
      `{ ${LEAST.replace('"messages": []', '"messages": [{ "channel": "a", "action": "send", "count": 1, "sent": [], "reads": [{ "pointer": "id", "count": 1 }] }]')} }`,
      'a JSON pointer like',
    ],
    [
      `{ ${LEAST.replace('"consumer": "web", ', '')} }`,
      'web.json:1:1: not a usage file: "consumer" is missing: a text that is not empty belongs there',
    ],
    [
      `{ ${LEAST.replace('"messages": []', '"messages": [{ "channel": "a" }]')} }`,
      '"action" is missing: one of send, receive belongs there',
    ],
    [
      `{ ${LEAST.replace('"messages": []', '"messages": [{ "channel": "a", "action": "send" }]')} }`,
      '"count" is missing: a whole number belongs there, 0 or more',
    ],
    [`{ ${LEAST.replace(', "messages": []', '')} }`, '"messages" is missing: a list belongs there'],
    ['[]', 'an object belongs here'],
  ])('says where it is wrong: %s', (text, expected) => {
    const error = thrownBy(() => usageFromJson(text, 'web.json'));
    expect(error).toBeInstanceOf(InputError);
    expect(textFromError(error as InputError)).toContain(expected);
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
