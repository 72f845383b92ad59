import { isJsonObject } from '../base/json.js';
import type { Channel } from '../contract/channel.js';
import type { Contract } from '../contract/contract.js';
import type { Schema } from '../schema/schema.js';
import { isValid, validate } from '../schema/validate.js';
import { textFromViolation } from '../schema/violation.js';
import type { HeaderPairs } from './http-message.js';
import { compileSecurityJudge } from './judge-security.js';
import type { MessageHeaders } from './message-headers.js';
import { headersObject } from './message-headers.js';
import { parameterSource } from './parse-parameter.js';
import { decodeFormText } from './percent.js';
import { branchesFromSchemas } from './schema-branch.js';

/** What a WebSocket's handshake asks for. */
export interface Handshake {
  /** Path and query, as sent. */
  readonly target: string;
  readonly headers: HeaderPairs;
}

/** One way in which a handshake does not keep to the contract of its channel. */
export interface HandshakeProblem {
  readonly kind: 'security' | 'query' | 'header';
  /** `['query', 'since']`, `['header', 'authorization']`. */
  readonly location: readonly string[];
  /** A clause that names its subject: `query parameter "since" must be integer`. */
  readonly message: string;
  /** What `WWW-Authenticate` names; empty unless credentials are missing. */
  readonly schemes: readonly string[];
  /** The clause that decides: of the binding, or of the channel. */
  readonly place: { readonly file: string; readonly pointer: string };
}

/**
 * What the contract has against a WebSocket's handshake: the `query` and `headers` of the channel's `ws` binding, and the credentials that its
 * operations and servers ask for. Credentials are asked for by form only.
 *
 * @param handshake - as it came
 * @param channel - that it means
 * @param contract - names the security schemes
 * @returns empty when it keeps the contract; credentials first
 * @see https://github.com/asyncapi/bindings/blob/master/websockets/README.md#channel-binding-object
 */
export function judgeHandshake(handshake: Handshake, channel: Channel, contract: Contract): readonly HandshakeProblem[] {
  const source = parameterSource(handshake, new Map());
  const refusal = securityOf(channel, contract)?.(source);
  const place = { file: channel.file, pointer: channel.pointer };
  const credentials: readonly HandshakeProblem[] =
    refusal === undefined
      ? []
      : [{ kind: 'security', location: refusal.location, message: refusal.message, schemes: refusal.schemes ?? [], place }];
  const query = (source.queryPairs()?.list ?? []).map(({ name, rawValue }) => [name, decodeFormText(rawValue) ?? rawValue] as const);
  return [
    ...credentials,
    ...ofBinding('query', query, { channel, contract }),
    ...ofBinding('headers', pairsOf(handshake.headers), { channel, contract }),
  ];
}

/** Any operation that lets everybody in lets everybody in at its channel. */
function securityOf(channel: Channel, contract: Contract): ReturnType<typeof compileSecurityJudge> {
  const operations = contract.eventOperations.filter((operation) => operation.channel === channel);
  if (operations.some(({ security }) => security.length === 0)) return undefined;
  return compileSecurityJudge({ security: operations.flatMap(({ security }) => security) }, contract);
}

interface BoundChannel {
  readonly channel: Channel;
  readonly contract: Contract;
}

function ofBinding(member: 'query' | 'headers', pairs: MessageHeaders, { channel, contract }: BoundChannel): readonly HandshakeProblem[] {
  const schema = bindingSchema(member, { channel, contract });
  if (schema === undefined) return [];
  const value = headersObject(known(member, pairs, { schema, contract }), schema);
  if (isValid(schema, value)) return [];
  const violations = validate(schema, value);
  // What a reference that leads nowhere refuses is the contract's fault.
  if (violations.some(({ args }) => args['reference'] !== undefined)) return [];
  const kind = member === 'query' ? 'query' : 'header';
  return violations.map((violation) => {
    const [, name] = violation.instancePointer.split('/');
    const property = name ?? (typeof violation.args['property'] === 'string' ? violation.args['property'] : undefined);
    const subject =
      name === undefined
        ? kind === 'query'
          ? 'the query'
          : 'the headers'
        : `${kind === 'query' ? 'query parameter' : 'header'} "${name}"`;
    return {
      kind,
      location: [kind, ...(property === undefined ? [] : [property])],
      message: `${subject} ${textFromViolation(violation)}`,
      schemes: [],
      place: { file: violation.schemaUri, pointer: violation.schemaPointer },
    };
  });
}

function bindingSchema(member: 'query' | 'headers', { channel, contract }: BoundChannel): Schema | undefined {
  const binding = channel.bindings.get('ws');
  const value = isJsonObject(binding) ? binding[member] : undefined;
  if (!isJsonObject(value)) return undefined;
  const { dialect, documents } = contract;
  return { value, dialect, uri: channel.file, pointer: `${channel.pointer}/bindings/ws/${member}`, documents };
}

/** Headers that nobody declares are those of the handshake itself, or of what it goes through; a key in the query is no matter of the binding. */
function known(
  member: 'query' | 'headers',
  pairs: MessageHeaders,
  { schema, contract }: { readonly schema: Schema; readonly contract: Contract },
): MessageHeaders {
  if (member === 'query') {
    const keys = new Set(
      [...contract.securitySchemes.values()].flatMap((one) => (one.kind === 'apiKey' && one.in === 'query' ? [one.name] : [])),
    );
    return pairs.filter(([name]) => !keys.has(name));
  }
  const declared = new Set(
    branchesFromSchemas([schema]).flatMap(({ properties }) => [...properties.keys()].map((name) => name.toLowerCase())),
  );
  return pairs.filter(([name]) => declared.has(name.toLowerCase()));
}

function pairsOf(headers: HeaderPairs): MessageHeaders {
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) pairs.push([headers[index] ?? '', headers[index + 1] ?? '']);
  return pairs;
}
