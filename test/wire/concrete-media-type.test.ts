import { expect, it } from 'vitest';
import { concreteMediaType } from '../../src/wire/concrete-media-type.js';

it.each([
  ['application/json; charset=utf-8', undefined, 'application/json; charset=utf-8'],
  ['image/*', undefined, 'image/png'],
  ['image/*', 'text/html, image/webp;q=0.8', 'image/webp'],
  ['image/*', 'image/*, text/html', 'image/png'],
  ['*/*', undefined, 'application/json'],
  ['*/*', 'text/csv', 'text/csv'],
  ['font/*', undefined, 'application/octet-stream'],
])('%s for %s is %s', (declared, accept, concrete) => {
  expect(concreteMediaType(declared, accept)).toBe(concrete);
});
