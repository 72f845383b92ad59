import { literal } from './literal.js';

/** What must hold of the last answer once the defect is mended. */
export type ExportedAssertion =
  /** Statuses or classes of them: `404`, `5XX`. */
  | { readonly kind: 'status-allowed'; readonly statuses: readonly string[]; readonly expected: string }
  | { readonly kind: 'status-refused'; readonly statuses: readonly string[]; readonly expected: string }
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'time'; readonly maxMs: number }
  /** The body matches none of what stands in answers by mistake. `source` is our own pattern. */
  | { readonly kind: 'no-match'; readonly source: string; readonly flags: string; readonly expected: string }
  /** The answer keeps the contract in one respect. `file` is relative to the test, or a URL. */
  | { readonly kind: 'contract'; readonly file: string; readonly operation: string; readonly problem: string }
  /** A place of the last answer's body beside that of an earlier answer, counted from 0. */
  | {
      readonly kind: 'compared';
      readonly step: number;
      readonly pointer: string;
      /** `…-size`: the longest list in the body, for lists whose items change by themselves. */
      readonly how: 'same' | 'other' | 'same-size' | 'other-size';
      readonly expected: string;
    }
  /** That there is an answer at all. */
  | { readonly kind: 'answered' };

/**
 * The lines that hold the last answer to an assertion.
 *
 * @param assertion - of a finding
 * @param stepCount - how many answers there are: `answer1` and so on
 */
export function assertionLines(
  assertion: ExportedAssertion,
  stepCount: number,
): { readonly imports: readonly string[]; readonly lines: readonly string[] } {
  const last = `answer${stepCount}`;
  switch (assertion.kind) {
    case 'status-allowed':
      return only(`expect(String(${last}.status), ${literal(assertion.expected)}).toMatch(${statusPattern(assertion.statuses)});`);
    case 'status-refused':
      return only(`expect(String(${last}.status), ${literal(assertion.expected)}).not.toMatch(${statusPattern(assertion.statuses)});`);
    case 'header':
      return only(`expect(${last}.headers.get(${literal(assertion.name)}), ${literal(`the header ${assertion.name}`)}).not.toBeNull();`);
    case 'time':
      return only(`expect(${last}.durationMs).toBeLessThanOrEqual(${assertion.maxMs});`);
    case 'no-match': {
      const pattern = `new RegExp(${literal(assertion.source)}, ${literal(assertion.flags)})`;
      return only(`expect(unescaped(${last}.text), ${literal(assertion.expected)}).not.toMatch(${pattern});`);
    }
    case 'compared':
      return only(comparison(assertion, last));
    case 'contract':
      return contractLines(assertion, last);
    case 'answered':
      return only(`expect(${last}.status).toBeGreaterThan(0);`);
  }
}

function comparison({ step, pointer, how, expected }: Extract<ExportedAssertion, { readonly kind: 'compared' }>, last: string): string {
  const isSize = how === 'same-size' || how === 'other-size';
  const of = (answer: string): string => (isSize ? `sizeOf(${answer})` : `valueOf(${answer}, ${literal(pointer)})`);
  const not = how === 'same' || how === 'same-size' ? '' : '.not';
  return `expect(${of(last)}, ${literal(expected)})${not}.toEqual(${of(`answer${step + 1}`)});`;
}

function only(line: string): { readonly imports: readonly string[]; readonly lines: readonly string[] } {
  return { imports: [], lines: [line] };
}

function contractLines(
  { file, operation, problem }: Extract<ExportedAssertion, { readonly kind: 'contract' }>,
  last: string,
): { readonly imports: readonly string[]; readonly lines: readonly string[] } {
  const isRemote = /^https?:/i.test(file);
  const path = isRemote ? literal(file) : `fileURLToPath(new URL(${literal(file)}, import.meta.url))`;
  const allowed = isRemote ? ', allowRemote: true' : '';
  return {
    imports: [
      "import { Readable } from 'node:stream';",
      ...(isRemote ? [] : ["import { fileURLToPath } from 'node:url';"]),
      "import { createDocumentPort, judgeResponse, readContract } from 'mortise';",
    ],
    lines: [
      `const port = createDocumentPort({ cwd: process.cwd(), stdin: Readable.from([])${allowed} });`,
      `const contract = await readContract(${path}, port);`,
      `const operation = contract.operations.find((entry) => entry.id === ${literal(operation)})?.read();`,
      `if (operation === undefined) throw new Error(${literal(`the contract has no operation ${operation}`)});`,
      `const response = { status: ${last}.status, headers: [...${last}.headers].flat(), body: ${last}.text === '' ? undefined : ${last}.text };`,
      'const problems = judgeResponse({ operation, contract, request: undefined, response });',
      `expect(problems.filter(({ kind }) => kind === ${literal(problem)}).map(({ message }) => message)).toEqual([]);`,
    ],
  };
}

/** Only digits and X come through, so that nothing else can stand in the pattern. */
function statusPattern(statuses: readonly string[]): string {
  const parts = statuses.filter((status) => STATUS.test(status)).map((status) => status.replaceAll('X', '\\d'));
  return `/^(?:${parts.join('|')})$/`;
}

const STATUS = /^[1-5](?:\d\d|XX)$/;
