import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embeddedJson } from '../../../src/report/html/embedded-json.js';
import { hostileText } from '../../support/hostile-text.js';

describe('JSON within a page', () => {
  it('is the same value, and nothing that could end its element or its line', () => {
    fc.assert(
      fc.property(fc.array(hostileText), (texts) => {
        const json = embeddedJson({ texts });
        expect(JSON.parse(json)).toEqual({ texts });
        expect(json).not.toMatch(/[<>&\u2028\u2029]/);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
