import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { parseMediaType } from '../../base/media-type.js';
import type { Operation } from '../../contract/contract.js';
import { REDACTED } from '../../journal/redact.js';
import type { Schema } from '../../schema/schema.js';
import { clausesFromNode } from '../../schema/clauses.js';
import type { Node } from '../../schema/node.js';
import { mediaTypeForContent } from '../../wire/select-media-type.js';
import { childNodes, everywhere, nodesAt } from './nodes-at.js';
import type { SentRequest } from './usage.js';

/**
 * The request without what looks like a secret, and without what its schema calls a password. Names were looked at before.
 *
 * @param request - of a redacted exchange
 * @param operation - whose schemas say what a password is
 */
export function withoutSecrets({ parameters, mediaType, body }: SentRequest, operation: Operation): SentRequest {
  const kept = Object.entries(parameters).map(([key, value]) => [key, withoutSecretTexts(value, parameterNodes(operation, key))] as const);
  const actual = mediaType === undefined ? undefined : parseMediaType(mediaType);
  const declared = actual === undefined ? undefined : mediaTypeForContent(operation.requestBody?.content ?? [], actual);
  const nodes = nodesOf(declared?.schema);
  return { parameters: Object.fromEntries(kept), mediaType, body: body === undefined ? undefined : withoutSecretTexts(body, nodes) };
}

/**
 * The value without texts that look like secrets, whatever they are called: tokens are told by their form.
 *
 * @param value - any
 * @param nodes - what schemas say of it; empty when none does
 */
export function withoutSecretTexts(value: JsonValue, nodes: readonly Node[]): JsonValue {
  if (typeof value === 'string') return isSecretText(value) || nodes.some(isPassword) ? REDACTED : value;
  if (Array.isArray(value)) {
    const items = below(nodes, '*');
    return value.map((item: JsonValue) => withoutSecretTexts(item, items));
  }
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    member === undefined ? undefined : withoutSecretTexts(member, below(nodes, name)),
  ]);
  return Object.fromEntries(members);
}

/** A JSON Web Token, keys of well-known services, a private key: what no program sends by chance. */
function isSecretText(text: string): boolean {
  return SECRET_TEXT.test(text.length > MAX_LOOKED_AT ? text.slice(0, MAX_LOOKED_AT) : text);
}

function isPassword(node: Node): boolean {
  return clausesFromNode(node).get('format')?.value === 'password';
}

function parameterNodes(operation: Operation, key: string): readonly Node[] {
  const parameter = operation.parameters.find((each) => `${each.in}:${each.name}` === key);
  return nodesOf(parameter?.form.kind === 'style' ? parameter.form.schema : parameter?.form.mediaType.schema);
}

function nodesOf(schema: Schema | undefined): readonly Node[] {
  return schema === undefined ? [] : nodesAt(schema, []);
}

function below(nodes: readonly Node[], token: string): readonly Node[] {
  return everywhere(nodes.flatMap((node) => childNodes(node, token)));
}

const MAX_LOOKED_AT = 4_096;
const SECRET_TEXT =
  /^eyJ[\w-]{8,}\.[\w-]+\.[\w-]*$|^(?:sk|pk|rk)_(?:live|test)_\w{8,}$|^gh[pousr]_\w{20,}$|^(?:AKIA|ASIA)[A-Z0-9]{16}$|^xox[abprs]-[\w-]{10,}$|^(?:Bearer|Basic) \S{8,}$|-----BEGIN [A-Z ]*PRIVATE KEY-----/;
