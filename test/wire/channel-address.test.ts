import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressFromParameters, matchAddress } from '../../src/wire/channel-address.js';

const NAMES = ['a', 'b', 'c'] as const;
const separator = fc.constantFrom('/', '.', ':');

/** `x/{a}/y/{b}` with one separator throughout, each variable a segment of its own. */
const template = fc.record({
  by: separator,
  segments: fc.array(
    fc.oneof(
      fc.constantFrom('orders', 'x-1', 'v1'),
      fc.constantFrom(...NAMES).map((name) => `{${name}}`),
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  ),
});

function channelOf(address: string) {
  return { id: 'c', address, parameters: [] };
}

describe('matchAddress', () => {
  it('finds the parameters that an address was made of', () => {
    fc.assert(
      fc.property(
        template,
        fc.record({ a: fc.string({ minLength: 1 }), b: fc.string({ minLength: 1 }), c: fc.uuid() }),
        ({ by, segments }, drawn) => {
          const address = segments.join(by);
          const used = NAMES.filter((name) => address.includes(`{${name}}`));
          const values = Object.fromEntries(used.map((name) => [name, drawn[name].replaceAll(/[/.:]/g, '_')]));
          const channel = channelOf(address);
          expect(matchAddress(channel, addressFromParameters(channel, values))).toEqual(values);
        },
      ),
      { seed: 5 },
    );
  });

  it('finds only what makes the same address again', () => {
    const text = fc.array(fc.constantFrom('/', '.', '-', 'a', 'orders', ''), { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.constantFrom('{a}', 'orders/{a}', '{a}-{b}', '{a}/{a}', 'a{a}a', '{a}{b}'), text, (address, seen) => {
        const found = matchAddress(channelOf(address), seen);
        if (found !== undefined) expect(addressFromParameters(channelOf(address), found)).toBe(seen);
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it.each([
    ['orders/{id}', 'orders/1', { id: '1' }],
    ['orders/{id}', 'orders/1/lines', undefined],
    ['orders/{id}', 'orders/', undefined],
    ['orders/{id}', 'orders/a.b:c', { id: 'a.b:c' }],
    ['events:{domain}:{type}', 'events:payment:payment.created', { domain: 'payment', type: 'payment.created' }],
    ['orders.{id}.paid', 'orders.1.paid', { id: '1' }],
    ['{a}/{a}', 'x/y', undefined],
    ['adeo-{env}-COSTING-{version}', 'adeo-dev-COSTING-V1', { env: 'dev', version: 'V1' }],
    ['user-{id}', 'user-3f-aa', { id: '3f-aa' }],
    ['plain', 'plain', {}],
    ['plain', 'plainer', undefined],
    ['{__proto__}', 'x', JSON.parse('{"__proto__":"x"}')],
  ])('reads %s in %s', (address, seen, expected) => {
    expect(matchAddress(channelOf(address), seen)).toEqual(expected);
  });

  it('is nothing for a channel whose address is only known at run time', () => {
    expect(matchAddress({ address: undefined }, 'x')).toBeUndefined();
  });
});

describe('addressFromParameters', () => {
  it('takes what the contract shows where no value is given, else the name of the parameter, else the id of the channel', () => {
    const parameter = { name: 'a', schema: undefined, location: undefined, examples: ['shown'], file: '', pointer: '' };
    expect(addressFromParameters({ id: 'c', address: '{a}/{b}/{toString}', parameters: [parameter] }, {})).toBe('shown/b/toString');
    expect(addressFromParameters({ id: 'c', address: undefined, parameters: [] }, {})).toBe('c');
  });
});
