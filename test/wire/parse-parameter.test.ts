import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import type { Parameter, ParameterStyle } from '../../src/contract/contract.js';
import { compileParameterReader, parameterSource } from '../../src/wire/parse-parameter.js';
import { serialiseParameter } from '../../src/wire/serialise-parameter.js';
import { contentParameterOf, mediaTypeOf, parameterOf } from './operation-from.js';

const STRING = { type: 'string' };
const STRINGS = { type: 'array', items: STRING };
const RGB = { type: 'object', properties: { R: { type: 'integer' }, G: { type: 'integer' }, B: { type: 'integer' } } };
const COLORS = ['blue', 'black', 'brown'];
const RGB_VALUE = { R: 100, G: 200, B: 150 };

/** The value a parameter has in a request whose only content is the given wire text. */
function read(parameter: Parameter, text: string, claimed: ReadonlySet<string> = new Set()): JsonValue | undefined {
  const reading = readingOf(parameter, text, claimed);
  return reading.kind === 'value' ? reading.value : undefined;
}

function readingOf(parameter: Parameter, text: string, claimed: ReadonlySet<string> = new Set()) {
  const location = parameter.in;
  const headers = location === 'header' ? [parameter.name, text] : location === 'cookie' ? ['cookie', text] : [];
  const target = location === 'query' || location === 'querystring' ? `/?${text}` : '/';
  const pathValues = new Map(location === 'path' ? [[parameter.name, text]] : []);
  return compileParameterReader(parameter, claimed)(parameterSource({ target, headers }, pathValues));
}

describe('the style examples of OpenAPI 3.1.1 (§4.8.12.4)', () => {
  const rows: readonly (readonly [
    Parameter['in'],
    ParameterStyle,
    boolean,
    empty: string | undefined,
    string: string | undefined,
    array: string | undefined,
    object: string | undefined,
  ])[] = [
    ['path', 'matrix', false, ';color', ';color=blue', ';color=blue,black,brown', ';color=R,100,G,200,B,150'],
    ['path', 'matrix', true, ';color', ';color=blue', ';color=blue;color=black;color=brown', ';R=100;G=200;B=150'],
    ['path', 'label', false, '.', '.blue', '.blue,black,brown', '.R,100,G,200,B,150'],
    ['path', 'label', true, '.', '.blue', '.blue.black.brown', '.R=100.G=200.B=150'],
    ['path', 'simple', false, '', 'blue', 'blue,black,brown', 'R,100,G,200,B,150'],
    ['path', 'simple', true, '', 'blue', 'blue,black,brown', 'R=100,G=200,B=150'],
    ['header', 'simple', false, '', 'blue', 'blue,black,brown', 'R,100,G,200,B,150'],
    ['header', 'simple', true, '', 'blue', 'blue,black,brown', 'R=100,G=200,B=150'],
    ['query', 'form', false, 'color=', 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150'],
    ['query', 'form', true, 'color=', 'color=blue', 'color=blue&color=black&color=brown', 'R=100&G=200&B=150'],
    ['query', 'spaceDelimited', false, undefined, undefined, 'color=blue%20black%20brown', 'color=R%20100%20G%20200%20B%20150'],
    ['query', 'pipeDelimited', false, undefined, undefined, 'color=blue%7Cblack%7Cbrown', 'color=R%7C100%7CG%7C200%7CB%7C150'],
    ['query', 'tabDelimited', false, undefined, undefined, 'color=blue%09black%09brown', undefined],
    ['query', 'deepObject', true, undefined, undefined, undefined, 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
    ['cookie', 'form', false, 'color=', 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150'],
    ['cookie', 'form', true, 'color=', 'color=blue', 'color=blue&color=black&color=brown', 'R=100&G=200&B=150'],
    ['cookie', 'cookie', false, 'color=', 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150'],
    ['cookie', 'cookie', true, 'color=', 'color=blue', 'color=blue; color=black; color=brown', 'R=100; G=200; B=150'],
  ];
  const cases = rows.flatMap(([location, style, explode, empty, string, array, object]) =>
    (
      [
        ['empty', empty, STRING, ''],
        ['string', string, STRING, 'blue'],
        ['array', array, STRINGS, COLORS],
        ['object', object, RGB, RGB_VALUE],
      ] as const
    ).flatMap(([shape, text, schema, value]) => (text === undefined ? [] : [{ location, style, explode, shape, text, schema, value }])),
  );

  it.each(cases)('$location $style explode=$explode $shape: $text', ({ location, style, explode, text, schema, value }) => {
    const parameter = parameterOf(location, 'color', schema, { style, explode });
    expect(serialiseParameter(parameter, value)).toBe(text);
    expect(read(parameter, text)).toEqual(value);
  });
});

describe('what is written is read again', () => {
  const styles = [
    ['path', 'matrix'],
    ['path', 'label'],
    ['path', 'simple'],
    ['query', 'form'],
    ['query', 'deepObject'],
    ['query', 'pipeDelimited'],
    ['query', 'spaceDelimited'],
    ['query', 'tabDelimited'],
    ['cookie', 'form'],
  ] as const;
  const schemas: Record<string, JsonValue> = {
    string: STRING,
    integer: { type: 'integer' },
    number: { type: 'number' },
    boolean: { type: 'boolean' },
    array: STRINGS,
    numbers: { type: 'array', items: { type: 'number' } },
    object: {
      type: 'object',
      properties: { a: STRING, 'b c': { type: 'integer' }, 'd&e=f': { type: 'boolean' } },
      additionalProperties: false,
    },
  };
  const text = fc.string({ unit: 'grapheme' });
  // RFC 6570 does not tell an empty list from a list of one empty text, and expands `.` literally.
  const item = fc.string({ unit: 'grapheme', minLength: 1 });
  const values: Record<string, fc.Arbitrary<JsonValue>> = {
    string: text,
    integer: fc.integer(),
    number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    boolean: fc.boolean(),
    array: fc.array(item, { minLength: 1 }),
    numbers: fc.array(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      { minLength: 1 },
    ),
    object: fc.record({ a: item, 'b c': fc.integer(), 'd&e=f': fc.boolean() }, { requiredKeys: ['a'] }),
  };
  const cases = styles.flatMap(([location, style]) =>
    [true, false].flatMap((explode) =>
      Object.keys(schemas)
        .filter((shape) => isDefined(style, explode, shape))
        .map((shape) => ({ location, style, explode, shape })),
    ),
  );

  it.each(cases)('$location $style explode=$explode $shape', ({ location, style, explode, shape }) => {
    const parameter = parameterOf(location, 'id of', schemas[shape] ?? true, { style, explode });
    fc.assert(
      fc.property(values[shape] ?? fc.constant(null), (value) => {
        fc.pre(isWritable(style, explode, value));
        expect(read(parameter, serialiseParameter(parameter, value))).toEqual(value);
      }),
      { seed: 20261121, numRuns: 60 },
    );
  });

  it('in headers, as long as no item holds a comma', () => {
    const parameter = parameterOf('header', 'x', STRINGS);
    const plain = fc.stringMatching(/^[!-+\--~]+$/);
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1 }), (value) => {
        expect(read(parameter, serialiseParameter(parameter, value))).toEqual(value);
      }),
      { seed: 20261121 },
    );
  });

  it('in nested objects by deepObject', () => {
    const leaf = fc.string({ unit: 'grapheme-ascii' });
    const key = fc.stringMatching(/^[a-z_&= %]+$/);
    const nested = fc.letrec<{ tree: JsonValue }>((tie) => ({
      tree: fc.oneof({ depthSize: 'small', maxDepth: 4 }, leaf, fc.dictionary(key, tie('tree'), { minKeys: 1, maxKeys: 3 })),
    })).tree;
    const parameter = parameterOf('query', 'f', { type: 'object' }, { style: 'deepObject' });
    fc.assert(
      fc.property(fc.dictionary(key, nested, { minKeys: 1 }), (value) => {
        expect(JSON.stringify(read(parameter, serialiseParameter(parameter, value)))).toEqual(JSON.stringify(value));
      }),
      { seed: 20261121 },
    );
  });

  it('in deepObject though it is empty', () => {
    const schema = { type: 'object', properties: { a: RGB, b: STRINGS } };
    const parameter = parameterOf('query', 'f', schema, { style: 'deepObject' });
    for (const value of [{}, { a: {} }, { b: [] }, { a: {}, b: ['x'] }])
      expect(read(parameter, serialiseParameter(parameter, value))).toEqual(value);
  });

  it('with allowReserved', () => {
    const parameter = parameterOf('query', 'q', STRING, { allowReserved: true });
    expect(serialiseParameter(parameter, '/a:b?c@d$e;f&g=h+i#j[k],l m%')).toBe('q=/a:b?c@d$e;f%26g%3Dh%2Bi%23j%5Bk%5D%2Cl%20m%25');
    fc.assert(
      fc.property(text, (value) => {
        expect(read(parameter, serialiseParameter(parameter, value))).toBe(value);
      }),
      { seed: 20261121 },
    );
  });

  function isDefined(style: string, explode: boolean, shape: string): boolean {
    if (style === 'deepObject') return explode && shape === 'object';
    // Exploded labels part at the dots that most numbers have.
    if (style === 'label' && explode && shape === 'numbers') return false;
    if (style.endsWith('Delimited')) return !explode && (shape === 'array' || shape === 'numbers' || shape === 'object');
    return true;
  }

  /** Where two values are written alike no reader can tell them apart. */
  function isWritable(style: string, explode: boolean, value: JsonValue): boolean {
    if (style === 'label' && explode && typeof value === 'object') return !JSON.stringify(value).includes('.');
    if (style === 'spaceDelimited' && !explode) return !/[ +]/.test(JSON.stringify(value));
    if (style === 'pipeDelimited') return !JSON.stringify(value).includes('|');
    if (style === 'tabDelimited') return !JSON.stringify(value).includes('\\t');
    return true;
  }
});

describe('coercion', () => {
  it.each([
    ['integer', { type: 'integer' }, '5', 5],
    ['a leading zero', { type: 'integer' }, '007', 7],
    ['a negative number', { type: 'number' }, '-1.5e3', -1500],
    ['a fraction where an integer is asked', { type: 'integer' }, '1.5', 1.5],
    ['no number', { type: 'integer' }, '0x10', '0x10'],
    ['no finite number', { type: 'number' }, '1e999', '1e999'],
    ['an empty text', { type: 'integer' }, '', ''],
    ['boolean', { type: 'boolean' }, 'true', true],
    ['no boolean', { type: 'boolean' }, 'True', 'True'],
    ['string', { type: 'string' }, '5', '5'],
    ['no type', {}, '5', '5'],
    ['no schema to speak of', true, 'true', 'true'],
    ['a union without string', { type: ['integer', 'boolean'] }, 'true', true],
    ['a union with string', { type: ['string', 'integer'] }, '5', 5],
    ['a union where only the string is valid', { type: ['integer', 'string'], maxLength: 3, maximum: 4 }, '5', '5'],
    ['nullable', { type: ['integer', 'null'] }, 'null', null],
    ['nullable and empty', { type: ['integer', 'null'] }, '', null],
    ['nullable string', { type: ['string', 'null'] }, 'null', 'null'],
    ['nullable enum', { type: ['string', 'null'], enum: ['a', null] }, 'null', null],
    ['enum without type', { enum: [1, 2, 'x'] }, '2', 2],
    ['const without type', { const: true }, 'true', true],
    ['a reference', { $ref: '#/$defs/n', $defs: { n: { type: 'integer' } } }, '5', 5],
    ['allOf: only what all of it lets in', { allOf: [{ type: ['integer', 'string'] }, { type: 'string', pattern: '^x' }] }, '5', '5'],
    ['allOf', { allOf: [{ type: 'integer' }, { maximum: 9 }] }, '5', 5],
    [
      'oneOf: the branch that validates',
      { oneOf: [{ type: 'integer', maximum: 3 }, { type: 'boolean' }, { type: 'string', pattern: '^5$' }] },
      '5',
      '5',
    ],
    ['anyOf: the first that validates', { anyOf: [{ type: 'integer' }, { type: 'string' }] }, '5', 5],
    ['oneOf of primitive and list: a lone text', { oneOf: [{ type: 'integer' }, { type: 'array', items: { type: 'integer' } }] }, '5', 5],
    [
      'oneOf of primitive and list: two parts',
      { oneOf: [{ type: 'integer' }, { type: 'array', items: { type: 'integer' } }] },
      '5,6',
      [5, 6],
    ],
    ['a nullable list', { type: ['array', 'null'], items: { type: 'integer' } }, '5', [5]],
    ['a list of unions', { type: 'array', items: { type: ['integer', 'boolean'] } }, '5,true', [5, true]],
    ['an inner object as JSON', { type: 'array', items: { type: 'object' } }, '%7B%22a%22%3A1%7D', [{ a: 1 }]],
    ['a circular reference', { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } }, '5', '5'],
  ] as const)('of %s', (_, schema, text, expected) => {
    expect(read(parameterOf('path', 'x', schema as JsonValue), text)).toEqual(expected);
  });

  it('knows the null of OpenAPI 3.0', () => {
    const parameter = parameterOf('path', 'x', true);
    if (parameter.form.kind !== 'style' || parameter.form.schema === undefined) throw new Error('a style form');
    const schema = { ...parameter.form.schema, value: { type: 'integer', nullable: true }, dialect: 'openapi-3.0' as const };
    expect(read({ ...parameter, form: { ...parameter.form, schema } }, 'null')).toBeNull();
  });
});

describe('queries', () => {
  const list = { type: 'array', items: { type: 'integer' } };

  it('read + as a space and decode names', () => {
    expect(read(parameterOf('query', 'a b', STRING), 'a%20b=x+y%2Bz')).toBe('x y+z');
  });

  it('read encoded commas as commas where the items would not be valid otherwise', () => {
    expect(read(parameterOf('query', 'ids', list, { explode: false }), 'ids=1%2C2')).toEqual([1, 2]);
    expect(read(parameterOf('query', 'ids', STRINGS, { explode: false }), 'ids=a%2Cb')).toEqual(['a,b']);
  });

  it('tell an empty list from a missing one', () => {
    expect(read(parameterOf('query', 'ids', list), 'ids=')).toEqual([]);
    expect(read(parameterOf('query', 'ids', list, { explode: false }), 'ids=')).toEqual([]);
    expect(read(parameterOf('query', 'ids', list), '')).toBeUndefined();
    expect(serialiseParameter(parameterOf('query', 'ids', list), [])).toBe('');
    expect(serialiseParameter(parameterOf('query', 'ids', list, { required: true }), [])).toBe('ids=');
  });

  it('read a name that comes twice as a list, whatever the schema asks for', () => {
    expect(read(parameterOf('query', 'a', STRING), 'a=1&a=2')).toEqual(['1', '2']);
    expect(read(parameterOf('query', 'ids', list, { explode: false }), 'ids=1,2&ids=3')).toEqual([1, 2, 3]);
  });

  it('collect the members of an exploded object: those its schema names', () => {
    expect(read(parameterOf('query', 'p', RGB), 'R=1&x=2&G=3')).toEqual({ R: 1, G: 3 });
    expect(read(parameterOf('query', 'p', RGB), 'x=2')).toBeUndefined();
  });

  it('collect the rest for an open object, without what other parameters claim', () => {
    const open = parameterOf('query', 'p', { type: 'object', additionalProperties: { type: 'integer' } });
    expect(read(open, 'a=1&limit=5&f[x]=2&b=2', new Set(['limit', 'f']))).toEqual({ a: 1, b: 2 });
  });

  it('read the brackets of deepObject as clients write them', () => {
    const deep = (schema: JsonValue) => parameterOf('query', 'f', schema, { style: 'deepObject' });
    expect(read(deep(RGB), 'f[R]=1&f%5BG%5D=2&g[B]=3')).toEqual({ R: 1, G: 2 });
    expect(
      read(deep({ type: 'object', properties: { a: { type: 'object', properties: { b: list } } } }), 'f[a][b][]=1&f[a][b][]=2'),
    ).toEqual({ a: { b: [1, 2] } });
    expect(read(deep({ type: 'object', properties: { a: list } }), 'f[a]=1')).toEqual({ a: [1] });
    expect(read(deep({ type: 'object', properties: { a: list } }), 'f[a][0]=1&f[a][1]=2')).toEqual({ a: [1, 2] });
    expect(read(deep(list), 'f[]=1&f[]=2')).toEqual([1, 2]);
    expect(read(deep({ type: 'array', items: RGB }), 'f[][R]=1&f[][R]=2')).toEqual([{ R: 1 }, { R: 2 }]);
    expect(read(deep(RGB), 'f[R=1&f]=2&fR]=3')).toBeUndefined();
    expect(readingOf(deep(RGB), 'f[R]=1&f[R][x]=2').kind).toBe('malformed');
    expect(readingOf(deep(RGB), `f${'[a]'.repeat(33)}=2`).kind).toBe('malformed');
  });

  it('take an empty value where the contract allows it', () => {
    expect(read(parameterOf('query', 'flag', { type: 'boolean' }, { allowEmptyValue: true }), 'flag')).toBe('');
  });

  it('hold %00 as data and stop at a fragment', () => {
    expect(read(parameterOf('query', 'a', STRING), 'a=%00b#c')).toBe('\u0000b');
  });

  it.each(['a=%', 'a=%e', 'a=%zz', 'a=%c3%28', 'a=%ff'])('report broken escapes: %s', (text) => {
    expect(readingOf(parameterOf('query', 'a', STRING), text)).toMatchObject({ kind: 'malformed' });
  });

  it('accept a delimiter both as it is and encoded', () => {
    expect(read(parameterOf('query', 'a', list, { style: 'pipeDelimited' }), 'a=1|2%7c3')).toEqual([1, 2, 3]);
    expect(read(parameterOf('query', 'a', list, { style: 'spaceDelimited' }), 'a=1+2%203')).toEqual([1, 2, 3]);
  });
});

describe('content parameters', () => {
  const json = mediaTypeOf('application/json', { type: 'object' });

  it('are parsed as their media type, without coercion', () => {
    expect(read(contentParameterOf('query', 'q', json), 'q=%7B%22a%22%3A%221%22%7D')).toEqual({ a: '1' });
    expect(read(contentParameterOf('header', 'q', json), '{"a":1}')).toEqual({ a: 1 });
    expect(readingOf(contentParameterOf('query', 'q', json), 'q={')).toEqual({
      kind: 'malformed',
      message: 'is not JSON: it ends too early',
    });
  });

  it('in the whole query string: a form or JSON', () => {
    const form = mediaTypeOf('application/x-www-form-urlencoded', { type: 'object', properties: { a: { type: 'integer' }, b: STRINGS } });
    expect(read(contentParameterOf('querystring', 'q', form), 'a=1&b=x%26&b=y')).toEqual({ a: 1, b: ['x&', 'y'] });
    expect(read(contentParameterOf('querystring', 'q', json), '%7B%22a%22%3A1%7D')).toEqual({ a: 1 });
    expect(read(contentParameterOf('querystring', 'q', json), '')).toBeUndefined();
  });

  it('are written as they are read', () => {
    for (const location of ['path', 'query', 'cookie', 'querystring'] as const) {
      const parameter = contentParameterOf(location, 'q', json);
      fc.assert(
        fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue() as fc.Arbitrary<JsonValue>), (value) => {
          const expected = JSON.parse(JSON.stringify(value));
          expect(read(parameter, serialiseParameter(parameter, value))).toEqual(expected);
        }),
        { seed: 20261121, numRuns: 50 },
      );
    }
  });
});

describe('cookies', () => {
  it('may be quoted and percent-encoded, and broken escapes are data', () => {
    expect(read(parameterOf('cookie', 'a', STRING), 'b=1; a="x%20y"')).toBe('x y');
    expect(read(parameterOf('cookie', 'a', STRING), 'a=100%')).toBe('100%');
  });
});

describe('headers', () => {
  it('of one name are one list', () => {
    const reader = compileParameterReader(parameterOf('header', 'X-A', STRINGS), new Set());
    expect(reader(parameterSource({ target: '/', headers: ['x-a', 'a, b', 'X-A', 'c'] }, new Map()))).toEqual({
      kind: 'value',
      value: ['a', 'b', 'c'],
    });
  });

  it('part a name from its value at the first =', () => {
    expect(read(parameterOf('header', 'x', { type: 'object' }, { explode: true }), 'a=b=c,d')).toEqual({ a: 'b=c', d: '' });
  });

  it('and paths may be parted as Swagger 2.0 says: by spaces, pipes or tabs', () => {
    for (const [style, inHeader, inPath] of [
      ['spaceDelimited', 'a b', 'a%20b'],
      ['pipeDelimited', 'a|b', 'a%7Cb'],
      ['tabDelimited', 'a\tb', 'a%09b'],
    ] as const) {
      expect(serialiseParameter(parameterOf('header', 'x', STRINGS, { style }), ['a', 'b'])).toBe(inHeader);
      expect(serialiseParameter(parameterOf('path', 'x', STRINGS, { style }), ['a', 'b'])).toBe(inPath);
      expect(read(parameterOf('header', 'x', STRINGS, { style }), inHeader)).toEqual(['a', 'b']);
      expect(read(parameterOf('path', 'x', STRINGS, { style }), inPath)).toEqual(['a', 'b']);
    }
  });

  it('are not percent-decoded', () => {
    expect(read(parameterOf('header', 'x', STRING), '100%zz%20')).toBe('100%zz%20');
  });
});

it('whatever a client sends, reading ends without throwing', () => {
  const parameters = (['form', 'deepObject', 'pipeDelimited', 'spaceDelimited'] as const).flatMap((style) =>
    [STRING, STRINGS, RGB, { oneOf: [STRINGS, RGB, { type: 'integer' }] }].map((schema) => parameterOf('query', 'a', schema, { style })),
  );
  const piece = fc.constantFrom('a', '=', '&', '[', ']', '%', '%5B', '%00', ',', '|', '+', '1', '__proto__', '{', '"', ';', '%ff');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      for (const parameter of parameters) readingOf(parameter, pieces.join(''));
      for (const style of ['matrix', 'label', 'simple'] as const) readingOf(parameterOf('path', 'a', RGB, { style }), pieces.join(''));
      readingOf(parameterOf('cookie', 'a', STRINGS), pieces.join(''));
    }),
    { seed: 20261121, numRuns: 500 },
  );
});
