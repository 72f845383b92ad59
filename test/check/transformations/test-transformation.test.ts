import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import type { Transformation } from '../../../src/check/transformations/transformation.js';
import { testTransformation } from '../../../src/check/transformations/test-transformation.js';
import { replayTransformation } from '../../../src/check/transformations/replay-transformation.js';
import type { Finding } from '../../../src/finding/finding.js';
import { messageOfFinding } from '../../../src/report/wording/finding-wording.js';
import { arbitraryFromSchema } from '../../../src/schema/arbitrary/arbitrary-from-schema.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { transformationsFromJson } from '../../../src/workspace/transformations-from-json.js';

interface Article {
  readonly title: string;
  readonly summary?: string;
  readonly pages: number;
}
interface Resource {
  readonly name: string;
  readonly description?: string;
  readonly size: { readonly pages: number };
}
const A = {
  type: 'object',
  required: ['title', 'pages'],
  properties: {
    title: { type: 'string', maxLength: 8 },
    summary: { type: 'string' },
    pages: { type: 'integer', minimum: 0, maximum: 999 },
  },
};
const B = {
  type: 'object',
  required: ['name', 'size'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', maxLength: 8 },
    description: { type: 'string' },
    size: { type: 'object', required: ['pages'], properties: { pages: { type: 'integer', minimum: 0, maximum: 999 } } },
  },
};

function to({ title, summary, pages }: Article): unknown {
  return { name: title, ...(summary === undefined ? {} : { description: summary }), size: { pages } };
}
function from({ name, description, size }: Resource): unknown {
  return { title: name, ...(description === undefined ? {} : { summary: description }), pages: size.pages };
}

interface Given {
  readonly to?: (value: Article) => unknown;
  readonly from?: ((value: Resource) => unknown) | undefined;
  readonly roundTrip?: string;
  readonly a?: JsonValue;
}

function transformation(given: Given = {}): Transformation {
  const { roundTrip = 'both', a = A } = given;
  const back = 'from' in given ? given.from : from;
  const [declared] = transformationsFromJson({ Article: { a: 'shop#/a', b: 'press#/b', module: 'm.js', roundTrip } }, '.');
  if (declared === undefined) throw new Error('it is declared');
  return {
    declared,
    a: { ...schemaFromValue(a), uri: 'shop.yaml' },
    b: { ...schemaFromValue(B), uri: 'press.yaml' },
    functions: {
      to: async (value) => (given.to ?? to)(value as unknown as Article),
      from: back === undefined ? undefined : async (value) => back(value as unknown as Resource),
    },
  };
}

async function findingsOf(given: Given, seed = 's'): Promise<readonly Finding[]> {
  const testing = { seed, drawCount: 60, hasEdges: true, file: 'mortise.yaml', signal: new AbortController().signal };
  const { findings, valueCount } = await testTransformation(transformation(given), testing);
  expect(valueCount).toBeGreaterThan(0);
  return findings;
}

describe('a transformation that is right', () => {
  it('has no findings, whatever the seed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (seed) => {
        expect(await findingsOf({}, seed)).toEqual([]);
      }),
      { seed: 1, numRuns: 8 },
    );
  });

  it('need not have a way back', async () => {
    expect(await findingsOf({ from: undefined, roundTrip: 'none' })).toEqual([]);
  });

  it('need not carry what it does not claim to', async () => {
    expect(await findingsOf({ from: ({ name }) => ({ title: name, pages: 1 }), roundTrip: 'none' })).toEqual([]);
  });

  it('may change the value it is given, and give what is JSON only once it is written', async () => {
    const spoils = (value: Article): unknown => {
      const made = to(value);
      Reflect.deleteProperty(value, 'title');
      return { ...(made as object), absent: undefined };
    };
    expect(await findingsOf({ to: spoils })).toEqual([]);
  });
});

describe('a transformation that is wrong', () => {
  it('is told the smallest value when it loses a member', async () => {
    const [finding, ...others] = await findingsOf({ from: ({ name, size }) => ({ title: name, pages: size.pages }) });
    expect(finding).toMatchObject({
      code: 'models/transformation-not-identity',
      severity: 'error',
      operation: 'Article',
      place: { file: 'mortise.yaml', pointer: '/transformations/Article/roundTrip' },
      args: { at: '/summary', was: '""', is: 'nothing', value: '{"title":"","summary":"","pages":0}' },
      replay: { seed: 's', transformation: { name: 'Article', side: 'a', value: { title: '', summary: '', pages: 0 } } },
    });
    // The other side's round trip loses it too: by another function, which is another cause.
    expect(others.map(({ args }) => args['at'])).toEqual(['/description']);
  });

  it('is told of an empty text that it takes for none', async () => {
    const findings = await findingsOf({ to: ({ summary, ...rest }) => to({ ...rest, ...(summary ? { summary } : {}) }) });
    expect(findings.map(({ args }) => [args['at'], args['was'], args['is']])).toContainEqual(['/summary', '""', 'nothing']);
  });

  it('is told the clause of the other contract that it breaks', async () => {
    const [finding] = await findingsOf({ to: ({ title, pages }) => ({ name: `${title}!`, size: { pages } }), roundTrip: 'none' });
    expect(finding).toMatchObject({
      code: 'models/transformation-invalid',
      place: { file: 'press.yaml', pointer: '/properties/name/maxLength' },
      args: { at: '/name', function: 'to', given: "shop's a", wanted: "press's b" },
    });
    expect(finding?.replay?.transformation?.value).toMatchObject({ title: expect.stringMatching(/^.{8}$/u) });
    expect(messageOfFinding(finding as Finding)).toContain('must have at most 8 characters');
  });

  it('is told what it threw, and when it gives nothing', async () => {
    const throws = (): never => {
      throw new TypeError('no summary');
    };
    expect((await findingsOf({ to: throws }))[0]).toMatchObject({
      code: 'models/transformation-fails',
      args: { problem: 'it threw TypeError: no summary', value: '{"title":"","pages":0}' },
    });
    expect((await findingsOf({ from: () => undefined }))[0]).toMatchObject({ args: { function: 'from', problem: 'it gave nothing' } });
  });

  it('hands on members that the other side does not know: only values with such members show it', async () => {
    const findings = await findingsOf({
      to: ({ title, summary, pages, ...rest }) => ({ ...rest, name: title, size: { pages } }),
      roundTrip: 'none',
    });
    expect(findings.map(({ code, args }) => [code, args['function']])).toContainEqual(['models/transformation-invalid', 'to']);
  });
});

describe('testing a transformation', () => {
  it('finds the same with the same seed, byte for byte', async () => {
    const wrong: Given = { to: ({ title, pages }) => ({ name: `${title}!`, size: { pages } }) };
    expect(JSON.stringify(await findingsOf(wrong, 'x'))).toBe(JSON.stringify(await findingsOf(wrong, 'x')));
  });

  it('names the cause the same whatever the seed', async () => {
    const wrong: Given = { from: ({ name, size }) => ({ title: name, pages: size.pages }) };
    const ids = async (seed: string): Promise<readonly unknown[]> => (await findingsOf(wrong, seed)).map(({ id }) => id);
    expect(await ids('1')).toEqual(await ids('2'));
  });

  it('says that it could not test a model that has no values', async () => {
    const [finding] = await findingsOf({ a: { type: 'string', minLength: 3, maxLength: 2 } });
    expect(finding).toMatchObject({
      code: 'models/transformation-untested',
      severity: 'warning',
      place: { pointer: '/transformations/Article/a' },
    });
  });

  it('tries values that are valid, and only those', async () => {
    const seen: JsonValue[] = [];
    await findingsOf({
      to: (value) => {
        seen.push(value as unknown as JsonValue);
        return to(value);
      },
    });
    const arbitrary = arbitraryFromSchema(schemaFromValue(A));
    expect(seen.filter((value) => !arbitrary.canShrinkWithoutContext(value))).toEqual([]);
  });
});

describe('replaying a transformation', () => {
  it('says failing while it is wrong, fixed once it is right, and refuses a value that the contract lets in no longer', async () => {
    const wrong: Given = { from: ({ name, size }) => ({ title: name, pages: size.pages }) };
    const [finding] = await findingsOf(wrong);
    if (finding === undefined) throw new Error('it is wrong');
    expect(await replayTransformation(transformation(wrong), finding, 'mortise.yaml')).toMatchObject({ kind: 'failing', failingCount: 3 });
    expect(await replayTransformation(transformation(), finding, 'mortise.yaml')).toMatchObject({ kind: 'fixed', failingCount: 0 });
    const narrowed = transformation({ ...wrong, a: { ...A, required: ['title', 'pages', 'author'] } });
    await expect(replayTransformation(narrowed, finding, 'mortise.yaml')).rejects.toMatchObject({ code: 'E_REPLAY_IMPOSSIBLE' });
  });
});
