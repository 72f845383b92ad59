import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { viewOf } from '../../../src/compat/schemas/schema-view.js';
import { nodeFromSchema } from '../../../src/schema/node.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { apiWith, asking, compared, giving, linesOf, taking } from '../compared.js';

const OBJECT = { type: 'object', properties: { id: { type: 'string' } } };
const text = { type: 'string' };

/** What each clause that changed is called: `info not`. */
async function clausesOf(older: JsonObject, newer: JsonObject): Promise<readonly string[]> {
  const { findings } = await compared(older, newer);
  return findings.map(({ severity, args }) => `${severity} ${String(args['keyword'] ?? args['name'])}`);
}

describe('a clause that came or went and breaks nothing is told', () => {
  it.each<[string, JsonObject]>([
    ['not', { not: { const: 'a' } }],
    ['contains', { contains: { const: 'a' } }],
    ['propertyNames', { propertyNames: { maxLength: 3 } }],
    ['prefixItems', { prefixItems: [{ const: 'a' }] }],
    ['patternProperties', { patternProperties: { '^x': { const: 'a' } } }],
    ['maxProperties', { maxProperties: 3 }],
    ['items', { items: { const: 'a' } }],
  ])('%s', async (keyword, clause) => {
    expect(await clausesOf(apiWith(giving({})), apiWith(giving(clause)))).toEqual([`info ${keyword}`]);
    expect(await clausesOf(apiWith(taking(clause)), apiWith(taking({})))).toEqual([`info ${keyword}`]);
  });

  it('also where only whoever reads strictly would notice', async () => {
    const closed = { ...OBJECT, additionalProperties: false };
    expect(await clausesOf(apiWith(taking(closed)), apiWith(taking(OBJECT)))).toEqual(['info additionalProperties']);
  });

  it('of one direction, though it means nothing in the other', async () => {
    const order = (more: JsonObject): JsonObject =>
      apiWith(
        { ...taking({ $ref: '#/components/schemas/Order' }), ...giving({ $ref: '#/components/schemas/Order' }) },
        { components: { schemas: { Order: { type: 'object', properties: { id: { readOnly: true }, at: {} }, ...more } } } },
      );
    const { findings } = await compared(order({}), order({ dependentRequired: { id: ['at'] } }));
    expect(linesOf(findings)).toEqual(['info compat/schema-changed response/200/body']);
  });
});

describe('what is only written otherwise is not told', () => {
  it.each<[string, JsonValue, JsonValue]>([
    ['a type as a list', text, { type: ['string'] }],
    ['types in another order', { type: ['string', 'null'] }, { type: ['null', 'string'] }],
    ['values in another order', { enum: ['a', 'b'] }, { enum: ['b', 'a'] }],
    ['arms in another order', { anyOf: [text, { type: 'integer' }] }, { anyOf: [{ type: 'integer' }, text] }],
    [
      'a limit of numbers beside whole ones that are listed',
      { type: 'integer', enum: [1, 2] },
      { type: 'integer', enum: [1, 2], minimum: 0 },
    ],
    [
      'a limit of a type that is let in no longer',
      { type: ['string', 'integer'], enum: ['a'] },
      { type: 'string', enum: ['a'], minimum: 3 },
    ],
    ['that it is not deprecated', OBJECT, { ...OBJECT, deprecated: false }],
    ['two limits as one', { allOf: [{ type: 'integer', minimum: 1 }, { minimum: 2 }] }, { type: 'integer', minimum: 2 }],
  ])('%s', async (_, older, newer) => {
    for (const operation of [taking, giving])
      expect((await compared(apiWith(operation(older)), apiWith(operation(newer)))).findings).toEqual([]);
  });
});

it('beside what changed, what is only written otherwise is not told', async () => {
  const older = { type: 'string', enum: ['a', 'b', 'cd'], maxLength: 1 };
  const newer = { type: ['string'], enum: ['cd', 'b', 'a'], maxLength: 2 };
  expect(await clausesOf(apiWith(taking(older)), apiWith(taking(newer)))).toEqual(['info maxLength']);
});

it('the same words of another dialect are another schema', async () => {
  const of = (openapi: string): JsonObject => ({ ...apiWith(taking({ ...text, nullable: true })), openapi });
  expect(linesOf((await compared(of('3.0.3'), of('3.1.0'))).findings)).toEqual(['error compat/schema-broken request/body']);
});

describe('what has no effect is told as such', () => {
  it.each<[string, JsonValue, JsonValue, readonly string[]]>([
    ['a limit of another type', text, { ...text, minimum: 1 }, ['info minimum']],
    ['a limit of numbers, of whole ones', { type: 'integer' }, { type: 'integer', maxLength: 3 }, ['info maxLength']],
    ['a limit that says what another one said', { type: 'integer', minimum: 1 }, { type: 'integer', minimum: 0.5 }, ['info minimum']],
    ['an arm that another one takes in', { anyOf: [text] }, { anyOf: [text, { const: 'a' }] }, ['info anyOf']],
  ])('%s', async (_, older, newer, expected) => {
    expect(await clausesOf(apiWith(taking(older)), apiWith(taking(newer)))).toEqual(expected);
    const { findings } = await compared(apiWith(taking(older)), apiWith(taking(newer)));
    expect(findings.map(({ compat }) => compat?.effect)).toEqual(['lifecycle']);
  });
});

describe('arms of a union', () => {
  const KINDS = { components: { schemas: { A: { ...OBJECT, required: ['id'] }, B: { type: 'object', properties: { at: text } } } } };
  const to = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

  it('are known by what they refer to', async () => {
    const older = apiWith(taking({ anyOf: [to('A'), to('B')] }), KINDS);
    const added = { schemas: { A: KINDS.components.schemas.A, B: { type: 'object', properties: { at: text, by: text } } } };
    const newer = apiWith(taking({ anyOf: [to('B'), to('A')] }), { components: added });
    expect(linesOf((await compared(older, newer)).findings)).toEqual(['info compat/member-added request/body/by']);
  });

  it('that stand elsewhere are the same, and the one that changed is told as that', async () => {
    const [first, second, third] = [{ const: 1 }, { type: 'boolean' }, { type: 'null' }];
    const older = apiWith(taking({ anyOf: [first, second, { ...text, maxLength: 3 }, third] }));
    const newer = apiWith(taking({ anyOf: [third, { ...text, maxLength: 4 }, first, second] }));
    expect(await clausesOf(older, newer)).toEqual(['info maxLength']);
  });

  it('that both changed are known by what they refer to, in any order', async () => {
    const of = (maxLength: number, ...names: readonly string[]): JsonObject => {
      const object = (name: string): JsonObject => ({ type: 'object', properties: { [name]: { ...text, maxLength } } });
      return apiWith(taking({ anyOf: names.map(to) }), { components: { schemas: { A: object('a'), B: object('b') } } });
    };
    expect(linesOf((await compared(of(3, 'A', 'B'), of(4, 'B', 'A'))).findings)).toEqual([
      'info compat/schema-changed request/body/a',
      'info compat/schema-changed request/body/b',
    ]);
  });

  it('of as many as before weigh as any clause', async () => {
    const [few, more] = [[text], [text, { type: 'integer' }]];
    const newer = { allOf: [{ anyOf: more }, { anyOf: few }] };
    expect(await clausesOf(apiWith(giving({ anyOf: more ?? [] })), apiWith(giving(newer)))).toEqual(['info anyOf']);
  });

  it('of which one more or less may come weigh as a suspicion where they are proved to be harmless', async () => {
    const [few, many] = [[text], [text, { type: 'string', maxLength: 3 }]].map((oneOf) => ({ oneOf }));
    expect(await clausesOf(apiWith(giving(few ?? {})), apiWith(giving(many ?? {})))).toEqual(['warning oneOf']);
  });
});

describe('members', () => {
  it('that one of the schemas laid together hides do not travel', async () => {
    const hidden = { allOf: [OBJECT, { properties: { id: { readOnly: true } } }] };
    const gone = { allOf: [{ type: 'object' }] };
    expect(linesOf((await compared(apiWith(taking(hidden)), apiWith(taking(gone)))).findings)).toEqual([]);
    expect(linesOf((await compared(apiWith(giving(hidden)), apiWith(giving(gone)))).findings)).toEqual([
      'warning compat/member-removed response/200/body/id',
    ]);
  });

  it('that are new and required are told as new, once', async () => {
    const newer = { ...OBJECT, properties: { ...OBJECT.properties, at: text }, required: ['at'] };
    expect(linesOf((await compared(apiWith(giving(OBJECT)), apiWith(giving(newer)))).findings)).toEqual([
      'info compat/member-added response/200/body/at',
    ]);
  });

  it('that are sent only one way now are told as gone, not as a remark', async () => {
    const readOnly = { type: 'object', properties: { id: { ...text, readOnly: true } } };
    expect(linesOf((await compared(apiWith(taking(OBJECT)), apiWith(taking(readOnly)))).findings)).toEqual([
      'warning compat/member-removed request/body/id',
    ]);
    expect(linesOf((await compared(apiWith(giving(OBJECT)), apiWith(giving(readOnly)))).findings)).toEqual([
      'info compat/remark-changed response/200/body/id',
    ]);
  });

  it('that the provider no longer writes have no reader to let them pass', async () => {
    const { findings } = await compared(apiWith(giving(OBJECT)), apiWith(giving({ type: 'object' })));
    expect(findings.map(({ compat }) => [compat?.effect, compat?.guards])).toEqual([['removed', []]]);
  });
});

describe('a parameter whose value nobody can put into a request', () => {
  it('breaks by its schema', async () => {
    const never = { name: 'never', in: 'query', required: true, schema: false };
    const having = (schema: JsonObject): JsonObject =>
      apiWith({ parameters: [never, ...(asking({ schema })['parameters'] as readonly JsonValue[])] });
    const { findings } = await compared(having({ type: 'integer', maximum: 9 }), having({ type: 'integer', maximum: 5 }));
    expect(linesOf(findings)).toEqual(['error compat/schema-broken request/query/limit']);
  });
});

describe('a break that is none on the wire', () => {
  it('stays none where other values cannot be tried', async () => {
    const [older, newer] = ['integer', 'string'].map((type) => apiWith(asking({ schema: { type: [type, 'null'] } })));
    expect(linesOf((await compared(older ?? {}, newer ?? {})).findings).filter((line) => line.startsWith('error'))).toEqual([]);
  });
});

describe('a view of a schema', () => {
  it('has each schema that holds once, however often it is referred to', () => {
    const to = { $ref: '#/$defs/a' };
    const { nodes, clauses } = viewOf([
      nodeFromSchema(schemaFromValue({ allOf: [to, to, {}], $defs: { a: { maxLength: 3, allOf: [to] } } })),
    ]);
    expect(new Set(nodes).size).toBe(nodes.length);
    expect(clauses.get('maxLength')).toHaveLength(1);
  });
});

describe('remarks', () => {
  it('on values that an answer has no more are news, not less', async () => {
    const { semver } = await compared(apiWith(giving(growing('a', 'b'))), apiWith(giving(growing('a'))));
    expect(semver).toBe('patch');
  });

  const growing = (...values: readonly string[]): JsonObject => ({ ...text, 'x-extensible-enum': [...values] });
  it.each<[string, JsonObject, JsonObject, readonly string[]]>([
    ['a default that is new', apiWith(taking(text)), apiWith(taking({ ...text, default: 'a' })), ['info default']],
    [
      'a default that is another',
      apiWith(taking({ ...text, default: 'b' })),
      apiWith(taking({ ...text, default: 'a' })),
      ['warning default'],
    ],
    ['a default of an answer', apiWith(giving({ ...text, default: 'b' })), apiWith(giving({ ...text, default: 'a' })), ['info default']],
    ['values that grow', apiWith(taking(growing('a'))), apiWith(taking(growing('a', 'b'))), ['info x-extensible-enum']],
    ['values that shrink', apiWith(taking(growing('a', 'b'))), apiWith(taking(growing('a'))), ['warning x-extensible-enum']],
    ['values that an answer has no more', apiWith(giving(growing('a', 'b'))), apiWith(giving(growing('a'))), ['info x-extensible-enum']],
    ['values that nobody names any longer', apiWith(taking(growing('a'))), apiWith(taking(text)), ['info x-extensible-enum']],
    [
      'a remark beside what could not be decided',
      apiWith(giving({ ...text, pattern: '^(?=ab)', format: 'a' })),
      apiWith(giving({ ...text, pattern: '^ab', format: 'b' })),
      ['warning format', 'warning pattern'],
    ],
  ])('%s', async (_, older, newer, expected) => {
    expect((await clausesOf(older, newer)).toSorted()).toEqual(expected.toSorted());
  });
});
