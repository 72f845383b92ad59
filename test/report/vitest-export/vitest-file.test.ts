import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExportedAssertion } from '../../../src/report/vitest-export/assertion-lines.js';
import type { ExportedTest, TextPart } from '../../../src/report/vitest-export/vitest-file.js';
import { vitestFileFromTest } from '../../../src/report/vitest-export/vitest-file.js';

const ASSERTIONS: Readonly<Record<ExportedAssertion['kind'], (text: string) => ExportedAssertion>> = {
  'status-allowed': (text) => ({ kind: 'status-allowed', statuses: ['200', '4XX', text], expected: text }),
  'status-refused': (text) => ({ kind: 'status-refused', statuses: [text, '5XX'], expected: text }),
  header: (text) => ({ kind: 'header', name: text }),
  time: () => ({ kind: 'time', maxMs: 500 }),
  'no-match': (text) => ({ kind: 'no-match', source: text, flags: 'u', expected: text }),
  contract: (text) => ({ kind: 'contract', file: `./${text}`, operation: text, problem: text }),
  compared: (text) => ({ kind: 'compared', step: 0, pointer: text, how: 'same', expected: text }),
  answered: () => ({ kind: 'answered' }),
};

function testOf(text: string, assertion: ExportedAssertion): ExportedTest {
  const parts: readonly TextPart[] = [
    { kind: 'text', text },
    { kind: 'answer', step: 0, from: 'body', pointer: text, form: 'url' },
    { kind: 'answer', step: 0, from: 'header', pointer: text, form: 'json' },
    { kind: 'answer', step: 0, from: 'path', pointer: '0', form: 'jsonText' },
    { kind: 'secret', variable: text, form: 'plain' },
    { kind: 'basic', username: text, password: text },
  ];
  const step = {
    operation: text,
    method: text,
    target: parts,
    headers: [[text, parts] as const],
    body: { kind: 'text', text: parts } as const,
  };
  return { title: text, notes: [text, text], baseUrl: { variable: text, fallback: text }, steps: [step, step], assertion };
}

/** The code without its texts and remarks: what is left is ours. */
function skeletonOf(file: string): string {
  return file.replace(/"(?:[^"\\\n]|\\[^\n])*"/g, '""').replace(/^ *\/\/.*$/gm, '//');
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(
    '"); process.exit(); ("',
    '\\"); process.exit(); //',
    '*/ process.exit(); /*',
    '\n process.exit();',
    '\u2028process.exit()',
    '\r\nprocess.exit()',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a template would evaluate
    '`${process.exit()}`',
    "'); process.exit(); ('",
    '</script>',
    '\\',
    '\\\\"',
    '\ud800',
  ),
);

describe('an exported test', () => {
  it.each(Object.keys(ASSERTIONS) as ExportedAssertion['kind'][])('has the same code whatever the texts are: %s', (kind) => {
    const skeleton = skeletonOf(vitestFileFromTest(testOf('plain', ASSERTIONS[kind]('plain'))));
    fc.assert(
      fc.property(anyText, (text) => {
        const file = vitestFileFromTest(testOf(text, ASSERTIONS[kind](text)));
        expect(file).not.toMatch(/[\u2028\u2029\r]/);
        expect(skeletonOf(file)).toBe(skeleton);
      }),
      { seed: 20261121 },
    );
  });

  it('writes a text as a literal that means that text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const file = vitestFileFromTest({ ...testOf('plain', { kind: 'answered' }), title: text });
        const [, written = ''] = /^it\((".*"), async/m.exec(file) ?? [];
        expect(JSON.parse(written)).toBe(text);
      }),
      { seed: 20261121 },
    );
  });

  it('brings only the functions that it calls', () => {
    const step = { operation: 'list', method: 'GET', target: [{ kind: 'text', text: '/' }] as const, headers: [], body: undefined };
    const file = vitestFileFromTest({
      title: 'lists',
      notes: [],
      baseUrl: { variable: 'SHOP_URL', fallback: undefined },
      steps: [step],
      assertion: { kind: 'status-refused', statuses: ['5XX'], expected: 'no server error' },
    });
    expect(file.split('\n\ninterface Answer')[0]).toMatchInlineSnapshot(`
      "import { expect, it } from 'vitest';

      const baseUrl = process.env["SHOP_URL"];

      it("lists", async () => {
        expect(baseUrl, "set SHOP_URL to where the provider runs").toBeTypeOf('string');
        // list
        const answer1 = await call("GET", "/", []);
        expect(String(answer1.status), "no server error").not.toMatch(/^(?:5\\d\\d)$/);
      });"
    `);
    expect(file).not.toContain('function secret');
    expect(file).not.toContain('function valueOf');
  });
});
