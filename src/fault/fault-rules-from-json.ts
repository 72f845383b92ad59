import { InputError } from '../base/errors.js';
import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { appendToken } from '../base/json-pointer.js';
import type { Place } from '../base/place.js';
import { textFromPlace } from '../base/place.js';
import { positionsInText } from '../contract/position.js';
import { FAULT_KINDS } from './fault-kinds.js';
import type { FaultKind } from './fault.js';
import type { FaultRule } from './fault-rule.js';
import { ruleFromJson } from './rule-from-json.js';
import type { RuleProblem } from './rule-problems.js';
import { kindOfRule, ruleProblems } from './rule-problems.js';

/** Where rules were written. */
export interface FaultSource {
  readonly file: string;
  /** JSON pointer to the rules in that file; by default they are the whole of it. */
  readonly pointer?: string | undefined;
  /** What the file says, for lines and columns. */
  readonly text?: string | undefined;
}

/**
 * Rules of faults, each with a label of its own: the one that was written, else the kind, numbered when it comes again.
 *
 * @param value - one rule, a list of rules, or an object with a list as `faults`
 * @param at - where that was written
 * @throws InputError `E_FAULT_INVALID` at the first thing that is wrong, the others in `args.more`
 */
export function faultRulesFromJson(value: JsonValue, at?: FaultSource): readonly FaultRule[] {
  const written = writtenRules(value, at?.pointer ?? '');
  const problems = written.flatMap(problemsOf);
  if (problems.length === 0) problems.push(...repeatedLabels(written));
  if (problems.length > 0) throw errorFrom(problems, at);
  const taken = new Set(written.flatMap(({ rule }) => (isJsonObject(rule) && typeof rule['label'] === 'string' ? [rule['label']] : [])));
  const places = placesOf(
    written.map(({ pointer }) => pointer),
    at,
  );
  return written.map(({ rule, pointer }) => {
    const json = isJsonObject(rule) ? rule : {};
    return ruleFromJson(json, { kind: kindNamed(json['fault']), label: labelOf(json, taken), place: places?.get(pointer) });
  });
}

interface WrittenRule {
  readonly rule: JsonValue;
  readonly pointer: string;
}

function writtenRules(value: JsonValue, pointer: string): readonly WrittenRule[] {
  if (isJsonObject(value) && value['fault'] === undefined && value['faults'] !== undefined)
    return writtenRules(value['faults'], appendToken(pointer, 'faults'));
  if (!Array.isArray(value)) return [{ rule: value, pointer }];
  return value.map((rule: JsonValue, index) => ({ rule, pointer: appendToken(pointer, index) }));
}

interface PlacedProblem extends RuleProblem {
  readonly fault: string | undefined;
}

function problemsOf({ rule, pointer }: WrittenRule): readonly PlacedProblem[] {
  const named = kindOfRule(rule, FAULT_KINDS);
  if ('problem' in named) return [{ ...named.problem, pointer: `${pointer}${named.problem.pointer}`, fault: undefined }];
  const problems = isJsonObject(rule) ? ruleProblems(rule, named.kind) : [];
  return problems.map((problem) => ({ ...problem, pointer: `${pointer}${problem.pointer}`, fault: named.kind.kind }));
}

function repeatedLabels(written: readonly WrittenRule[]): readonly PlacedProblem[] {
  const seen = new Set<string>();
  return written.flatMap(({ rule, pointer }) => {
    const label = isJsonObject(rule) ? rule['label'] : undefined;
    if (typeof label !== 'string') return [];
    if (seen.has(label))
      return [{ pointer: `${pointer}/label`, problem: `the label "${label}" is taken by a rule before`, fault: undefined }];
    seen.add(label);
    return [];
  });
}

function labelOf(json: { readonly [key: string]: JsonValue | undefined }, taken: Set<string>): string {
  if (typeof json['label'] === 'string') return json['label'];
  const kind = String(json['fault']);
  let label = kind;
  for (let number = 2; taken.has(label); number += 1) label = `${kind}-${number}`;
  taken.add(label);
  return label;
}

function kindNamed(name: JsonValue | undefined): FaultKind {
  const named = kindOfRule({ fault: name ?? null }, FAULT_KINDS);
  if ('problem' in named) throw errorFrom([{ ...named.problem, fault: undefined }], undefined);
  return named.kind;
}

function errorFrom(problems: readonly PlacedProblem[], at: FaultSource | undefined): InputError {
  const places = placesOf(
    problems.map(({ pointer }) => pointer),
    at,
  );
  const [first, ...others] = problems;
  return new InputError({
    code: 'E_FAULT_INVALID',
    at: first === undefined ? undefined : places?.get(first.pointer),
    args: {
      fault: first?.fault,
      pointer: first?.pointer,
      problem: first?.problem,
      suggestion: first?.suggestion,
      known: first?.known,
      more: others.slice(0, MAX_SHOWN_COUNT).map((other) => `${placeText(places?.get(other.pointer), other.pointer)} ${clause(other)}`),
    },
  });
}

function clause({ problem, suggestion }: RuleProblem): string {
  return suggestion === undefined ? problem : `${problem}, did you mean "${suggestion}"?`;
}

function placeText(place: Place | undefined, pointer: string): string {
  return place === undefined ? pointer : textFromPlace(place);
}

function placesOf(pointers: readonly string[], at: FaultSource | undefined): ReadonlyMap<string, Place> | undefined {
  if (at === undefined) return undefined;
  const positions = at.text === undefined ? undefined : positionsInText(at.text, pointers);
  return new Map(pointers.map((pointer) => [pointer, { file: at.file, pointer, ...positions?.get(pointer) }]));
}

const MAX_SHOWN_COUNT = 20;
