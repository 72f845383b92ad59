import type { FindingCode } from '../../finding/finding-code.js';

/**
 * The text that decides what a finding says: a section of a specification, an RFC, a paper.
 *
 * @param code - of any finding
 * @returns a URL
 */
export function sourceOfCode(code: FindingCode): string {
  const [, url] = SOURCES.find(([prefix]) => code.startsWith(prefix)) ?? [];
  return url ?? OPENAPI;
}

const OPENAPI = 'https://spec.openapis.org/oas/v3.1.1.html';
const ASYNCAPI = 'https://www.asyncapi.com/docs/reference/specification/v3.0.0';
const SCHEMA = 'https://json-schema.org/draft/2020-12/json-schema-core';
const VALIDATION = 'https://json-schema.org/draft/2020-12/json-schema-validation';
const HTTP = 'https://www.rfc-editor.org/rfc/rfc9110';
const SEMVER = 'https://semver.org/';
const EVOLUTION = 'https://docs.confluent.io/platform/current/schema-registry/fundamentals/schema-evolution.html';
const ROBUST = 'https://www.rfc-editor.org/rfc/rfc9413';
const PACT = 'https://github.com/pact-foundation/pact-specification';

/** By the beginning of the code; the first that fits is meant, so what is more exact stands first. */
const SOURCES: readonly (readonly [prefix: string, url: string])[] = [
  ['contract/ref-', `${SCHEMA}#section-8.2.3`],
  ['contract/duplicate-key', 'https://yaml.org/spec/1.2.2/#3213-node-comparison'],
  ['contract/info-missing', `${OPENAPI}#info-object`],
  ['contract/server-', `${OPENAPI}#server-object`],
  ['contract/path-ambiguous', `${OPENAPI}#path-templating-matching`],
  ['contract/path-', `${OPENAPI}#path-templating`],
  ['contract/operation-id-', `${OPENAPI}#operation-object`],
  ['contract/parameter-', `${OPENAPI}#parameter-object`],
  ['contract/body-on-get', `${HTTP}#section-9.3.1`],
  ['contract/body-', `${OPENAPI}#request-body-object`],
  ['contract/responses-', `${OPENAPI}#responses-object`],
  ['contract/status-', `${OPENAPI}#responses-object`],
  ['contract/example', `${OPENAPI}#example-object`],
  ['contract/link-', `${OPENAPI}#link-object`],
  ['contract/security-', `${OPENAPI}#security-scheme-object`],
  ['contract/payload-', `${ASYNCAPI}#multiFormatSchemaObject`],
  ['contract/location-', `${ASYNCAPI}#runtimeExpression`],
  ['contract/action-', `${ASYNCAPI}#operationObject`],
  ['contract/channel-parameter', `${ASYNCAPI}#parametersObject`],
  ['contract/channel-', `${ASYNCAPI}#channelObject`],
  ['contract/message-', `${ASYNCAPI}#messageObject`],
  ['contract/content-type-', `${ASYNCAPI}#messageObject`],
  ['contract/avro-', 'https://avro.apache.org/docs/1.12.0/specification/'],
  ['contract/type-', `${VALIDATION}#section-6.1.1`],
  ['contract/pattern-', `${SCHEMA}#section-6.4`],
  ['contract/required-', `${VALIDATION}#section-6.5.3`],
  ['contract/default-', `${VALIDATION}#section-9.2`],
  ['contract/schema-', SCHEMA],
  ['models/', SCHEMA],
  ['check/not-a-server-error', `${HTTP}#section-15.6`],
  ['check/status-declared', `${OPENAPI}#responses-object`],
  ['check/content-type-declared', `${OPENAPI}#response-object`],
  ['check/body-matches-schema', `${OPENAPI}#media-type-object`],
  ['check/headers-match', `${OPENAPI}#header-object`],
  ['check/example-', `${OPENAPI}#example-object`],
  ['check/required-parameter', `${OPENAPI}#parameter-object`],
  ['check/undeclared-method', `${HTTP}#section-15.5.6`],
  ['check/authentication-', `${OPENAPI}#security-requirement-object`],
  ['check/nothing-leaked', 'https://cwe.mitre.org/data/definitions/209.html'],
  ['check/deleted-', `${HTTP}#section-9.3.5`],
  ['check/delete-', `${HTTP}#section-9.3.5`],
  ['check/created-', `${HTTP}#section-15.3.2`],
  ['check/location-', `${HTTP}#section-10.2.2`],
  ['check/put-is-idempotent', `${HTTP}#section-9.2.2`],
  ['check/patch-takes-effect', 'https://www.rfc-editor.org/rfc/rfc5789#section-2'],
  ['check/put-', `${HTTP}#section-9.3.4`],
  ['check/failed-create', `${HTTP}#section-15.5`],
  ['check/channel-', `${ASYNCAPI}#channelObject`],
  ['check/address-', `${ASYNCAPI}#parameterObject`],
  ['check/correlation-', `${ASYNCAPI}#correlationIdObject`],
  ['check/reply-', `${ASYNCAPI}#operationReplyObject`],
  ['check/message', `${ASYNCAPI}#messageObject`],
  ['check/payload', `${ASYNCAPI}#messageObject`],
  ['check/duplicate-', 'https://www.enterpriseintegrationpatterns.com/patterns/messaging/IdempotentReceiver.html'],
  ['check/', OPENAPI],
  ['recovery/', 'https://sre.google/sre-book/addressing-cascading-failures/'],
  ['scenario/', 'https://spec.openapis.org/arazzo/v1.0.1.html'],
  ['compat/version-step', SEMVER],
  ['compat/contract-', SEMVER],
  ['compat/deprecated', 'https://www.rfc-editor.org/rfc/rfc9745'],
  ['compat/undeprecated', 'https://www.rfc-editor.org/rfc/rfc9745'],
  ['compat/sunset', 'https://www.rfc-editor.org/rfc/rfc8594'],
  ['compat/parameter-', `${OPENAPI}#parameter-object`],
  ['compat/body-', `${OPENAPI}#request-body-object`],
  ['compat/response-', `${OPENAPI}#responses-object`],
  ['compat/header-', `${OPENAPI}#header-object`],
  ['compat/media-type', `${OPENAPI}#media-type-object`],
  ['compat/encoding', `${OPENAPI}#encoding-object`],
  ['compat/security', `${OPENAPI}#security-requirement-object`],
  ['compat/server', `${OPENAPI}#server-object`],
  ['compat/link', `${OPENAPI}#link-object`],
  ['compat/channel', EVOLUTION],
  ['compat/message', EVOLUTION],
  ['compat/payload', EVOLUTION],
  ['compat/schema', ROBUST],
  ['compat/member', ROBUST],
  ['compat/', SEMVER],
  ['pact/', PACT],
];
