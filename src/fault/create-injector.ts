import type { FaultSpan } from '../journal/run-journal.js';
import type { FaultRule } from './fault-rule.js';
import type { ActiveRule } from './active-rule.js';
import { createActiveRule } from './active-rule.js';
import { decideBytes, decideConnection } from './decide-connection.js';
import { decideMessage } from './decide-message.js';
import { decideRequest } from './decide-request.js';
import type { FaultInjector } from './injector.js';
import { matchesLink } from './matches.js';
import type { NamedState, RuleSetting } from './rule-setting.js';
import { createScopeStates } from './scope-states.js';

/** What an injector is made of. */
export interface InjectorOptions {
  /** Decides all chance. */
  readonly seed: string;
  readonly provider: string;
  /** Who calls, when only one does: rules that name a consumer can then hold of a connection, too. */
  readonly consumer?: string | undefined;
  /**
   * A rule has come into force, or its end has become known. The same span comes again when its end changes. Spans by the clock are told at
   * the next call after they began, with the instants that they were planned for.
   */
  readonly onSpan?: (span: FaultSpan) => void;
}

/**
 * An injector without rules.
 *
 * @param options - the seed that decides all chance, and where the injector stands
 */
export function createInjector(options: InjectorOptions): FaultInjector {
  const { seed, provider, consumer, onSpan } = options;
  const named = new Map<string | undefined, NamedState>();
  const namedOf = (mockScope: string | undefined): NamedState => {
    const known = named.get(mockScope) ?? { name: undefined };
    named.set(mockScope, known);
    return known;
  };
  const setting: RuleSetting = { seed, link: { provider, consumer }, namedOf, onSpan };
  const listeners = new Set<() => void>();
  let active: readonly ActiveRule[] = [];
  /** Connections whose bytes pass through here: what is done to the bytes is not done to the requests that they make, too. */
  const piped = createScopeStates<boolean>(() => false);
  const observe = (nowMs: number): void => {
    for (const rule of active) rule.observe(nowMs);
  };
  const tellChange = (): void => {
    for (const listener of listeners) listener();
  };
  const forLink = (nowMs: number): readonly ActiveRule[] =>
    active.filter((one) => one.isInForce(nowMs) && matchesLink(one.rule.match, setting.link));
  return {
    set: (rules, nowMs) => {
      for (const rule of active) rule.remove(nowMs);
      for (const state of named.values()) state.name = undefined;
      active = distinct(rules).map((rule) => createActiveRule(rule, nowMs, setting));
      observe(nowMs);
      tellChange();
    },
    add: (rule, nowMs) => {
      const added = createActiveRule(rule, nowMs, setting);
      const replaced = active.find((one) => one.rule.label === rule.label);
      replaced?.remove(nowMs);
      active = replaced === undefined ? [...active, added] : active.map((one) => (one === replaced ? added : one));
      observe(nowMs);
      tellChange();
    },
    remove: (label, nowMs) => {
      const removed = active.find((one) => one.rule.label === label);
      removed?.remove(nowMs);
      active = active.filter((one) => one !== removed);
      observe(nowMs);
      tellChange();
      return removed !== undefined;
    },
    get rules() {
      return active.map((one) => one.shown());
    },
    inForceCount: (nowMs) => active.filter((one) => one.isInForce(nowMs)).length,
    setState: (name, nowMs, mockScope) => {
      namedOf(mockScope).name = name;
      if (name === undefined && mockScope !== undefined && active.every(({ rule }) => rule.match.mockScope !== mockScope))
        named.delete(mockScope);
      if (nowMs !== undefined) observe(nowMs);
      tellChange();
    },
    get isIdle() {
      return active.length === 0;
    },
    get looksAtBytes() {
      return active.some((one) => one.takesConnections || one.kind.onBytes !== undefined);
    },
    onRequest: (request, nowMs) => {
      observe(nowMs);
      const touching = piped.get(request.connectionId) ? active.filter((one) => !one.takesConnections) : active;
      return decideRequest(touching, request, nowMs);
    },
    connectionsAreRefused: (nowMs) => {
      observe(nowMs);
      const refusing = forLink(nowMs).find((one) => one.refusesConnections());
      return refusing === undefined ? undefined : { label: refusing.rule.label };
    },
    onConnection: (connectionId, nowMs) => {
      observe(nowMs);
      return decideConnection(forLink(nowMs), connectionId, nowMs);
    },
    onBytes: (bytes, nowMs) => {
      observe(nowMs);
      if (!piped.get(bytes.connectionId)) piped.set(bytes.connectionId, true);
      return decideBytes(forLink(nowMs), bytes, nowMs);
    },
    onClose: (connectionId, nowMs) => {
      observe(nowMs);
      const slow = forLink(nowMs).find((one) => one.closeDelayMs() > 0 && one.chooseConnection(connectionId) !== undefined);
      return slow === undefined ? undefined : { durationMs: slow.closeDelayMs(), label: slow.rule.label };
    },
    certificate: (nowMs, connectionId) => {
      observe(nowMs);
      for (const one of forLink(nowMs)) {
        const flaw = one.certificate(connectionId);
        if (flaw !== undefined) return { flaw, label: one.rule.label };
      }
      return undefined;
    },
    onMessage: (way, message, nowMs) => {
      observe(nowMs);
      return decideMessage(active, { way, message }, nowMs);
    },
    brokerIsAway: (member, nowMs) => {
      observe(nowMs);
      for (const one of active) {
        const away = one.isInForce(nowMs) && matchesLink(one.rule.match, { provider, consumer: member }) ? one.brokerIsAway() : undefined;
        if (away !== undefined) return { label: one.rule.label, ...away };
      }
      return undefined;
    },
    nextChangeAtMs: (nowMs) => {
      observe(nowMs);
      const changes = active.flatMap((one) => one.changesAtMs).filter((atMs) => atMs > nowMs && Number.isFinite(atMs));
      return changes.length === 0 ? undefined : Math.min(...changes);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Rules that were read one by one may have one label: the journal must tell them apart. */
function distinct(rules: readonly FaultRule[]): readonly FaultRule[] {
  const taken = new Set<string>();
  return rules.map((rule) => {
    let label = rule.label;
    for (let number = 2; taken.has(label); number += 1) label = `${rule.label}-${number}`;
    taken.add(label);
    return label === rule.label ? rule : { ...rule, label };
  });
}
