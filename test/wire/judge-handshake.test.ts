import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeHandshake } from '../../src/wire/judge-handshake.js';
import { readFixture } from '../fixtures/read-fixture.js';

const contract = await readFixture('fixtures/specs/board-sockets.yaml');
const [channel] = contract.channels;

function problemsOf(target: string, ...headers: readonly string[]): readonly string[] {
  if (channel === undefined) throw new Error('it has a channel');
  return judgeHandshake({ target, headers }, channel, contract).map(({ kind, message }) => `${kind}: ${message}`);
}

describe('the handshake of a WebSocket', () => {
  it('keeps the contract with its credentials and what its binding asks for', () => {
    expect(problemsOf('/states?since=0', 'X-Board-Key', 'k', 'X-Client', 'display')).toEqual([]);
    expect(problemsOf('/states?since=7', 'x-board-key', 'k', 'Upgrade', 'websocket', 'Sec-WebSocket-Version', '13')).toEqual([]);
  });

  it.each([
    ['no credentials', '/states?since=0', [], 'security: request must have an API key in the header "X-Board-Key"'],
    ['a parameter that is missing', '/states', ['x-board-key', 'k'], "query: the query must have the property 'since'"],
    ['a parameter of another type', '/states?since=now', ['x-board-key', 'k'], 'query: query parameter "since" must be integer'],
    ['a value that is percent-encoded', '/states?since=%2D1', ['x-board-key', 'k'], 'query: query parameter "since" must be 0 or more'],
    [
      'a parameter that is not declared',
      '/states?since=0&all=1',
      ['x-board-key', 'k'],
      'query: query parameter "all" must not have the property \'all\'',
    ],
    ['a header', '/states?since=0', ['x-board-key', 'k', 'x-client', '7'], 'header: header "X-Client" must match the pattern ^[a-z]+$'],
  ])('is told: %s', (_, target, headers, told) => {
    expect(problemsOf(target, ...headers)).toEqual([told]);
  });

  it('names the challenge and the clause', () => {
    if (channel === undefined) throw new Error('it has a channel');
    const [security, query] = judgeHandshake({ target: '/states', headers: [] }, channel, contract);
    expect(security).toMatchObject({ location: ['header', 'X-Board-Key'], schemes: ['ApiKey name="X-Board-Key", in="header"'] });
    expect(query).toMatchObject({ location: ['query', 'since'], place: { pointer: '/channels/states/bindings/ws/query/required' } });
  });

  it('never fails, whatever comes', () => {
    const law = fc.property(fc.string(), fc.array(fc.string()), (query, headers) => {
      problemsOf(`/states?${query}`, ...headers);
    });
    fc.assert(law, { seed: 5 });
  });
});
