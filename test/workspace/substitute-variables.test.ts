// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how variables are written in a workspace
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { substituteVariables } from '../../src/workspace/substitute-variables.js';

describe('variables in a workspace', () => {
  it('leave every value without a dollar sign as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        fc.pre(!JSON.stringify(value).includes('$') && !JSON.stringify(value).includes('__proto__'));
        expect(substituteVariables(value as JsonValue, {})).toEqual({ value, problems: [] });
      }),
      { seed: 20261121 },
    );
  });

  it('are texts whatever they hold: nothing in them is read as YAML, and nothing is filled in twice', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (held) => {
        expect(substituteVariables({ a: 'x${V}y' }, { V: held }).value).toEqual({ a: `x${held}y` });
        expect(substituteVariables(['${V}'], { V: '${V}' }).value).toEqual(['${V}']);
      }),
      { seed: 20261121 },
    );
  });

  it.each([
    ['${A}', 'one'],
    ['${A:-two}', 'one'],
    ['${B:-two}', 'two'],
    ['${EMPTY:-two}', 'two'],
    ['${EMPTY}', ''],
    ['${B:-}', ''],
    ['$${A}', '${A}'],
    ['$A and $ and $$', '$A and $ and $$'],
    ['${A}/${A}', 'one/one'],
  ])('makes %s to "%s"', (text, filled) =>
    expect(substituteVariables(text, { A: 'one', EMPTY: '' })).toEqual({ value: filled, problems: [] }),
  );

  it('leave out the url of a system when unset or empty, for then the mock stands in', () => {
    const systems = { a: { url: '${URL}', openapi: 'a.yaml' } };
    expect(substituteVariables({ systems }, {}).value).toEqual({ systems: { a: { openapi: 'a.yaml' } } });
    expect(substituteVariables({ systems }, { URL: '' }).value).toEqual({ systems: { a: { openapi: 'a.yaml' } } });
    expect(substituteVariables({ systems }, { URL: 'http://x' }).value).toEqual({ systems: { a: { openapi: 'a.yaml', url: 'http://x' } } });
  });

  it('are a problem elsewhere when unset, at their own place', () => {
    const { problems } = substituteVariables({ systems: { a: { start: 'run ${WHAT}' } } }, {});
    expect(problems).toEqual([
      { pointer: '/systems/a/start', problem: 'the variable WHAT is not set; set it, or give a default: ${WHAT:-…}' },
    ]);
  });

  it.each(['${', '${}', '${a b}', '${A:?x}', '${1}'])('are a problem when written as %s', (text) => {
    expect(substituteVariables([text], {}).problems[0]?.pointer).toBe('/0');
  });
});
