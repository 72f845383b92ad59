import { appendToken } from '../../base/json-pointer.js';
import type { JsonValue } from '../../base/json.js';
import type { SchemaComparer } from '../../schema/inclusion/schema-comparer.js';
import type { OpenPart, SchemaBreak, SchemaComparison } from '../../schema/inclusion/schema-comparison.js';
import type { Schema } from '../../schema/schema.js';
import { textFromViolation } from '../../schema/violation.js';
import { impossibleInPact } from './impossible-in-pact.js';
import type { FoundOfPact } from './pact-finding.js';
import { shownValue } from './pact-finding.js';
import type { PathRule } from './pact-rules.js';
import type { PactStrength } from './reader-schema-from-pact.js';
import { readerSchemaFromPact } from './reader-schema-from-pact.js';

/** A comparer for each way of taking a pact. */
export type PactComparers = Readonly<Record<PactStrength, SchemaComparer>>;

/** What a pact expects of one content, and the contract that decides what may come. */
export interface ExpectedContent {
  readonly content: JsonValue;
  readonly rules: readonly PathRule[];
  /** Of the contract. */
  readonly schema: Schema;
  /** Answers travel as responses; messages have all their members. */
  readonly isResponse: boolean;
  /** How findings call it: `the answer 200`. */
  readonly part: string;
  readonly operation: string | undefined;
  /** Tells the pact's schemas apart from all others that the comparer meets. */
  readonly name: string;
}

/**
 * What is wrong between what a pact expects and all that its contract allows: what can never come, what need not come, and, when nothing of
 * that is found, what comes in other values too.
 *
 * @param expected - content and contract
 * @param comparers - of this pact and contract
 */
export function judgeExpectedContent(expected: ExpectedContent, comparers: PactComparers): readonly FoundOfPact[] {
  const { content, rules, schema, isResponse } = expected;
  const impossible = impossibleInPact(content, rules, { schema, direction: isResponse ? 'response' : undefined });
  const told = new Set(impossible.map(({ instancePointer }) => instancePointer));
  const found = impossible.slice(0, MAX_FOUND_COUNT).map((violation): FoundOfPact => {
    const { schemaUri, schemaPointer, instancePointer } = violation;
    const args = { at: instancePointer, problem: textFromViolation(violation), declared: `${schemaUri}#${schemaPointer}` };
    return { ...base(expected, { ...args, value: shownValue(content) }), code: 'pact/answer-impossible' };
  });
  const loose = compared(expected, 'kind', comparers);
  const breaks = loose.breaks.filter(({ location }) => !told.has(pointerOf(location)));
  found.push(...breaks.slice(0, MAX_FOUND_COUNT).map((each) => notPromised(expected, each)));
  if (loose.kind === 'unknown') found.push(...loose.open.slice(0, 1).map((each) => undecided(expected, each)));
  if (found.length > 0 || loose.kind !== 'compatible') return found;
  const [exact] = compared(expected, 'exact', comparers).breaks;
  return exact === undefined ? [] : [tooExact(expected, exact)];
}

/**
 * Whether all that a contract allows is what a pact expects; `undefined` when that is not decided.
 *
 * @param expected - content and contract
 * @param comparers - of this pact and contract
 */
export function isPromised(expected: ExpectedContent, comparers: PactComparers): boolean | undefined {
  const { kind } = compared(expected, 'kind', comparers);
  return kind === 'unknown' ? undefined : kind === 'compatible';
}

function compared(expected: ExpectedContent, strength: PactStrength, comparers: PactComparers): SchemaComparison {
  const { content, rules, schema, isResponse, name } = expected;
  const reader = readerSchemaFromPact(content, rules, { strength, name: `pact:${name}:${strength}` });
  const comparer = comparers[strength];
  return isResponse ? comparer.compare(reader, schema, 'response') : comparer.compare(schema, reader, undefined);
}

function notPromised(expected: ExpectedContent, { location, violation, witness, writer }: SchemaBreak): FoundOfPact {
  const declared = writer === undefined ? undefined : `${writer.uri}#${writer.pointer}`;
  const args = { at: pointerOf(location), problem: textFromViolation(violation), value: shownValue(witness), declared };
  return { ...base(expected, args), code: 'pact/answer-not-promised' };
}

function tooExact(expected: ExpectedContent, { location, witness }: SchemaBreak): FoundOfPact {
  return { ...base(expected, { at: pointerOf(location), value: shownValue(witness) }), code: 'pact/answer-too-exact', severity: 'info' };
}

function undecided(expected: ExpectedContent, { location, reason }: OpenPart): FoundOfPact {
  const keyword = reason.kind === 'keyword' ? reason.keyword : undefined;
  return { ...base(expected, { at: pointerOf(location), reason: reason.kind, keyword }), code: 'pact/undecided', severity: 'info' };
}

function base({ part, operation }: ExpectedContent, args: FoundOfPact['args']): Pick<FoundOfPact, 'args' | 'operation'> {
  return { operation, args: { part, ...args } };
}

function pointerOf(location: readonly string[]): string {
  return location.reduce((pointer, token) => appendToken(pointer, token), '');
}

const MAX_FOUND_COUNT = 10;
