import { readFileSync } from 'node:fs';
import type { Contract } from '../../../src/contract/contract.js';
import { readContract } from '../../../src/contract/read-contract.js';
import type { Exchange } from '../../../src/journal/exchange.js';
import { createCallCounter } from '../../../src/mock/call-counter.js';
import { createMock } from '../../../src/mock/mock.js';
import { exchangeWith } from '../../support/exchange-arbitrary.js';
import { textPort } from '../../support/text-port.js';

/** The contract of the animal shelter, with a few words of it replaced. */
export async function shelterContract(...changes: readonly (readonly [from: string, to: string])[]): Promise<Contract> {
  let text = readFileSync(new URL('../../../fixtures/specs/petstore.yaml', import.meta.url), 'utf8');
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`the contract has no ${from}`);
    text = text.replace(from, to);
  }
  return readContract('petstore.yaml', textPort({ 'petstore.yaml': text }));
}

/** What a mock of the shelter's journal holds after some calls by GET. */
export async function askShelter(targets: readonly string[], contract?: Contract): Promise<readonly Exchange[]> {
  const mock = createMock(contract ?? (await shelterContract()));
  const context = { seed: 'pact', callIndex: createCallCounter() };
  return targets.map((target, index) => {
    const request = { method: 'GET', target, headers: ['accept', 'application/json'], body: undefined };
    const { response, operation, problems } = mock.answer(request, context);
    return exchangeWith({
      id: String(index),
      consumer: 'visitor',
      provider: 'shelter',
      operation,
      request,
      response,
      problems,
      fault: undefined,
      outcome: 'answered',
    });
  });
}
