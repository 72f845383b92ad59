import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { comparePactToContract } from '../../../src/compat/pact/compare-pact-to-contract.js';
import { judgeMerge } from '../../../src/compat/pact/judge-merge.js';
import { pactFromJson } from '../../../src/compat/pact/pact-from-json.js';
import type { Pact } from '../../../src/compat/pact/pact.js';
import { apiWith, contractOf, giving } from '../compared.js';

const UNKNOWN = { match: 'frobnicate', of: 3 };
const rule = (...matchers: readonly JsonValue[]): JsonObject => ({ matchers });

function pactWith(matchingRules: JsonObject, specification = '3.0.0'): Pact {
  const response = { status: 200, body: { id: 'a' }, headers: { 'content-type': 'application/json' }, matchingRules };
  const interaction = { description: 'it', request: { method: 'POST', path: '/orders' }, response };
  const metadata = { pactSpecification: { version: specification } };
  return pactFromJson({ consumer: { name: 'web' }, provider: { name: 'shop' }, interactions: [interaction], metadata }, 'pact.json');
}

const SCHEMA = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };

describe('a matcher that is not known', () => {
  it.each<[string, JsonObject, string, string]>([
    ['of a member', { body: { '$.id': rule(UNKNOWN) } }, '$.id', '/body/$.id/matchers/0'],
    ['of a header', { header: { 'X-A': rule({ match: 'type' }, UNKNOWN) } }, 'X-A', '/header/X-A/matchers/1'],
    [
      'within one that is known',
      { body: { '$.id': rule({ match: 'eachKey', rules: [UNKNOWN] }) } },
      '$.id',
      '/body/$.id/matchers/0/rules/0',
    ],
    [
      'of a variant of a list',
      { body: { '$.id': rule({ match: 'arrayContains', variants: [{ index: 0, rules: { '$.a': rule(UNKNOWN) } }] }) } },
      '$.id',
      '/body/$.id/matchers/0/variants/0/rules/$.a/matchers/0',
    ],
  ])('%s is a warning at its place, beside what is found of the rest', async (_, rules, at, pointer) => {
    const findings = comparePactToContract(pactWith(rules), await contractOf(apiWith(giving(SCHEMA))));
    expect(findings.filter(({ code }) => code === 'pact/matcher-unknown')).toMatchObject([
      {
        severity: 'warning',
        place: { file: 'pact.json', pointer: `/interactions/0/response/matchingRules${pointer}` },
        args: { at, matcher: 'frobnicate' },
      },
    ]);
  });

  it('is told in the form of the second version too, and one without a name by all that it is', async () => {
    const findings = comparePactToContract(pactWith({ '$.body.id': { some: 1 } }, '2.0.0'), await contractOf(apiWith(giving(SCHEMA))));
    expect(findings.map(({ code, args }) => [code, args['matcher']])).toContainEqual(['pact/matcher-unknown', '{"some":1}']);
  });

  it('leaves it unknown whether the pair works, and says why', async () => {
    const contracts = [await contractOf(apiWith(giving(SCHEMA)))];
    const merged = (rules: JsonObject): readonly (readonly [string, string, readonly string[]])[] =>
      judgeMerge({
        candidate: { name: 'web', version: '1', pacts: [pactWith(rules)], contracts: [] },
        roles: ['consumer'],
        environment: 'live',
        deployed: [{ name: 'shop', version: '1', pacts: [], contracts }],
        verifications: [],
      }).map(({ verdict, reason, findings }) => [verdict, reason, findings.map(({ code }) => code)] as const);
    expect(merged({ body: { '$.id': rule({ match: 'type' }) } })).toEqual([['works', 'promised', []]]);
    expect(merged({ body: { '$.id': rule(UNKNOWN) } })).toEqual([['unknown', 'undecided', ['pact/matcher-unknown']]]);
  });
});
