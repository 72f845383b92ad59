import { describe, expect, it } from 'vitest';
import { jsonFromPact, textFromPact } from '../../../src/compat/pact/json-from-pact.js';
import { pactFromJournal } from '../../../src/compat/pact/pact-from-journal.js';
import { pactFromJson } from '../../../src/compat/pact/pact-from-json.js';
import { exchangeFromLine, lineFromExchange } from '../../../src/journal/journal-line.js';
import { exchangeWith } from '../../support/exchange-arbitrary.js';
import { askShelter, shelterContract } from './shelter.js';

describe('the pact of a journal', () => {
  it('has one interaction for each operation, status and shape of a request', async () => {
    const pact = await pactOf(['/v1/pets?limit=2', '/v1/pets?limit=7', '/v1/pets', '/v1/pets/1', '/v1/pets/x', '/v1/nowhere']);
    expect(pact.interactions.map(({ description }) => description)).toEqual([
      'listPets is answered 200',
      'listPets is answered 200 (2)',
      'getPet is answered 200',
    ]);
  });

  it('asks only for what the contract promises, by type', async () => {
    const pact = await pactOf(['/v1/pets/1']);
    expect(jsonFromPact(pact)).toMatchObject({
      interactions: [
        {
          providerStates: [{ name: 'Mia lives here' }],
          response: {
            body: { content: { id: 1, name: 'Mia', species: 'cat' }, contentType: 'application/json', encoded: false },
            headers: { 'content-type': ['application/json'] },
            matchingRules: { body: { $: { combine: 'AND', matchers: [{ match: 'type' }] } } },
          },
        },
      ],
    });
    expect(JSON.stringify(jsonFromPact(pact))).not.toContain('bornOn');
  });

  it('is the same for a journal that was written and read back, and in any order', async () => {
    const exchanges = await askShelter(['/v1/pets?limit=2', '/v1/pets/1']);
    const contract = await shelterContract();
    const again = exchanges.map((exchange) => exchangeFromLine(lineFromExchange(exchange))).toReversed();
    const written = textFromPact(pactFromJournal({ exchanges, messages: [] }, contract, PAIR));
    expect(textFromPact(pactFromJournal({ exchanges: again, messages: [] }, contract, PAIR))).toBe(written);
    expect(textFromPact(pactFromJson(JSON.parse(written), ''))).toBe(written);
  });

  it('holds no secret', async () => {
    const [exchange] = await askShelter(['/v1/pets/1?api_key=hidden-1']);
    const headers = ['Authorization', 'Bearer hidden-2', 'X-Shelter-Key', 'hidden-3', 'accept', 'application/json'];
    const request = { ...(exchange?.request ?? exchangeWith().request), headers };
    const pact = pactFromJournal({ exchanges: [exchangeWith({ ...exchange, request })], messages: [] }, await shelterContract(), PAIR);
    expect(pact.interactions).toHaveLength(1);
    expect(textFromPact(pact)).not.toContain('hidden');
  });

  it.each([
    ['a fault was in force', { fault: 'slow' }],
    ['it was cut off', { outcome: 'reset' as const }],
    ['another consumer called', { consumer: 'mobile' }],
    ['the answer broke the contract', { problems: [{ on: 'response' as const, kind: 'body', location: [], code: 'type', message: 'm' }] }],
  ])('passes over an exchange where %s', async (_, members) => {
    const [exchange] = await askShelter(['/v1/pets/1']);
    const pact = pactFromJournal({ exchanges: [exchangeWith({ ...exchange, ...members })], messages: [] }, await shelterContract(), PAIR);
    expect(pact.interactions).toEqual([]);
  });
});

const PAIR = {
  consumer: 'visitor',
  provider: 'shelter',
  states: new Map([['getPet', [{ name: 'Mia lives here', params: {} }]]]),
  secrets: { names: new Set(['x-shelter-key']), values: [] },
};

async function pactOf(targets: readonly string[]) {
  return pactFromJournal({ exchanges: await askShelter(targets), messages: [] }, await shelterContract(), PAIR);
}
