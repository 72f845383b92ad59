import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InputError } from '../../../src/base/errors.js';
import type { JsonValue } from '../../../src/base/json.js';
import { appendToken, tokensFromPointer } from '../../../src/base/json-pointer.js';
import { randomFromSeed } from '../../../src/base/random.js';
import type { Contract } from '../../../src/contract/contract.js';
import { lintContract } from '../../../src/contract/lint-contract.js';
import { readContract } from '../../../src/contract/read-contract.js';
import type { SampledMessage } from '../../../src/mock/events/sample-message.js';
import { sampleMessage } from '../../../src/mock/events/sample-message.js';
import { judgeMessage } from '../../../src/wire/judge-message.js';
import { bytesFromPayload } from '../../../src/wire/message-content.js';
import { readFixture } from '../../fixtures/read-fixture.js';
import { textPort } from '../../support/text-port.js';

const roots = await Promise.all(['events-2', 'events-3'].map(async (name) => (await readFixture(`fixtures/specs/${name}.yaml`)).root));

const junk: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(
    null,
    true,
    0,
    '',
    'x',
    '{',
    [],
    {},
    [null],
    [{}],
    { $ref: 1 },
    { $ref: '#' },
    { $ref: '#/channels' },
    { $ref: 'x:y' },
  ),
  fc.constantFrom<JsonValue>(
    { $ref: '#/components/messages/order' },
    { $ref: '#/components/messages/stockRaised/traits/0' },
    { $ref: '#/operations/takeOrder' },
    { oneOf: [{ oneOf: [{}] }, 1] },
    { schemaFormat: 'application/vnd.apache.avro', schema: [[]] },
    { schemaFormat: 7, schema: {} },
    { location: '$message.payload#' },
    { allOf: [{ $ref: '#/components/messageTraits/traced' }] },
    JSON.parse('{"__proto__":{"a":1}}'),
  ),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>,
);

const cases = fc
  .constantFrom(...roots)
  .chain((root) => fc.tuple(fc.constant(root), fc.constantFrom(...pointersOf(root).filter((pointer) => pointer !== '')), junk));

function pointersOf(value: JsonValue, pointer = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  return [pointer, ...Object.entries(value).flatMap(([token, member]) => pointersOf(member as JsonValue, appendToken(pointer, token)))];
}

function withJunk(value: JsonValue, [token, ...rest]: readonly string[], spoiled: JsonValue): JsonValue {
  if (token === undefined) return spoiled;
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === token ? withJunk(item, rest, spoiled) : item));
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, JsonValue>>).map(([key, member]) => [
      key,
      key === token ? withJunk(member, rest, spoiled) : member,
    ]),
  );
}

async function read(root: JsonValue): Promise<Contract | undefined> {
  return readContract('a.json', textPort({ 'a.json': JSON.stringify(root) })).catch((error: unknown) => {
    expect(error).toBeInstanceOf(InputError);
    return undefined;
  });
}

/** `undefined` when nothing keeps the contract, which a schema of junk may well mean. */
function sampled(message: Parameters<typeof sampleMessage>[0]): SampledMessage | undefined {
  try {
    return sampleMessage(message, randomFromSeed('junk'));
  } catch (error) {
    expect(error).toMatchObject({ code: 'E_SCHEMA_UNSATISFIABLE' });
    return undefined;
  }
}

it('reads documents with junk anywhere, and what it samples of them keeps them', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ([root, pointer, spoiled]) => {
      const contract = await read(withJunk(root, tokensFromPointer(pointer), spoiled));
      const messages = contract?.channels.flatMap((channel) => channel.messages) ?? [];
      for (const message of messages) {
        const sample = sampled(message);
        if (sample === undefined) continue;
        expect(judgeMessage(message, { payload: bytesFromPayload(sample.payload, message), headers: sample.headers })).toEqual([]);
      }
    }),
    { seed: 20261121, numRuns: 150 },
  );
  expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
}, 60_000);

it('lints documents with junk anywhere', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ([root, pointer, spoiled]) => {
      const contract = await read(withJunk(root, tokensFromPointer(pointer), spoiled));
      if (contract !== undefined) expect(await lintContract(contract)).toBeInstanceOf(Array);
    }),
    { seed: 20261121, numRuns: 40 },
  );
}, 60_000);
