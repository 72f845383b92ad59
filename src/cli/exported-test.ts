import { InputError } from '../base/errors.js';
import { basePathFor } from '../check/base-path.js';
import { caseFromReplayStep } from '../check/replay-step.js';
import { fillCaptures } from '../check/request/fill-captures.js';
import { requestFromCase } from '../check/request/wire-case.js';
import { TARGET_KEY } from '../check/stateful/step-capture.js';
import type { CaseCapture, TestCase } from '../check/test-case.js';
import type { Contract } from '../contract/contract.js';
import type { Finding, ReplayStep } from '../finding/finding.js';
import { base64FromBytes, textFromUtf8 } from '../journal/recorded-body.js';
import { textFromPlace } from '../base/place.js';
import type { ExportedStep, ExportedTest, TextForm, TextPart } from '../report/vitest-export/vitest-file.js';
import { wordsOfFinding } from '../report/wording/finding-wording.js';
import type { HttpRequest } from '../wire/http-message.js';
import { headerValue } from '../wire/http-message.js';
import type { Pair } from '../workspace/workspace.js';
import { textFromPair } from '../workspace/workspace.js';
import { exportedAssertion } from './exported-assertion.js';
import type { ExportInput } from './export-input.js';
import type { ExportedSecrets } from './exported-secrets.js';
import { exportedSecrets } from './exported-secrets.js';
import { textParts } from './text-parts.js';

/**
 * A finding as a test that stands by itself: its calls with what they take from one another, secrets as environment variables, and what must
 * hold once the defect is mended.
 *
 * @param input - the finding, and whose it is
 * @throws InputError `E_REPLAY_IMPOSSIBLE` when it has no calls, or `fetch` cannot make them
 */
export function exportedTest(input: ExportInput): ExportedTest {
  const { finding, contract, pair, url } = input;
  const steps = finding.replay?.steps ?? [];
  if (steps.length === 0) throw impossible('it is about no call');
  const secrets = exportedSecrets(pair, contract);
  const basePath = basePathFor(contract, url ?? 'http://provider.invalid');
  const { what } = wordsOfFinding(finding);
  return {
    title: `${finding.operation === undefined ? '' : `${finding.operation}: `}${what}`,
    notes: notesOf(finding),
    baseUrl: { variable: `${secrets.prefix}_URL`, fallback: url },
    steps: steps.map((step, index) => exportedStep(step, index, { contract, pair: secrets.pair, secrets, basePath })),
    assertion: exportedAssertion(finding, steps, input),
  };
}

interface StepWorld {
  readonly contract: Contract;
  /** Without secrets: placeholders stand for them. */
  readonly pair: Pair;
  readonly secrets: ExportedSecrets;
  readonly basePath: string;
}

function exportedStep(step: ReplayStep, index: number, { contract, pair, secrets, basePath }: StepWorld): ExportedStep {
  const { testCase, captured } = withPlaceholders(caseFromReplayStep(step, contract, pair), index);
  const built = requestFromCase(testCase, { basePath, headers: pair.headers });
  const request = built === undefined ? undefined : secrets.withCredentials(built, testCase);
  if (request === undefined) throw impossible(`the request of ${step.operation} cannot be built any more`);
  assertFetchable(request);
  const known = new Map([...captured, ...secrets.parts]);
  const text = (value: string, form: TextForm): readonly TextPart[] => textParts(value, form, known);
  return {
    operation: `${step.operation}: ${step.name}`,
    method: request.method,
    target: text(request.target, 'url'),
    headers: headersOf(request).map(([name, value]) => [name, text(value, name.toLowerCase() === 'cookie' ? 'url' : 'plain')] as const),
    body: bodyOf(request, text),
  };
}

type Texts = (value: string, form: TextForm) => readonly TextPart[];

function bodyOf({ body, headers }: HttpRequest, text: Texts): ExportedStep['body'] {
  if (body === undefined) return undefined;
  const written = textFromUtf8(body);
  if (written === undefined) return { kind: 'base64', text: base64FromBytes(body) };
  const type = headerValue(headers, 'content-type') ?? '';
  const form = /json/i.test(type) ? 'json' : /x-www-form-urlencoded/i.test(type) ? 'url' : 'plain';
  return { kind: 'text', text: text(written, form) };
}

interface WithPlaceholders {
  readonly testCase: TestCase;
  /** By the placeholder that stands in the request. */
  readonly captured: ReadonlyMap<string, TextPart>;
}

/** Each value that an earlier answer will give is a text that no contract has and that every style writes as it is. */
function withPlaceholders(testCase: TestCase, index: number): WithPlaceholders {
  const captured = new Map<string, TextPart>();
  const placeholders = new Map<string, string>();
  const captures = new Map<string, CaseCapture>();
  for (const [key, capture] of testCase.captures) {
    // What only the run as a whole knew has its value in the step.
    if (capture.kind !== 'step' || capture.step >= index) continue;
    const placeholder = `${key === TARGET_KEY ? '/' : ''}mortise0capture${captured.size}x`;
    const { step, from, pointer } = capture;
    captured.set(placeholder, { kind: 'answer', step, from, pointer, form: key === TARGET_KEY ? 'target' : 'plain' });
    placeholders.set(key, placeholder);
    captures.set(key, { kind: 'operation', operation: '', pointer: '' });
  }
  const filled = fillCaptures({ ...testCase, captures }, { captured: (key) => placeholders.get(key), earlier: [] });
  return { testCase: filled.kind === 'filled' ? filled.testCase : testCase, captured };
}

/** @see https://fetch.spec.whatwg.org/#forbidden-method and #dom-request, step 34 */
function assertFetchable({ method, body }: HttpRequest): void {
  if (FORBIDDEN_METHODS.has(method.toUpperCase())) throw impossible(`fetch makes no ${method}`);
  if (body !== undefined && (method === 'GET' || method === 'HEAD')) throw impossible(`fetch sends no body with ${method}`);
}

function headersOf({ headers }: HttpRequest): readonly (readonly [name: string, value: string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? '';
    if (!SET_BY_FETCH.has(name.toLowerCase())) pairs.push([name, headers[index + 1] ?? '']);
  }
  return pairs;
}

function notesOf(finding: Finding): readonly string[] {
  const { id, code, pair, place } = finding;
  const { expected, seen } = wordsOfFinding(finding);
  return [
    `${id ?? ''} ${code}${pair === undefined ? '' : ` of ${textFromPair(pair)}`}, written by "mortise replay --vitest".`,
    ...(place === undefined ? [] : [`clause: ${textFromPlace(place)}`]),
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(seen === undefined ? [] : [`seen: ${seen}`]),
  ];
}

function impossible(reason: string): InputError {
  return new InputError({ code: 'E_REPLAY_IMPOSSIBLE', args: { reason } });
}

const FORBIDDEN_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);
const SET_BY_FETCH: ReadonlySet<string> = new Set(['host', 'content-length', 'connection', 'transfer-encoding', 'user-agent']);
