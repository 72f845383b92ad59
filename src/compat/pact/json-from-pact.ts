import type { JsonObject } from '../../base/json.js';
import { jsonFromPathRules, jsonFromRuleList } from './json-from-matcher.js';
import type { Pact, PactBody, PactFields, PactInteraction, PactMessage, PactResponse } from './pact.js';
import type { PactRules } from './pact-rules.js';

/**
 * The pact as a file of specification 4, whatever it was read from. The same pact gives the same members in the same order.
 *
 * @param pact - with its interactions in the order they shall have
 * @see https://github.com/pact-foundation/pact-specification/tree/version-4
 */
export function jsonFromPact(pact: Pact): JsonObject {
  return {
    consumer: { name: pact.consumer },
    interactions: pact.interactions.map(jsonFromInteraction),
    metadata: { ...pact.metadata, pactSpecification: { version: '4.0' } },
    provider: { name: pact.provider },
  };
}

/**
 * The text of the file.
 *
 * @param pact - as for {@link jsonFromPact}
 */
export function textFromPact(pact: Pact): string {
  return `${JSON.stringify(jsonFromPact(pact), undefined, 2)}\n`;
}

function jsonFromInteraction(interaction: PactInteraction): JsonObject {
  const { description, key, pending, states, others } = interaction;
  return {
    type: TYPES[interaction.kind],
    description,
    ...(key === undefined ? {} : { key }),
    pending,
    ...(states.length === 0
      ? {}
      : {
          providerStates: states.map(({ name, params }) => ({ name, ...(Object.keys(params).length === 0 ? {} : { params }) })),
        }),
    ...jsonFromContent(interaction),
    ...others,
  };
}

function jsonFromContent(interaction: PactInteraction): JsonObject {
  if (interaction.kind === 'async-message') return jsonFromMessage(interaction.message);
  if (interaction.kind === 'sync-message') {
    return { request: jsonFromMessage(interaction.request), response: interaction.responses.map(jsonFromMessage) };
  }
  const { method, path, query } = interaction.request;
  return {
    request: { method, path, ...(query.size === 0 ? {} : { query: jsonFromFields(query) }), ...jsonFromParts(interaction.request) },
    response: { status: interaction.response.status, ...jsonFromParts(interaction.response) },
  };
}

function jsonFromParts({ headers, body, rules, generators }: Omit<PactResponse, 'status'>): JsonObject {
  return {
    ...(headers.size === 0 ? {} : { headers: jsonFromFields(headers) }),
    ...(body === undefined ? {} : { body: jsonFromBody(body) }),
    ...jsonFromRules(rules, generators),
  };
}

function jsonFromMessage({ contents, metadata, rules, generators }: PactMessage): JsonObject {
  return {
    ...(contents === undefined ? {} : { contents: jsonFromBody(contents) }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    ...jsonFromRules(rules, generators),
  };
}

function jsonFromBody({ content, contentType, encoding, hint }: PactBody): JsonObject {
  return {
    content,
    ...(contentType === undefined ? {} : { contentType }),
    encoded: encoding ?? false,
    ...(hint === undefined ? {} : { contentTypeHint: hint }),
  };
}

function jsonFromRules(rules: PactRules, generators: JsonObject): JsonObject {
  const matchingRules: JsonObject = {
    ...(rules.path === undefined ? {} : { path: jsonFromRuleList(rules.path) }),
    ...(rules.status === undefined ? {} : { status: jsonFromRuleList(rules.status) }),
    ...(rules.query.length === 0 ? {} : { query: jsonFromPathRules(rules.query) }),
    ...(rules.header.length === 0 ? {} : { header: jsonFromPathRules(rules.header) }),
    ...(rules.body.length === 0 ? {} : { body: jsonFromPathRules(rules.body) }),
    ...(rules.metadata.length === 0 ? {} : { metadata: jsonFromPathRules(rules.metadata) }),
  };
  return {
    ...(Object.keys(matchingRules).length === 0 ? {} : { matchingRules }),
    ...(Object.keys(generators).length === 0 ? {} : { generators }),
  };
}

function jsonFromFields(fields: PactFields): JsonObject {
  return Object.fromEntries(fields);
}

const TYPES: Readonly<Record<PactInteraction['kind'], string>> = {
  http: 'Synchronous/HTTP',
  'async-message': 'Asynchronous/Messages',
  'sync-message': 'Synchronous/Messages',
};
