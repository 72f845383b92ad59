import type { JsonValue } from '../base/json.js';
import { randomFromSeed } from '../base/random.js';
import type { Parameter } from '../contract/contract.js';
import { drawValue } from '../schema/arbitrary/draw.js';
import { planArbitrary } from '../schema/arbitrary/arbitrary-from-schema.js';
import type { Schema } from '../schema/schema.js';
import { isValid } from '../schema/validate.js';
import type { Pair } from '../workspace/workspace.js';
import { isIdempotencyHeader } from './idempotency-header.js';
import type { TestCase } from './test-case.js';

/** Sees to it that no two requests carry the same idempotency key: the second would be answered like the first, or refused as a misuse. */
export interface FreshKeys {
  /**
   * The case with a key that was not sent before, be it documented or sent a second time: only then does the provider itself answer, not its
   * memory. A key at a limit of its schema gives way to another one there; what is wrong on purpose, or documented as refused, stays.
   *
   * @param testCase - about to be sent
   */
  freshen(testCase: TestCase): TestCase;
}

/**
 * Keys of one run.
 *
 * @param pair - may name the header, as part of its recovery
 * @param seed - decides the keys; another one in each run, for a provider may remember those of the last
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header
 */
export function createFreshKeys(pair: Pick<Pair, 'recovery'>, seed: string): FreshKeys {
  const named = pair.recovery?.idempotency;
  const counts = new Map<string, number>();
  const sent = new Set<JsonValue>();
  const freshen = (testCase: TestCase): TestCase => {
    const parameter = testCase.operation.parameters.find((one) => isIdempotencyHeader(one, named));
    if (parameter === undefined) return testCase;
    const name = `header:${parameter.name}`;
    const value = testCase.parameters.get(name);
    if (value === undefined || testCase.captures.has(name) || isMeant(testCase, parameter)) return testCase;
    const lane = `${testCase.operation.id} ${testCase.phase}`;
    const count = (counts.get(lane) ?? 0) + 1;
    counts.set(lane, count);
    const source = { parameter, seed: `${seed} ${lane} ${count}` };
    const candidates = isAtLimit(testCase, parameter) ? similarKeys(value, source) : anyKeys(source);
    const fresh = candidates.find((candidate) => !sent.has(candidate));
    // A schema that takes no other keeps its own value.
    if (fresh === undefined) return testCase;
    remember(sent, fresh);
    return { ...testCase, parameters: new Map([...testCase.parameters, [name, fresh]]) };
  };
  return { freshen };
}

/** Wrong on purpose, or an example of how it is refused. */
function isMeant({ intent, phase, expectedStatus = 200 }: TestCase, { name }: Parameter): boolean {
  const isBroken = intent.kind === 'invalid' && intent.breach.location[0] === 'header' && intent.breach.location[1] === name;
  return isBroken || (phase === 'examples' && expectedStatus >= 400);
}

function isAtLimit({ phase, name: title }: TestCase, { name }: Parameter): boolean {
  return phase === 'coverage' && title.startsWith(`header ${name} `);
}

function remember(sent: Set<JsonValue>, key: JsonValue): void {
  sent.add(key);
  if (sent.size <= MAX_KEY_COUNT) return;
  for (const oldest of sent) {
    sent.delete(oldest);
    return;
  }
}

interface KeySource {
  readonly parameter: Parameter;
  /** Of this one key. */
  readonly seed: string;
}

/** Valid ones, best first. */
function anyKeys(source: KeySource): readonly JsonValue[] {
  const usual = usualKeys(source.seed).filter((key) => fits(key, source));
  if (usual.length > 0) return usual;
  const { form } = source.parameter;
  return drawnKeys(form.kind === 'style' ? form.schema : undefined, source.seed).filter((key) => fits(key, source));
}

/** Valid ones of the same length; none for what has no length. */
function similarKeys(value: JsonValue, source: KeySource): readonly JsonValue[] {
  if (typeof value !== 'string') return [];
  const length = Math.min(value.length, SIMILAR_LENGTH);
  const key = `${value.slice(0, value.length - length)}${hexDigits(source.seed)(length)}`;
  return [key, ...usualKeys(source.seed)].filter((one) => String(one).length === value.length && fits(one, source));
}

function fits(value: JsonValue, { parameter: { form } }: KeySource): boolean {
  if (form.kind !== 'style' || !IN_HEADER.test(String(value))) return false;
  return form.schema === undefined || isValid(form.schema, value, { direction: 'request' });
}

/** A UUID, and other forms for schemas that take no UUID. */
function usualKeys(seed: string): readonly JsonValue[] {
  const digits = hexDigits(seed);
  const hex = digits(12);
  const uuid = `${digits(8)}-${digits(4)}-4${digits(3)}-8${digits(3)}-${digits(12)}`;
  return [uuid, `mortise-${hex}`, `key_${hex}`, hex, digits(8), Number.parseInt(hex, 16), Number.parseInt(digits(7), 16)];
}

/** As many as asked for, others each time. */
function hexDigits(seed: string): (length: number) => string {
  const random = randomFromSeed(seed, 'key');
  return (length) => Array.from({ length }, () => Math.floor(random.next() * 16).toString(16)).join('');
}

function drawnKeys(schema: Schema | undefined, seed: string): readonly JsonValue[] {
  const plan = schema === undefined ? undefined : planArbitrary(schema, { direction: 'request' });
  if (plan?.kind !== 'arbitrary') return [];
  return Array.from({ length: DRAW_COUNT }, (_, index) => drawValue(plan.arbitrary, seed, index).value);
}

/** What a header carries unchanged, whoever stands between. */
const IN_HEADER = /^[!-~]{1,1000}$/;
/** Enough for keys that never meet; what stands before them stays as it is. */
const SIMILAR_LENGTH = 16;
const DRAW_COUNT = 16;
const MAX_KEY_COUNT = 20_000;
