import { tokensFromPointer } from '../../base/json-pointer.js';
import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Exchange } from '../../journal/exchange.js';
import { capturedFromStep, TARGET_KEY } from '../stateful/step-capture.js';
import type { CaseCapture, TestCase } from '../test-case.js';

/** The values of a case once those of earlier answers stand in it; or which one is not to be had. */
export type FilledCase = { readonly kind: 'filled'; readonly testCase: TestCase } | { readonly kind: 'missing'; readonly key: string };

/** What captures are filled from. */
export interface CaptureSources {
  /** The value of a capture from an operation's last answer; `undefined` while there is none: then the case's own value stands. */
  readonly captured: (key: string, capture: OperationCapture) => JsonValue | undefined;
  /** The exchanges of the sequence so far. */
  readonly earlier: readonly Exchange[];
  /** Of the provider's URL: it stands before every target, and in each `Location` too. By default none. */
  readonly urlPath?: string | undefined;
}

export type OperationCapture = Extract<CaseCapture, { readonly kind: 'operation' }>;

/**
 * The values of a case with its captures in their places.
 *
 * @param testCase - as planned
 * @param sources - where captured values come from
 * @returns `missing` when an earlier step of the same sequence gave no value: the case would mean something else
 */
export function fillCaptures(testCase: TestCase, sources: CaptureSources): FilledCase {
  if (testCase.captures.size === 0) return { kind: 'filled', testCase };
  let filled = testCase;
  for (const [key, capture] of testCase.captures) {
    const value = capture.kind === 'operation' ? sources.captured(key, capture) : capturedFromStep(key, capture, sources.earlier);
    if (value !== undefined) filled = withCaptured(filled, key, key === TARGET_KEY ? targetBelow(value, sources.urlPath ?? '') : value);
    else if (capture.kind === 'step') return { kind: 'missing', key };
  }
  return { kind: 'filled', testCase: filled };
}

/** The target as it is sent below the provider's URL. A `Location` of a provider that does not know of what stands before it is taken as it is. */
function targetBelow(target: JsonValue, urlPath: string): JsonValue {
  if (typeof target !== 'string' || urlPath === '') return target;
  return target.startsWith(`${urlPath}/`) ? target.slice(urlPath.length) : target;
}

function withCaptured(testCase: TestCase, key: string, value: JsonValue): TestCase {
  const { parameters, body, override } = testCase;
  if (key === TARGET_KEY) return typeof value === 'string' ? { ...testCase, override: { ...override, target: value } } : testCase;
  if (!key.startsWith(BODY_KEY)) return { ...testCase, parameters: new Map([...parameters, [key, value]]) };
  if (body === undefined) return testCase;
  return { ...testCase, body: { ...body, value: withValueAt(body.value, tokensFromPointer(key.slice(BODY_KEY.length)), value) } };
}

/** The value with another one in a place of it; as it was when it has no such place. */
function withValueAt(whole: JsonValue, tokens: readonly string[], value: JsonValue): JsonValue {
  const [token, ...rest] = tokens;
  if (token === undefined) return value;
  if (Array.isArray(whole)) return whole.map((item, index) => (String(index) === token ? withValueAt(item, rest, value) : item));
  if (!isJsonObject(whole)) return whole;
  const member = Object.hasOwn(whole, token) ? (whole[token] ?? {}) : {};
  const others = Object.entries(whole).filter(([name]) => name !== token);
  return Object.fromEntries([...others, [token, withValueAt(member, rest, value)]]);
}

const BODY_KEY = 'body#';
