import type { JsonValue } from '../../base/json.js';
import { valueAtPointer } from '../../base/json-pointer.js';
import type { EffectsView } from '../../workspace/pair-events.js';
import type { EventMember } from './event-session.js';

/** What a receiver says it has done. */
export type EffectsSeen =
  /** The keys of the messages, one for each effect, in order. */
  { readonly kind: 'list'; readonly keys: readonly string[] } | { readonly kind: 'none'; readonly reason: string };

/**
 * Asks for what was done.
 *
 * @param member - that shows it
 * @param view - where
 * @param signal - ends the call
 */
export async function readEffects(member: EventMember, view: EffectsView, signal: AbortSignal): Promise<EffectsSeen> {
  const result = await member.call({ method: 'GET', target: view.path, headers: ['accept', 'application/json'], body: undefined }, signal);
  if (result === undefined) return none('it answers no calls');
  if (result.kind !== 'answered') return none(result.reason);
  const { status, body } = result.response;
  if (status < 200 || status > 299) return none(`GET ${view.path} was answered by ${status}`);
  const list = listIn(typeof body === 'string' ? body : new TextDecoder().decode(body), view.list);
  if (list === undefined) return none(`GET ${view.path} has no list${view.list === '' ? '' : ` at ${view.list}`}`);
  return { kind: 'list', keys: list.map((entry) => textOf(view.key === '' ? entry : valueAtPointer(entry, view.key))) };
}

function listIn(text: string, pointer: string): readonly JsonValue[] | undefined {
  try {
    const value = valueAtPointer(JSON.parse(text) as JsonValue, pointer);
    return Array.isArray(value) ? value : undefined;
  } catch {
    // What is no JSON has no list; the caller says so.
    return undefined;
  }
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function none(reason: string): EffectsSeen {
  return { kind: 'none', reason };
}
