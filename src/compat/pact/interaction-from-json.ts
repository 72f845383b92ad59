import type { JsonObject } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { bodyFromJson } from './body-from-json.js';
import { without } from './matcher-from-json.js';
import type { Pact, PactFields, PactInteraction, PactMessage, PactRequest, PactResponse, PactState } from './pact.js';
import type { PactNode } from './pact-reading.js';
import { items, member, members, objectOf, optionalText, refuse, textOf } from './pact-reading.js';
import { rulesFromJson } from './rules-from-json.js';

/**
 * One interaction of a pact file.
 *
 * @param node - an item of `interactions` or `messages`
 * @param specification - of the file
 */
export function interactionFromJson(node: PactNode, specification: Pact['specification']): PactInteraction {
  const json = objectOf(node);
  const base = {
    description: textOf(member(node, 'description')),
    key: optionalText(member(node, 'key')),
    pending: json['pending'] === true,
    states: statesOf(node),
    pointer: node.pointer,
    others: without(json, KNOWN_MEMBERS),
  };
  const kind = kindOf(node, json);
  if (kind === 'http') return { ...base, kind, request: requestFrom(node, specification), response: responseFrom(node, specification) };
  if (kind === 'async-message') return { ...base, kind, message: messageFrom(node, specification) };
  const responses = member(node, 'response');
  return {
    ...base,
    kind,
    request: messageFrom(member(node, 'request'), specification),
    responses: (Array.isArray(responses.value) || responses.value === undefined ? items(responses) : [responses]).map((each) =>
      messageFrom(each, specification),
    ),
  };
}

function kindOf(node: PactNode, json: JsonObject): PactInteraction['kind'] {
  const { type } = json;
  if (type === undefined) return 'contents' in json ? 'async-message' : 'http';
  if (type === 'Synchronous/HTTP') return 'http';
  if (type === 'Asynchronous/Messages') return 'async-message';
  if (type === 'Synchronous/Messages') return 'sync-message';
  refuse(member(node, 'type'), 'the type of an interaction is Synchronous/HTTP, Asynchronous/Messages or Synchronous/Messages');
  return 'http';
}

/** v1 and v2 have one state, a text; v3 and v4 a list. */
function statesOf(node: PactNode): readonly PactState[] {
  const listed = member(node, 'providerStates');
  if (Array.isArray(listed.value)) {
    return items(listed).map((state) => ({ name: textOf(member(state, 'name')), params: objectOf(member(state, 'params')) }));
  }
  for (const name of ['providerState', 'provider_state', 'providerStates']) {
    const single = optionalText(member(node, name));
    if (single !== undefined) return [{ name: single, params: {} }];
  }
  return [];
}

function requestFrom(node: PactNode, specification: Pact['specification']): PactRequest {
  const request = member(node, 'request');
  if (!isJsonObject(request.value)) refuse(request, 'an interaction has a request with method and path');
  return {
    method: (optionalText(member(request, 'method')) ?? 'GET').toUpperCase(),
    path: optionalText(member(request, 'path')) ?? '/',
    query: queryOf(member(request, 'query')),
    ...partsOf(request, specification),
  };
}

function responseFrom(node: PactNode, specification: Pact['specification']): PactResponse {
  const response = member(node, 'response');
  const status = member(response, 'status');
  const isStatus = typeof status.value === 'number' && Number.isInteger(status.value) && status.value >= 100 && status.value < 600;
  if (status.value !== undefined && !isStatus) refuse(status, 'a status is a number from 100 to 599');
  return { status: typeof status.value === 'number' && isStatus ? status.value : 200, ...partsOf(response, specification) };
}

function partsOf(node: PactNode, specification: Pact['specification']): Omit<PactResponse, 'status'> {
  const headers = fieldsOf(member(node, 'headers'));
  return {
    headers,
    body: bodyFromJson(member(node, 'body'), specification, contentTypeOf(headers)),
    rules: rulesFromJson(member(node, 'matchingRules'), specification),
    generators: objectOf(member(node, 'generators')),
  };
}

function messageFrom(node: PactNode, specification: Pact['specification']): PactMessage {
  const metadata = { ...objectOf(member(node, 'metaData')), ...objectOf(member(node, 'metadata')) };
  const contentType = metadata['contentType'] ?? metadata['content-type'] ?? metadata['Content-Type'];
  return {
    contents: bodyFromJson(member(node, 'contents'), specification, typeof contentType === 'string' ? contentType : undefined),
    metadata,
    rules: rulesFromJson(member(node, 'matchingRules'), specification),
    generators: objectOf(member(node, 'generators')),
  };
}

/** v1 and v2 write the query as it stands in a URL. */
function queryOf(node: PactNode): PactFields {
  if (typeof node.value !== 'string') return fieldsOf(node);
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(node.value)) fields.set(name, [...(fields.get(name) ?? []), value]);
  return fields;
}

function fieldsOf(node: PactNode): PactFields {
  return new Map(
    members(node).map(([name, value]) => [name, Array.isArray(value.value) ? items(value).map(fieldText) : [fieldText(value)]]),
  );
}

function fieldText(node: PactNode): string {
  const { value } = node;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value === null ? '' : textOf(node);
}

function contentTypeOf(headers: PactFields): string | undefined {
  for (const [name, values] of headers) if (name.toLowerCase() === 'content-type') return values[0];
  return undefined;
}

const KNOWN_MEMBERS = [
  'type',
  'description',
  'key',
  'pending',
  'providerState',
  'provider_state',
  'providerStates',
  'request',
  'response',
  'contents',
  'metadata',
  'metaData',
  'matchingRules',
  'generators',
];
