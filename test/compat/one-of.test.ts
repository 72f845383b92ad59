import { expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.js';
import { apiWith, compared, giving, linesOf, taking } from './compared.js';

/** Arms that share a base and ask for nothing: `oneOf` lets in no value of them, since each one is of all of them. */
function overlapping(type: string): JsonObject {
  const arm = (kind: string): JsonObject => ({ allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { [kind]: { type } } }] });
  return {
    components: {
      schemas: { Base: { type: 'object', properties: { id: { type: 'string' } } }, First: arm('first'), Second: arm('second') },
    },
  };
}

const union: JsonObject = { oneOf: ['First', 'Second'].map((name) => ({ $ref: `#/components/schemas/${name}` })) };

it('what changes in an arm of oneOf is told though no value may show it', async () => {
  const [older, newer] = ['string', 'boolean'].map((type) => apiWith(giving(union), overlapping(type)));
  const { findings } = await compared(older ?? {}, newer ?? {});
  expect(linesOf(findings)).toEqual([
    'warning compat/schema-changed response/200/body/first',
    'warning compat/schema-changed response/200/body/second',
  ]);
});

it('what is the same or safe in an arm of oneOf weighs nothing', async () => {
  const [older, newer] = ['integer', 'number'].map((type) => apiWith(taking(union), overlapping(type)));
  const { findings } = await compared(older ?? {}, newer ?? {});
  expect(linesOf(findings)).toEqual(['info compat/schema-changed request/body/first', 'info compat/schema-changed request/body/second']);
});

it('a new member that an arm of oneOf asks for weighs more than one that it does not', async () => {
  const withMember = (required: readonly string[]): JsonObject => {
    const { components } = overlapping('string') as { readonly components: { readonly schemas: JsonObject } };
    const { First, ...others } = components.schemas;
    const wanted = { type: 'object', properties: { extra: { type: 'string' } }, required };
    return { components: { schemas: { ...others, First: { allOf: [First ?? {}, wanted] } } } };
  };
  const linesWith = async (required: readonly string[]): Promise<readonly string[]> =>
    linesOf((await compared(apiWith(taking(union), overlapping('string')), apiWith(taking(union), withMember(required)))).findings);
  expect(await linesWith([])).toEqual(['info compat/member-added request/body/extra']);
  expect(await linesWith(['extra'])).toEqual(['warning compat/member-added request/body/extra']);
});
