import { assertionLines } from './assertion-lines.js';
import type { ExportedAssertion } from './assertion-lines.js';
import { helpersFor } from './helpers-for.js';
import { literal } from './literal.js';

/** A finding as a test that stands by itself: the calls that show it, and what must hold of the last answer. */
export interface ExportedTest {
  readonly title: string;
  /** What a reader should know, a line each. */
  readonly notes: readonly string[];
  /** Where the provider runs: an environment variable, and what is taken when it is not set. */
  readonly baseUrl: { readonly variable: string; readonly fallback: string | undefined };
  /** In order; the last one shows the finding. */
  readonly steps: readonly ExportedStep[];
  readonly assertion: ExportedAssertion;
}

export interface ExportedStep {
  readonly operation: string;
  readonly method: string;
  readonly target: ExportedText;
  readonly headers: readonly (readonly [name: string, value: ExportedText])[];
  readonly body: { readonly kind: 'text'; readonly text: ExportedText } | { readonly kind: 'base64'; readonly text: string } | undefined;
}

/** A text of which some parts are only known when the test runs. */
export type ExportedText = readonly TextPart[];

export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  /** From an earlier answer, counted from 0: a JSON pointer into its body, a header, or a segment of its `Location` counted from the end. */
  | {
      readonly kind: 'answer';
      readonly step: number;
      readonly from: 'body' | 'header' | 'path';
      readonly pointer: string;
      readonly form: TextForm;
    }
  /** From an environment variable: a secret. */
  | { readonly kind: 'secret'; readonly variable: string; readonly form: TextForm }
  /** User and password from environment variables, as HTTP's Basic scheme has them. */
  | { readonly kind: 'basic'; readonly username: string; readonly password: string };

/** How a value stands in its text: as it is, percent-encoded, as JSON, inside a text of JSON, or as the path and query of a URL. */
export type TextForm = 'plain' | 'url' | 'json' | 'jsonText' | 'target';

/**
 * The text of a Vitest file that makes the calls by `fetch` and holds the last answer to what is expected: it fails while the defect is
 * there and passes once it is mended. Whatever the contract or the provider says stands in it as a quoted text, never as code.
 *
 * @param test - what it does
 * @returns TypeScript that needs nothing but Vitest, and Mortise where an answer is held to its contract
 */
export function vitestFileFromTest(test: ExportedTest): string {
  const { title, notes, baseUrl, steps, assertion } = test;
  const fallback = baseUrl.fallback === undefined ? '' : ` ?? ${literal(baseUrl.fallback)}`;
  const judged = assertionLines(assertion, steps.length);
  const body = [
    ...(baseUrl.fallback === undefined
      ? [`expect(baseUrl, ${literal(`set ${baseUrl.variable} to where the provider runs`)}).toBeTypeOf('string');`]
      : []),
    ...steps.flatMap(stepLines),
    ...judged.lines,
  ];
  const helpers = helpersFor(body.join('\n'));
  return [
    "import { expect, it } from 'vitest';",
    ...judged.imports,
    '',
    ...notes.map(comment),
    `const baseUrl = process.env[${literal(baseUrl.variable)}]${fallback};`,
    '',
    `it(${literal(title)}, async () => {`,
    ...body.map((line) => `  ${line}`),
    '});',
    ...helpers.flatMap((helper) => ['', helper]),
    '',
  ].join('\n');
}

function stepLines({ operation, method, target, headers, body }: ExportedStep, index: number): readonly string[] {
  const pairs = headers.map(([name, value]) => `[${literal(name)}, ${expression(value)}]`);
  const list = pairs.length === 0 ? '[]' : `[\n    ${pairs.join(',\n    ')},\n  ]`;
  const sent = body === undefined ? '' : body.kind === 'text' ? `, ${expression(body.text)}` : `, ${literal(body.text)}, 'base64'`;
  return [comment(operation), `const answer${index + 1} = await call(${literal(method)}, ${expression(target)}, ${list}${sent});`];
}

function expression(text: ExportedText): string {
  return text.length === 0 ? "''" : text.map(partExpression).join(' + ');
}

function partExpression(part: TextPart): string {
  switch (part.kind) {
    case 'text':
      return literal(part.text);
    case 'basic':
      return `basic(${literal(part.username)}, ${literal(part.password)})`;
    case 'secret':
      return inForm(`secret(${literal(part.variable)})`, part.form);
    case 'answer': {
      const answer = `answer${part.step + 1}`;
      if (part.form === 'target') return `locationOf(${answer})`;
      if (part.from === 'header') return inForm(`headerOf(${answer}, ${literal(part.pointer)})`, part.form);
      const value = part.from === 'path' ? `segmentOf(${answer}, ${Number(part.pointer)})` : `valueOf(${answer}, ${literal(part.pointer)})`;
      return inForm(value, part.form);
    }
  }
}

function inForm(value: string, form: TextForm): string {
  switch (form) {
    case 'url':
      return `encodeURIComponent(String(${value}))`;
    case 'json':
      return `JSON.stringify(${value})`;
    case 'jsonText':
      return `JSON.stringify(String(${value})).slice(1, -1)`;
    default:
      return /^(?:secret|headerOf)\(/.test(value) ? value : `String(${value})`;
  }
}

/** Every character that ends a line would end the comment too (ECMA-262 §12.3). */
function comment(text: string): string {
  return `// ${text.replace(/[\r\n\u2028\u2029]+/g, ' ')}`;
}
