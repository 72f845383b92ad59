import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderOperations } from '../../src/check/order-operations.js';
import type { OperationEntry } from '../../src/contract/contract.js';

const entry = (line: string): OperationEntry => {
  const [method = '', path = ''] = line.split(' ');
  return { id: line, method, path, pointer: '', tags: [], read: () => Promise.reject(new Error('not read')) as never };
};
const order = (lines: readonly string[], sources?: (id: string) => readonly string[]): string[] =>
  orderOperations(lines.map(entry), sources).map(({ id }) => id);

describe('the order of operations', () => {
  it('has every operation once, whatever captures whatever', () => {
    const ids = fc.uniqueArray(
      fc.constantFrom('GET /a', 'POST /a', 'PUT /a/{id}', 'DELETE /a/{id}', 'POST /a/{id}/close', 'PATCH /b', 'POST /logout'),
    );
    fc.assert(
      fc.property(ids, fc.func(fc.array(fc.constantFrom('GET /a', 'POST /a', 'DELETE /a/{id}', 'nobody'))), (lines, sources) => {
        expect(order(lines, sources).sort()).toEqual([...lines].sort());
      }),
      { seed: 20261121 },
    );
  });

  it('creates before it reads, changes before it deletes, and logs out last', () => {
    expect(
      order(['POST /auth/logout', 'DELETE /a/{id}', 'POST /a/{id}/close', 'PATCH /a/{id}', 'GET /a/{id}', 'PUT /a/{id}', 'POST /a']),
    ).toEqual(['POST /a', 'PUT /a/{id}', 'GET /a/{id}', 'PATCH /a/{id}', 'POST /a/{id}/close', 'DELETE /a/{id}', 'POST /auth/logout']);
  });

  it('keeps the order of the contract otherwise', () => {
    expect(order(['GET /b', 'GET /a', 'POST /b', 'POST /a'])).toEqual(['POST /b', 'POST /a', 'GET /b', 'GET /a']);
  });

  it('puts an operation after those it takes values from', () => {
    const sources = (id: string): readonly string[] => (id === 'POST /a' ? ['GET /token'] : []);
    expect(order(['POST /a', 'GET /a', 'GET /token'], sources)).toEqual(['GET /token', 'POST /a', 'GET /a']);
  });
});
