import type { MessageArguments } from '../../base/errors.js';
import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Operation } from '../../contract/contract.js';
import type { Exchange } from '../../journal/exchange.js';
import type { FixtureState, Pair } from '../../workspace/workspace.js';
import type { Judgement } from '../finding-from-failure.js';
import { jsonAt } from '../json-at.js';
import type { Caller } from '../send-request.js';
import { sendRequest } from '../send-request.js';

/** What became of a pair's states for one operation. */
export type EnteredStates =
  | {
      readonly kind: 'entered';
      /** What the provider said of the states, by name: values of parameters. Empty when it said nothing. */
      readonly values: Readonly<Record<string, JsonValue>>;
    }
  | { readonly kind: 'failed'; readonly judgement: Judgement; readonly exchange: Exchange | undefined };

/** Who brings the provider into its states. */
export interface StatesWorld {
  readonly pair: Pick<Pair, 'states' | 'fixtures'>;
  /** The provider's. */
  readonly caller: Caller;
  /** Whether a mock stands in for the provider: it has no states to be brought into. */
  readonly isMock: boolean;
  /** Told of each call. */
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
}

/**
 * Brings the provider into the states that the fixture of an operation asks for, in their order. Meant to be called once for a lane, before its first case.
 *
 * @param operation - that will be called
 * @param world - the pair and the way to the provider
 * @see https://docs.pact.io/getting_started/provider_states
 */
export async function enterStates(operation: Operation, world: StatesWorld): Promise<EnteredStates> {
  const values: Record<string, JsonValue> = {};
  for (const state of statesOf(operation, world)) {
    const change = await changeState('setup', state, world);
    if (change.reason !== undefined)
      return failed(operation, { state: state.name, action: 'setup', reason: change.reason }, change.exchange);
    Object.assign(values, change.values);
  }
  return { kind: 'entered', values };
}

/**
 * Takes the provider out of those states again, the last one first, where the pair asks for it. Meant to be called once for a lane, after its last case.
 *
 * @param operation - that was called
 * @param world - the pair and the way to the provider
 * @returns what failed, `entered` when nothing did; the other states are left all the same
 */
export async function leaveStates(operation: Operation, world: StatesWorld): Promise<EnteredStates> {
  let failure: EnteredStates | undefined;
  if (world.pair.states?.teardown !== true) return ENTERED;
  for (const state of statesOf(operation, world).toReversed()) {
    const change = await changeState('teardown', state, world);
    if (change.reason !== undefined)
      failure ??= failed(operation, { state: state.name, action: 'teardown', reason: change.reason }, change.exchange);
  }
  return failure ?? ENTERED;
}

function statesOf(operation: Operation, { pair, isMock }: StatesWorld): readonly FixtureState[] {
  if (isMock || pair.states === undefined) return [];
  return pair.fixtures.get(operation.id)?.states ?? [];
}

interface StateChange {
  /** Why it failed; `undefined` when it did not. */
  readonly reason: string | undefined;
  readonly exchange: Exchange | undefined;
  readonly values: Readonly<Record<string, JsonValue>>;
}

/** A call to `states.url`, as Pact's verifiers make it. */
async function changeState(
  action: 'setup' | 'teardown',
  { name, params }: FixtureState,
  { pair, caller, onExchange }: StatesWorld,
): Promise<StateChange> {
  const address = addressOf(pair.states?.url ?? '/', caller.baseUrl);
  if (address === undefined) return { reason: `${pair.states?.url} is no address`, exchange: undefined, values: {} };
  const { baseUrl, target } = address;
  const body = new TextEncoder().encode(JSON.stringify({ action, state: name, params }));
  const headers = ['content-type', 'application/json', 'accept', 'application/json', 'user-agent', 'mortise'];
  const sent = await sendRequest({ method: 'POST', target, headers, body }, `state ${name}`, { ...caller, baseUrl });
  if (sent.kind === 'unsendable') return { reason: sent.reason, exchange: undefined, values: {} };
  const { exchange, reason } = sent;
  onExchange?.(exchange);
  const { response } = exchange;
  if (response === undefined) return { reason: reason ?? 'nobody answered', exchange, values: {} };
  if (response.status < 200 || response.status >= 300) return { reason: `it was answered ${response.status}`, exchange, values: {} };
  return { reason: undefined, exchange, values: valuesOf(jsonAt(response.body, '')) };
}

function addressOf(url: string, providerUrl: string): { readonly baseUrl: string; readonly target: string } | undefined {
  if (url.startsWith('/')) return { baseUrl: providerUrl, target: url };
  if (!URL.canParse(url)) return undefined;
  const { origin, pathname, search } = new URL(url);
  return { baseUrl: origin, target: `${pathname}${search}` };
}

function valuesOf(body: JsonValue | undefined): Readonly<Record<string, JsonValue>> {
  if (!isJsonObject(body)) return {};
  return Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

function failed(operation: Operation, args: MessageArguments, exchange: Exchange | undefined): EnteredStates {
  const place = { file: operation.file, pointer: operation.pointer };
  return { kind: 'failed', judgement: { code: 'check/state-failed', severity: 'error', operation: operation.id, place, args }, exchange };
}

const ENTERED: EnteredStates = { kind: 'entered', values: {} };
