import { isOfSystem } from '../journal/member-name.js';
import { headerValue } from '../wire/http-message.js';
import { SCOPE_HEADER } from '../wire/scope-header.js';
import type { FaultedMessage, FaultedRequest } from './fault.js';
import type { FaultMatch } from './fault-rule.js';
import { matchesGlob } from '../base/glob.js';

/** The two ends of the link that rules are applied to. */
export interface FaultedLink {
  readonly provider: string;
  /** `undefined`: whoever calls. */
  readonly consumer: string | undefined;
}

/**
 * Whether every member of a match holds of a request.
 *
 * @param match - of a rule
 * @param faulted - the request
 */
export function matchesRequest(match: FaultMatch, faulted: FaultedRequest): boolean {
  const { request, consumer, provider } = faulted;
  if (match.channel !== undefined || match.key !== undefined) return false;
  if (match.mockScope !== undefined && match.mockScope !== headerValue(request.headers, SCOPE_HEADER)) return false;
  if (match.provider !== undefined && match.provider !== provider) return false;
  if (match.consumer !== undefined && match.consumer !== consumer) return false;
  if (match.method !== undefined && match.method !== request.method) return false;
  if (match.path !== undefined && !matchesGlob(match.path, pathOf(request.target))) return false;
  if (match.header !== undefined && !matchesHeader(match.header, faulted)) return false;
  return match.operations === undefined || match.operations.some((operation) => isOperation(operation, faulted));
}

/**
 * Whether every member of a match holds of a message.
 *
 * @param match - of a rule
 * @param faulted - the message
 */
export function matchesMessage(match: FaultMatch, { content, consumer, provider, operation }: FaultedMessage): boolean {
  const { operations, header } = match;
  if (match.method !== undefined || match.path !== undefined || match.mockScope !== undefined) return false;
  if (match.provider !== undefined && match.provider !== provider) return false;
  if (match.consumer !== undefined && (consumer === undefined || !isOfSystem(consumer, match.consumer))) return false;
  if (match.channel !== undefined && !matchesGlob(match.channel, content.channel)) return false;
  if (match.key !== undefined && match.key !== content.key) return false;
  if (header !== undefined && !content.headers.some(([name, value]) => isHeader(header, name, value))) return false;
  if (operations === undefined) return true;
  if (operation === undefined) return false;
  const { id, action, channel } = operation;
  return operations.some((written) => written === id || written === `${action} ${channel.address ?? channel.id}`);
}

/**
 * Whether a match holds of all that goes over a link: what asks for something of a request does not.
 *
 * @param match - of a rule
 * @param link - the connection's ends
 */
export function matchesLink(match: FaultMatch, link: FaultedLink): boolean {
  if (asksForRequest(match)) return false;
  if (match.provider !== undefined && match.provider !== link.provider) return false;
  return match.consumer === undefined || match.consumer === link.consumer;
}

/**
 * Whether a match can be judged by a request or a message alone.
 *
 * @param match - of a rule
 */
export function asksForRequest({ operations, method, path, header, mockScope, channel, key }: FaultMatch): boolean {
  return [operations, method, path, header, mockScope, channel, key].some((member) => member !== undefined);
}

function isHeader({ name, equals }: NonNullable<FaultMatch['header']>, seen: string, value: string): boolean {
  return seen.toLowerCase() === name && (equals === undefined || value === equals);
}

function matchesHeader({ name, equals }: NonNullable<FaultMatch['header']>, { request }: FaultedRequest): boolean {
  const value = headerValue(request.headers, name);
  return value !== undefined && (equals === undefined || value === equals);
}

/** Without a contract `GET /orders/{id}` is compared with the target itself. */
function isOperation(written: string, { operation, request }: FaultedRequest): boolean {
  if (operation !== undefined) return written === operation.id || written === `${operation.method} ${operation.path}`;
  const space = written.indexOf(' ');
  if (space === -1 || written.slice(0, space) !== request.method) return false;
  return matchesGlob(written.slice(space + 1).replaceAll(/\{[^{}]*\}/g, '*'), pathOf(request.target));
}

function pathOf(target: string): string {
  const end = target.search(/[?#]/);
  return end === -1 ? target : target.slice(0, end);
}
