import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import type { KnownVerification } from '../../../src/compat/pact/environments.js';
import type { MergedSystem, MergeRow } from '../../../src/compat/pact/judge-merge.js';
import { judgeMerge } from '../../../src/compat/pact/judge-merge.js';
import { pactFromJson } from '../../../src/compat/pact/pact-from-json.js';
import type { Contract } from '../../../src/contract/contract.js';
import { apiWith, contractOf } from '../compared.js';

const DONE: JsonObject = { responses: { '200': { description: 'done' } } };

function offering(...paths: readonly string[]): Promise<Contract> {
  return contractOf({ ...apiWith({}), paths: Object.fromEntries(paths.map((path) => [path, { get: DONE }])) });
}

/** A version of a system that calls these paths of the shop. */
function consumer(name: string, version: string, paths: readonly string[]): MergedSystem {
  const interactions = paths.map((path) => ({ description: path, request: { method: 'GET', path }, response: { status: 200 } }));
  const json = { consumer: { name }, provider: { name: 'shop' }, interactions, metadata: { pactSpecification: { version: '2.0.0' } } };
  return { name, version, pacts: [pactFromJson(json, 'pact.json')], contracts: [] };
}

function provider(version: string, ...contracts: readonly Contract[]): MergedSystem {
  return { name: 'shop', version, pacts: [], contracts };
}

function verified(consumerVersion: string, providerVersion: string, isSuccess: boolean): KnownVerification {
  return { consumer: 'web', consumerVersion, provider: 'shop', providerVersion, isSuccess };
}

function merged(
  candidate: MergedSystem,
  deployed: readonly MergedSystem[],
  verifications: readonly KnownVerification[] = [],
): readonly MergeRow[] {
  return judgeMerge({ candidate, roles: ['consumer', 'provider'], environment: 'live', deployed, verifications });
}

const told = (rows: readonly MergeRow[]): readonly (readonly [string, string, string])[] =>
  rows.map(({ verdict, by, reason }) => [verdict, by, reason]);

it('a pact works where the contract promises it, breaks where it does not, and is unknown without one', async () => {
  const web = consumer('web', '1', ['/a']);
  expect(told(merged(web, [provider('1', await offering('/a'))]))).toEqual([['works', 'comparison', 'promised']]);
  expect(told(merged(web, [provider('1', await offering('/b'))]))).toEqual([['breaks', 'comparison', 'not-promised']]);
  expect(told(merged(web, [provider('1')]))).toEqual([['unknown', 'nothing', 'no-contract']]);
  expect(told(merged(web, []))).toEqual([['unknown', 'nothing', 'not-deployed']]);
});

it('one pact that no contract could be asked about leaves it unknown, whatever became of the others', async () => {
  const events = {
    type: 'Asynchronous/Messages',
    description: 'it',
    contents: { content: {}, contentType: 'application/json', encoded: false },
  };
  const json = {
    consumer: { name: 'web' },
    provider: { name: 'shop' },
    interactions: [events],
    metadata: { pactSpecification: { version: '4.0' } },
  };
  const web = consumer('web', '1', ['/a']);
  const both = { ...web, pacts: [...web.pacts, pactFromJson(json, 'events.json')] };
  expect(told(merged(both, [provider('1', await offering('/a'))]))).toEqual([['unknown', 'comparison', 'no-contract']]);
});

it('a verification of just these two versions is worth more than a comparison, and the last of them most', async () => {
  const [web, shop] = [consumer('web', '1', ['/a']), provider('1', await offering('/a'))];
  const verdictWith = (...known: readonly KnownVerification[]): string | undefined => merged(web, [shop], known)[0]?.reason;
  expect(verdictWith(verified('1', '1', false))).toBe('verification-failed');
  expect(verdictWith(verified('1', '2', false))).toBe('promised');
  expect(verdictWith(verified('2', '1', false))).toBe('promised');
  expect(verdictWith(verified('1', '1', false), verified('1', '1', true))).toBe('verified');
  expect(verdictWith(verified('1', '1', true), verified('1', '1', false))).toBe('verification-failed');
});

it('a provider is held against each consumer that is there, and not against itself', async () => {
  const shop = provider('2', await offering('/a'));
  const rows = merged(shop, [provider('1', await offering('/b')), consumer('web', '1', ['/b']), consumer('app', '1', ['/a'])]);
  expect(rows.map(({ consumer: each, verdict }) => [each.name, verdict])).toEqual([
    ['app', 'works'],
    ['web', 'breaks'],
  ]);
});
