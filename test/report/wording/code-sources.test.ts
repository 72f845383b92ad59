import { expect, it } from 'vitest';
import { lawOfCode } from '../../../src/cli/code-law.js';
import type { FindingCode } from '../../../src/finding/finding-code.js';
import { sourceOfCode } from '../../../src/report/wording/code-sources.js';
import { wordsOfCode } from '../../../src/report/wording/code-words.js';
import { FINDING_WORDINGS } from '../../../src/report/wording/finding-wording.js';

it.each(Object.keys(FINDING_WORDINGS) as readonly FindingCode[])('%s says what it is about and where that is written', (code) => {
  expect(sourceOfCode(code)).toMatch(/^https:\/\//);
  expect(lawOfCode(code).source).not.toBe('');
  const { what, next } = wordsOfCode(code);
  for (const text of [what, next ?? '']) expect(text).not.toMatch(/undefined|NaN|\[object/);
});
