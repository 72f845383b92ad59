import type { HttpRequest } from '../../wire/http-message.js';
import type { Trigger } from '../../workspace/pair-events.js';
import { basePathFor } from '../base-path.js';
import { firstRequest } from '../request/first-request.js';
import { validCase } from '../request/draw-valid.js';
import { planOperation } from '../request/operation-plan.js';
import type { EventRun } from './event-run.js';

/** What came of making a sender send. */
export type Pulled =
  | { readonly kind: 'done' }
  /** It could not be done, which is not the sender's fault. */
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Makes a sender send.
 *
 * @param run - of the pair
 * @param trigger - how
 * @param sender - who is asked when the trigger names nobody
 */
export async function pullTrigger(run: EventRun, trigger: Trigger, sender: string): Promise<Pulled> {
  if (trigger.kind === 'schedule') return { kind: 'done' };
  const system = trigger.system ?? sender;
  const member = run.session.member(system);
  if (member === undefined) return failed(`${system} is not part of the run`);
  const request = requestOf(run, trigger, system);
  if (typeof request === 'string') return failed(request);
  const result = await member.call(request, run.input.signal);
  if (result === undefined) return failed(`${system} answers no calls`);
  if (result.kind !== 'answered') return failed(`${request.method} ${request.target}: ${result.reason}`);
  const { status } = result.response;
  return status < 400 ? { kind: 'done' } : failed(`${request.method} ${request.target} was answered by ${status}`);
}

function requestOf(run: EventRun, trigger: Exclude<Trigger, { readonly kind: 'schedule' }>, system: string): HttpRequest | string {
  const { pair } = run.input;
  if (trigger.kind === 'call') return requestFromCall(trigger, pair.headers);
  const contract = run.input.callContracts?.get(system);
  const operation = contract?.operations.find(({ id }) => id === trigger.operation)?.read();
  if (contract === undefined || operation === undefined) return `${system} has no operation ${trigger.operation}`;
  const basePath = basePathFor(contract, run.session.member(system)?.url ?? '');
  const first = firstRequest(planOperation(operation, { contract, pair, suggest: () => [], basePath }, 'examples'));
  if (first.kind === 'none') return `no request of ${trigger.operation} keeps the contract: ${first.reason}`;
  const wired = first.plan.wire(validCase(first.draft, first.plan));
  return wired.kind === 'request' ? wired.request : wired.reason;
}

function requestFromCall(
  { method, path, headers, body }: Extract<Trigger, { readonly kind: 'call' }>,
  ofPair: Readonly<Record<string, string>>,
): HttpRequest {
  const all: Readonly<Record<string, string>> = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...ofPair,
    ...headers,
  };
  const bytes = body === undefined ? undefined : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return { method, target: path, headers: Object.entries(all).flat(), body: bytes };
}

function failed(reason: string): Pulled {
  return { kind: 'failed', reason };
}
