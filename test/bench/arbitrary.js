import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { arbitraryFromSchema } from '../../dist/schema/arbitrary/arbitrary-from-schema.js';
import { drawValue } from '../../dist/schema/arbitrary/draw.js';
import { corpusDocument } from './lib/corpus-document.js';
import { median, printRatio, textOf } from './lib/figures.js';

/** @typedef {import('../../src/schema/schema.js').Schema} Schema */

const WARM_COUNT = 30;
const VALUE_COUNT = 150;
const PAIR_VALUE_COUNT = 20_000;
const ROUND_COUNT = 5;
const MICROSECONDS_PER_SECOND = 1_000_000;

/** How many values of a schema are drawn in a second of processor time: GitHub's component schemas, and one shape beside `fc.record` written by hand. */
export async function benchArbitrary() {
  compareWithRecord();
  const file = corpusDocument('github.json');
  if (file === undefined) return;
  const document = JSON.parse(readFileSync(file, 'utf8'));
  /** @type {number[]} */
  const drawn = [];
  /** @type {number[]} */
  const parsed = [];
  for (const name of Object.keys(document.components.schemas)) {
    const { drawnPerSecond, parsedPerSecond } = ratesOf(componentSchema(document, name));
    drawn.push(drawnPerSecond);
    parsed.push(parsedPerSecond);
  }
  printRatio({
    what: `GitHub's ${textOf(drawn.length)} schemas: values drawn / JSON.parse of the same`,
    ratio: textOf(median(drawn.map((rate, index) => rate / (parsed[index] ?? Number.NaN)))),
    sides: `median ${textOf(median(drawn))}/s, slowest tenth ${textOf(tenth(drawn))}/s / ${textOf(median(parsed))}/s`,
    aim: '20,000/s in the median',
  });
}

/** @param {readonly number[]} rates */
function tenth(rates) {
  return [...rates].sort((left, right) => left - right)[Math.floor(rates.length / 10)] ?? Number.NaN;
}

/**
 * @param {any} document
 * @param {string} name
 * @returns {Schema}
 */
function componentSchema(document, name) {
  const pointer = `/components/schemas/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const documents = { get: (/** @type {string} */ uri) => (uri === 'github' ? document : undefined) };
  return { value: document.components.schemas[name], dialect: 'openapi-3.0', uri: 'github', pointer, documents };
}

/** @param {Schema} schema */
function ratesOf(schema) {
  const arbitrary = arbitraryFromSchema(schema);
  for (let index = 0; index < WARM_COUNT; index += 1) drawValue(arbitrary, 'warm', index);
  /** @type {unknown[]} */
  const values = [];
  const drawnPerSecond = perCpuSecond(VALUE_COUNT, (index) => values.push(drawValue(arbitrary, 'bench', index).value));
  const texts = values.map((value) => JSON.stringify(value));
  return { drawnPerSecond, parsedPerSecond: perCpuSecond(VALUE_COUNT, (index) => JSON.parse(texts[index] ?? 'null')) };
}

/** The same shape twice: once said by a schema, once built of fast-check's own arbitraries. */
function compareWithRecord() {
  const ours = arbitraryFromSchema({ value: ORDER_SCHEMA, dialect: '2020-12', uri: '', pointer: '', documents: { get: () => undefined } });
  const theirs = fc.record(
    {
      id: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      name: fc.string({ minLength: 1, maxLength: 40 }),
      email: fc.emailAddress(),
      state: fc.constantFrom('open', 'paid', 'sent'),
      lines: fc.array(fc.record({ sku: fc.string({ minLength: 3, maxLength: 12 }), count: fc.integer({ min: 1, max: 99 }) }), {
        maxLength: 4,
      }),
      isGift: fc.boolean(),
    },
    { requiredKeys: ['id', 'name', 'email', 'state', 'lines'] },
  );
  const rounds = Array.from({ length: ROUND_COUNT }, () => ({
    ours: perCpuSecond(PAIR_VALUE_COUNT, (index) => drawValue(ours, 'bench', index)),
    theirs: perCpuSecond(PAIR_VALUE_COUNT, (index) => drawValue(theirs, 'bench', index)),
  }));
  printRatio({
    what: 'an order: by its schema / fc.record by hand',
    ratio: textOf(median(rounds.map((round) => round.ours / round.theirs))),
    sides: `${textOf(median(rounds.map((round) => round.ours)))}/s / ${textOf(median(rounds.map((round) => round.theirs)))}/s`,
    aim: '1',
  });
}

const ORDER_SCHEMA = {
  type: 'object',
  required: ['id', 'name', 'email', 'state', 'lines'],
  additionalProperties: false,
  properties: {
    id: { type: 'integer', format: 'int32', minimum: 1 },
    name: { type: 'string', minLength: 1, maxLength: 40 },
    email: { type: 'string', format: 'email' },
    state: { enum: ['open', 'paid', 'sent'] },
    lines: {
      type: 'array',
      maxItems: 4,
      items: {
        type: 'object',
        required: ['sku', 'count'],
        additionalProperties: false,
        properties: { sku: { type: 'string', minLength: 3, maxLength: 12 }, count: { type: 'integer', minimum: 1, maximum: 99 } },
      },
    },
    isGift: { type: 'boolean' },
  },
};

/**
 * @param {number} count
 * @param {(index: number) => unknown} act
 */
function perCpuSecond(count, act) {
  const before = process.cpuUsage();
  for (let index = 0; index < count; index += 1) act(index);
  const { user, system } = process.cpuUsage(before);
  return (count * MICROSECONDS_PER_SECOND) / Math.max(1, user + system);
}
