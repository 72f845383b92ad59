import type { PathRule, PathToken, RuleList } from './pact-rules.js';

/** The rules that hold at one place of a value, and the way further down. */
export interface RuleScope {
  /** The most specific rule that fits the place; `undefined`: it is as the example. */
  readonly rule: RuleList | undefined;
  /** Whether the rule stands at a place above. */
  readonly isInherited: boolean;
  below(name: string): RuleScope;
}

/**
 * The rules at the root of a value. Going down costs as much as there are rules that still fit, not as many as there are.
 *
 * @param rules - of a body or of contents
 */
export function ruleScopeOf(rules: readonly PathRule[]): RuleScope {
  return scopeAt(
    rules.map((rule) => ({ rule, weight: 2 })),
    undefined,
    0,
  );
}

/** A rule whose steps fit so far. A name weighs twice as much as a star, so that what is more specific wins. */
interface Candidate {
  readonly rule: PathRule;
  readonly weight: number;
}

function scopeAt(candidates: readonly Candidate[], above: Candidate | undefined, depth: number): RuleScope {
  const ending = candidates.filter(({ rule }) => rule.tokens.length === depth);
  const best = [...(above === undefined ? [] : [above]), ...ending].reduce<Candidate | undefined>(heavier, undefined);
  const leading = candidates.filter(({ rule }) => rule.tokens.length > depth);
  return {
    rule: best?.rule,
    isInherited: best !== undefined && best.rule.tokens.length < depth,
    below: (name) =>
      scopeAt(
        leading.flatMap(({ rule, weight }) => stepped(rule, weight, rule.tokens[depth], name)),
        best,
        depth + 1,
      ),
  };
}

function stepped(rule: PathRule, weight: number, token: PathToken | undefined, name: string): readonly Candidate[] {
  if (token === undefined || (token.kind === 'name' && token.name !== name)) return [];
  return [{ rule, weight: weight * (token.kind === 'name' ? 2 : 1) }];
}

function heavier(best: Candidate | undefined, next: Candidate): Candidate {
  if (best === undefined || next.weight > best.weight) return next;
  return next.weight === best.weight && next.rule.tokens.length >= best.rule.tokens.length ? next : best;
}
