import { expect, it } from 'vitest';
import { CHECKS } from '../../src/check/check-list.js';
import { CHECK_NAMES } from '../../src/check/check-names.js';

it('the names of checks are those of all checks, in their order', () => expect(CHECK_NAMES).toEqual(CHECKS.map(({ name }) => name)));
