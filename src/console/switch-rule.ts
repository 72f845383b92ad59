import type { JsonRecord, Rule } from './api-types.js';
import { msFromDuration } from './duration.js';

/** What a person can do to a system with one click: to its calls, and to its messages. */
export type SwitchKind = 'down' | 'limit' | 'slow' | 'break' | 'away' | 'late' | 'spoil';

/** How a switch is set. */
export interface SwitchSetting {
  readonly kind: SwitchKind;
  /** `down`: `503`, `reset`, `silence`. `break`, `spoil`: the kind of fault. Otherwise unused. */
  readonly how: string;
  /** `limit`: so many calls. */
  readonly limit: number;
  /** `limit`: in so long a time. `slow`, `late`: so late. */
  readonly time: string;
  /** The id of an operation; empty for the whole system. */
  readonly operation: string;
  /** How long; empty: until it is turned off. */
  readonly lasts: string;
  /** 0..1 of the calls or messages. */
  readonly share: number;
}

/**
 * The rule of the control API that a switch is.
 *
 * @param setting - as a person chose it
 */
export function ruleFromSwitch({ kind, how, limit, time, operation, lasts, share }: SwitchSetting): JsonRecord {
  return {
    ...faultOf({ kind, how, limit, time }),
    label: labelOf(kind, kind === 'away' ? '' : operation),
    // A broker is away as a whole.
    ...(operation === '' || kind === 'away' ? {} : { on: [operation] }),
    ...(lasts === '' ? {} : { to: lasts }),
    ...(share < 1 && kind !== 'away' ? { probability: share } : {}),
  };
}

function faultOf({ kind, how, limit, time }: Pick<SwitchSetting, 'kind' | 'how' | 'limit' | 'time'>): JsonRecord {
  switch (kind) {
    case 'down':
      return { fault: 'outage', mode: how };
    case 'limit':
      return { fault: 'rate-limit', limit, window: time };
    case 'slow':
      return { fault: 'slow-first-byte', delay: time };
    case 'break':
      return /^\d{3}$/.test(how) ? { fault: 'status', status: Number(how) } : { fault: how };
    case 'away':
      return { fault: 'broker-down' };
    case 'late':
      return { fault: 'delay-message', delay: time };
    case 'spoil':
      return { fault: how };
  }
}

/** One switch of each kind for a system and for each of its operations: setting it again replaces it. */
function labelOf(kind: SwitchKind, operation: string): string {
  return operation === '' ? kind : `${kind}-${operation.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 90)}`;
}

/**
 * How long a rule is still in force: `undefined` until it is turned off, 0 when it is over.
 *
 * @param nowMs - of the mock's clock
 */
export function leftMsOf({ to, setAtMs }: Pick<Rule, 'to' | 'setAtMs'>, nowMs: number): number | undefined {
  const lastsMs = to === undefined ? undefined : msFromDuration(to);
  return lastsMs === undefined ? undefined : Math.max(0, setAtMs + lastsMs - nowMs);
}

/**
 * What a rule does, in plain words.
 *
 * @param rule - as the API shows it
 */
export function textFromRule(rule: Rule): string {
  const share =
    typeof rule['probability'] === 'number' && rule['probability'] < 1
      ? `, ${Math.round(rule['probability'] * 100)} % of ${isOfMessages(rule) ? 'messages' : 'calls'}`
      : '';
  return `${faultText(rule)}${share}`;
}

/**
 * Whether a rule of these switches meets messages, and no calls.
 *
 * @param rule - as the API shows it
 */
export function isOfMessages({ fault }: Pick<Rule, 'fault'>): boolean {
  return fault === 'broker-down' || fault === 'delay-message' || SPOILS.some(([how]) => how === fault);
}

function faultText(rule: Rule): string {
  switch (rule.fault) {
    case 'outage':
      return rule['mode'] === 'reset'
        ? 'Down: connections are cut'
        : rule['mode'] === 'silence'
          ? 'Down: nothing is answered'
          : 'Down: answers 503';
    case 'rate-limit':
      return `Rate limit: ${String(rule['limit'] ?? 10)} calls in ${String(rule['window'] ?? '60s')}, then 429`;
    case 'slow-first-byte':
      return `Slow: answers ${String(rule['delay'] ?? '5s')} late`;
    case 'status':
      return `Broken: answers ${String(rule['status'])}`;
    case 'broker-down':
      return 'Away: no message is taken or delivered';
    case 'delay-message':
      return `Late: messages come ${String(rule['delay'] ?? '5s')} late`;
    default:
      return [...BREAKS, ...SPOILS].find(([how]) => how === rule.fault)?.[1] ?? rule.fault;
  }
}

/** A name of the API, and what a person calls it: as a choice has it. */
type Way = readonly [how: string, text: string];

/** Ways to be broken that people meet. */
export const BREAKS: readonly Way[] = [
  ['500', 'Answers 500 Internal Server Error'],
  ['schema-invalid', 'Bad answer: JSON that breaks the contract'],
  ['malformed-json', 'Bad answer: text that is no JSON'],
  ['wrong-content-type', 'Bad answer: HTML by its Content-Type'],
  ['truncate', 'Truncated: the body is cut off halfway'],
  ['empty-reply', 'Empty: the connection ends without an answer'],
  ['dribble', 'Dribbles: the body comes byte by byte'],
];

/** What happens to messages on their way. */
export const SPOILS: readonly Way[] = [
  ['lose', 'Lost: the message never arrives'],
  ['duplicate', 'Twice: the message comes again'],
  ['reorder', 'Out of order: others overtake it'],
  ['redeliver', 'Again: delivered though it was acknowledged'],
  ['poison', 'Bad payload: it breaks the contract'],
  ['truncate-payload', 'Truncated: the payload is cut off'],
];
