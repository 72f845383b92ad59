import type { Random } from '../base/random.js';
import type { CertificateFlaw, FaultedMessage, FaultedRequest, FaultKind, MessageWay } from './fault.js';
import type { Choice } from './choices.js';
import { createChoices } from './choices.js';
import type { FaultRule } from './fault-rule.js';
import type { InForce } from './injector.js';
import { asksForRequest, matchesMessage, matchesRequest } from './matches.js';
import type { RuleSetting } from './rule-setting.js';
import { scopeKeyOf, scopeKeyOfMessage } from './scope-key.js';
import type { ScopeStates } from './scope-states.js';
import { createScopeStates } from './scope-states.js';
import { createSpanTeller } from './span-teller.js';

/** A rule that was set, with all that it remembers. */
export interface ActiveRule {
  readonly rule: FaultRule;
  readonly kind: FaultKind;
  /** States of the fault, by scope. */
  readonly states: ScopeStates<unknown>;
  /** Whether it touches connections as a whole: of `tcp`, without a word on requests. */
  readonly takesConnections: boolean;
  /** When it begins and ends by the clock. */
  readonly changesAtMs: readonly number[];
  isInForce(nowMs: number): boolean;
  /** Counts the request when it matches; `undefined`: the rule does not touch it. */
  choose(request: FaultedRequest): Choice | undefined;
  /** Counts the message when it matches and the kind looks at this way; `undefined`: the rule does not touch it. */
  chooseMessage(way: MessageWay, message: FaultedMessage): Choice | undefined;
  /** Whether this connection is one of those that are touched; decided once for each. */
  chooseConnection(connectionId: string): Choice | undefined;
  /** `false` when the rule's count was used up since the choice. */
  mayApply(choice: Choice): boolean;
  /** The fault did something to what was chosen. */
  applied(choice: Choice): void;
  /** The exchange that was chosen is over. */
  finish(choice: Choice, nowMs: number): void;
  /** What every step is given. */
  stepAt(choice: Choice, nowMs: number): ActiveStep;
  refusesConnections(): boolean;
  /** Whether the broker is away while it is in force. */
  brokerIsAway(): { readonly keepsSubscriptions: boolean } | undefined;
  /** Of a connection that the rule touches. */
  certificate(connectionId: string): CertificateFlaw | undefined;
  closeDelayMs(): number;
  /** Tells the spans that have begun or ended by now. */
  observe(nowMs: number): void;
  remove(nowMs: number): void;
  shown(): InForce;
}

interface ActiveStep {
  readonly settings: unknown;
  readonly state: unknown;
  readonly nowMs: number;
  readonly sinceMs: number;
  readonly untilMs: number | undefined;
  readonly random: Random;
}

/**
 * The rule, put in force.
 *
 * @param rule - as it was read
 * @param setAtMs - its windows begin here
 * @param setting - of the injector
 */
export function createActiveRule(rule: FaultRule, setAtMs: number, setting: RuleSetting): ActiveRule {
  const { match, when } = rule;
  const { kind, settings } = rule.fault;
  const named = setting.namedOf(match.mockScope);
  const sinceMs = setAtMs + (when.fromMs ?? 0);
  const untilMs = when.toMs === undefined ? undefined : setAtMs + when.toMs;
  const states = createScopeStates<unknown>(() => kind.initialState(settings));
  const choices = createChoices(rule, setting.seed);
  const isSwitchedOn = (): boolean => when.state === undefined || when.state === named.name;
  const teller = createSpanTeller({ rule, provider: setting.link.provider, sinceMs, untilMs }, setting.onSpan);
  const takesConnections = kind.group === 'tcp' && !asksForRequest(match);
  const refuses = when.nth === undefined && when.probability === undefined && rule.count === undefined;
  return {
    rule,
    kind,
    states,
    takesConnections,
    changesAtMs: untilMs === undefined ? [sinceMs] : [sinceMs, untilMs],
    isInForce: (nowMs) => nowMs >= sinceMs && (untilMs === undefined || nowMs < untilMs) && isSwitchedOn(),
    choose: (request) => {
      if (kind.group === 'message' || !matchesRequest(match, request)) return undefined;
      if (takesConnections && request.connectionId !== '') return choices.chooseConnection(request.connectionId);
      return choices.choose(scopeKeyOf(rule.scope, request));
    },
    chooseMessage: (way, message) => {
      if (kind.onMessage === undefined && kind.onSettle === undefined) return undefined;
      if ((kind.wayOf?.(settings) ?? way) !== way || !matchesMessage(match, message)) return undefined;
      return choices.choose(scopeKeyOfMessage(rule.scope, message));
    },
    chooseConnection: choices.chooseConnection,
    mayApply: choices.mayApply,
    applied: (choice) => {
      choices.applied(choice);
      if (when.sets !== undefined) named.name = when.sets;
    },
    finish: (choice, nowMs) => {
      choices.finish(choice);
      if (choices.areOver()) teller.end(nowMs);
    },
    stepAt: ({ scope, random }, nowMs) => ({ settings, state: states.get(scope), nowMs, sinceMs, untilMs, random }),
    refusesConnections: () => refuses && (kind.refusesConnections?.(settings) ?? false),
    brokerIsAway: () => kind.brokerIsAway?.(settings),
    certificate: (connectionId) => {
      const flaw = kind.certificate?.(settings);
      const choice = flaw === undefined ? undefined : choices.chooseConnection(connectionId);
      if (choice === undefined || !choices.mayApply(choice)) return undefined;
      choices.applied(choice);
      if (when.sets !== undefined) named.name = when.sets;
      return flaw;
    },
    closeDelayMs: () => kind.closeDelayMs?.(settings) ?? 0,
    observe: (nowMs) => teller.observe(nowMs, isSwitchedOn()),
    remove: (nowMs) => {
      teller.observe(nowMs, isSwitchedOn());
      teller.end(nowMs);
    },
    shown: () => ({ rule, setAtMs, appliedCount: choices.appliedCount(), ...figuresOf(kind, states) }),
  };
}

function figuresOf({ figures }: FaultKind, states: ScopeStates<unknown>): Pick<InForce, 'figures'> {
  if (figures === undefined) return {};
  return { figures: Object.fromEntries([...states.entries()].map(([scope, state]) => [scope, figures(state)])) };
}
