import type { NamesNearby } from '../base/did-you-mean.js';
import { didYouMean, namesNearby } from '../base/did-you-mean.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { appendToken, tokensFromPointer } from '../base/json-pointer.js';
import type { Schema } from '../schema/schema.js';
import { validate } from '../schema/validate.js';
import type { Violation } from '../schema/violation.js';
import { textFromViolation } from '../schema/violation.js';
import type { FaultKind } from './fault.js';
import { ruleSchema } from './rule-schema.js';
import { msOf } from './setting.js';

/** One thing that is wrong with a rule. */
export interface RuleProblem extends NamesNearby {
  /** JSON pointer from the rule on. */
  readonly pointer: string;
  /** A clause without a subject: `"dealy" is no setting of it`. */
  readonly problem: string;
}

/**
 * The kind that a rule names, or why there is none.
 *
 * @param value - the rule as it was written
 * @param kinds - all there are
 */
export function kindOfRule(
  value: JsonValue,
  kinds: readonly FaultKind[],
): { readonly kind: FaultKind } | { readonly problem: RuleProblem } {
  if (!isJsonObject(value)) return { problem: { pointer: '', problem: 'a rule is an object with "fault"' } };
  const { fault } = value;
  if (fault === undefined) return { problem: { pointer: '', problem: 'the key "fault" is missing' } };
  const kind = kinds.find((candidate) => candidate.kind === fault);
  if (kind !== undefined) return { kind };
  const names = kinds.map((candidate) => candidate.kind);
  return { problem: { pointer: '/fault', problem: `there is no fault "${fault}"`, ...namesNearby(String(fault), names) } };
}

/**
 * What is wrong with a rule of a kind; empty when nothing is.
 *
 * @param rule - as it was written
 * @param kind - that it names
 */
export function ruleProblems(rule: JsonObject, kind: FaultKind): readonly RuleProblem[] {
  const schema = ruleSchema(kind);
  const problems = new Map<string, RuleProblem>();
  for (const violation of validate(schema, rule)) {
    const problem = problemFrom(violation, schema, rule);
    // Of a broken union the union itself is told, not its branches.
    if (!problems.has(problem.pointer)) problems.set(problem.pointer, problem);
  }
  return problems.size === 0 ? [...windowProblems(rule), ...earlyProblems(rule, kind)] : [...problems.values()];
}

function windowProblems({ from, to }: JsonObject): readonly RuleProblem[] {
  const isEmpty = to !== undefined && msOf(to, 0) <= msOf(from, 0);
  return isEmpty ? [{ pointer: '/to', problem: 'must be later than "from"' }] : [];
}

/** What is shown before there is a request cannot wait for one, and what is away is away for every message. */
function earlyProblems(rule: JsonObject, { group, brokerIsAway }: FaultKind): readonly RuleProblem[] {
  if (brokerIsAway !== undefined) {
    const keys = ['on', 'channel', 'key', 'header', 'nth', 'probability', 'count', 'scope'].filter((key) => rule[key] !== undefined);
    return keys.map((key) => ({
      pointer: appendToken('', key),
      problem: `"${key}" does not go with a broker that is away as a whole: leave it out`,
    }));
  }
  if (group !== 'tls') return [];
  const keys = ['on', 'method', 'path', 'header'].filter((key) => rule[key] !== undefined);
  return keys.map((key) => ({
    pointer: appendToken('', key),
    problem: `"${key}" is not known yet when a certificate is shown: leave it out`,
  }));
}

function problemFrom(violation: Violation, schema: Schema, rule: JsonObject): RuleProblem {
  const { instancePointer, keyword, args } = violation;
  const [key, ...inner] = tokensFromPointer(instancePointer);
  const properties = isJsonObject(schema.value) && isJsonObject(schema.value['properties']) ? schema.value['properties'] : {};
  if (keyword === 'additionalProperties') {
    const name = String(args['property']);
    // The pointer leads to the property that is too many.
    const nearby = inner.length === 0 ? namesNearby(name, Object.keys(properties)) : {};
    return { pointer: instancePointer, problem: `unknown key "${name}"`, ...nearby };
  }
  if (keyword === 'required') return { pointer: instancePointer, problem: `the key "${args['property']}" is missing` };
  const property = key === undefined ? undefined : properties[key];
  const seen = key === undefined ? undefined : rule[key];
  const description = isJsonObject(property) ? property['description'] : undefined;
  const clause = typeof description === 'string' ? `must be ${description}` : textFromViolation(violation);
  return {
    pointer: instancePointer === '' || key === undefined ? '' : appendToken('', key),
    problem: clause,
    suggestion: nearest(seen, property),
  };
}

function nearest(seen: JsonValue | undefined, property: JsonValue | undefined): string | undefined {
  const choices = isJsonObject(property) ? property['enum'] : undefined;
  return typeof seen === 'string' && Array.isArray(choices) ? didYouMean(seen, choices.map(String)) : undefined;
}
