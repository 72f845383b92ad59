import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { FaultRule } from '../../fault/fault-rule.js';
import { faultRuleFromText } from '../../fault/fault-rule-from-text.js';
import { faultRulesFromJson } from '../../fault/fault-rules-from-json.js';
import type { InForce } from '../../fault/injector.js';
import { ruleInScope } from '../../fault/rule-in-scope.js';
import type { HttpResponse } from '../../wire/http-message.js';
import { impossible, json, missing, NO_CONTENT } from './control-answer.js';
import type { ControlCall, ControlHandler, ControlResource } from './control-call.js';
import { wrongBody } from './control-call.js';
import type { ControlledFaults } from './controlled-system.js';

/** What goes wrong before the systems. Faults of a scope hold for its requests, those of none for all. */
export const faults: ControlResource = {
  name: 'faults',
  methods: {
    GET: onFaults((call, own) => json(200, { faults: shown(call, own) })),
    PUT: onFaults((call, own, nowMs) => {
      const rules = rulesOf(call, own);
      removeAll(call, own, nowMs);
      for (const rule of rules) own.injector.add(rule, nowMs);
      return json(200, { faults: shown(call, own) });
    }),
    POST: onFaults((call, own, nowMs) => {
      for (const rule of rulesOf(call, own)) own.injector.add(rule, nowMs);
      return json(201, { faults: shown(call, own) });
    }),
    DELETE: onFaults((call, own, nowMs) => {
      removeAll(call, own, nowMs);
      return NO_CONTENT;
    }),
  },
  one: {
    GET: onFaults((call, own) => {
      const rule = inScope(call, own).find(({ rule: { label } }) => label === labelOf(call));
      return rule === undefined ? missing(`no rule "${call.rest[0]}"`) : json(200, plainRule(rule));
    }),
    DELETE: onFaults((call, own, nowMs) => (own.injector.remove(labelOf(call), nowMs) ? NO_CONTENT : missing(`no rule "${call.rest[0]}"`))),
  },
};

/** The state that rules with `while` wait for. */
export const faultState: ControlResource = {
  name: 'fault-state',
  methods: {
    PUT: onFaults((call, { injector }, nowMs) => {
      const value = call.json();
      const name = isJsonObject(value) ? value['state'] : undefined;
      if (typeof name !== 'string' && name !== null) throw wrongBody('/state', 'must be the name of a state, or null for none');
      injector.setState(name ?? undefined, nowMs, call.scope === '' ? undefined : call.scope);
      return NO_CONTENT;
    }),
  },
};

/** Faults stand before one system each. */
function onFaults(handle: (call: ControlCall, own: ControlledFaults, nowMs: number) => HttpResponse): ControlHandler {
  return (call) => {
    const [system, ...others] = call.systems.filter((one) => one.faults !== undefined);
    if (system?.faults === undefined) return impossible('No faults can be injected here: start it with --control.');
    if (others.length > 0)
      return impossible(
        `Several systems are meant: name one with ?system=, ${call.systems
          .slice(0, 20)
          .map(({ name }) => name)
          .join(', ')}.`,
      );
    return handle(call, system.faults, system.clock.nowMs());
  };
}

function rulesOf(call: ControlCall, { assertFit }: ControlledFaults): readonly FaultRule[] {
  const value = call.json();
  const read = typeof value === 'string' ? [faultRuleFromText(value)] : faultRulesFromJson(value);
  const rules = call.scope === undefined || call.scope === '' ? read : read.map((rule) => ruleInScope(rule, call.scope ?? ''));
  assertFit(rules);
  return rules;
}

function inScope({ scope }: ControlCall, { injector }: ControlledFaults): readonly InForce[] {
  const meant = scope === '' ? undefined : scope;
  return injector.rules.filter(({ rule }) => rule.match.mockScope === meant);
}

function removeAll(call: ControlCall, own: ControlledFaults, nowMs: number): void {
  for (const { rule } of inScope(call, own)) own.injector.remove(rule.label, nowMs);
  own.injector.setState(undefined, nowMs, call.scope === '' ? undefined : call.scope);
}

function labelOf({ rest: [label = ''], scope }: ControlCall): string {
  return scope === undefined || scope === '' ? label : `${label}@${scope}`;
}

function shown(call: ControlCall, own: ControlledFaults): readonly JsonValue[] {
  return inScope(call, own).map(plainRule);
}

function plainRule({ rule, setAtMs, appliedCount }: InForce): JsonValue {
  const { label, match, written } = rule;
  const own = match.mockScope === undefined ? label : label.slice(0, -match.mockScope.length - 1);
  return { ...written, label: own, setAtMs, appliedCount };
}
