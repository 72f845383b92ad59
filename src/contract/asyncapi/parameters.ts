import type { JsonValue } from '../../base/json.js';
import type { Schema } from '../../schema/schema.js';
import { resolveSchema } from '../../schema/schema-at.js';
import type { Channel, ChannelParameter } from '../channel.js';
import type { DocumentNode, Reading } from '../openapi/reading.js';
import { childNode, itemNodes, memberNodes, objectOf, reportDefect, textOf } from '../openapi/reading.js';
import { resolveNode } from '../openapi/reference.js';
import { schemaAtNode } from '../openapi/schema-node.js';
import { addressVariables } from './address-variables.js';
import { locationOf } from './location.js';

/**
 * The parameters of a channel. Every variable of the address is among them: one that nobody declares is any text; one that the address does not
 * have is left out with a defect.
 *
 * @param reading - takes the defects
 * @param channel - the Channel Object
 * @param address - as written
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#parametersObject
 */
export function parametersOf(reading: Reading, channel: DocumentNode, address: Channel['address']): readonly ChannelParameter[] {
  const variables = addressVariables(address);
  const list = childNode(channel, 'parameters');
  const declared = memberNodes(reading, list).flatMap(([name, member]) => {
    const target = resolveNode(reading, member);
    if (target === undefined || objectOf(reading, target) === undefined) return [];
    // An address that is only known at run time may well have them.
    if (address !== undefined && !variables.includes(name)) {
      reportDefect(reading, 'contract/channel-parameter-unused', member, { name, address });
      return [];
    }
    return [parameterAt(reading, name, target)];
  });
  const missing = variables.filter((name) => !declared.some((parameter) => parameter.name === name));
  return [...declared, ...missing.map((name) => undeclared(reading, name, { channel, address }))];
}

function parameterAt(reading: Reading, name: string, node: DocumentNode): ChannelParameter {
  const schema =
    childNode(node, 'schema').value === undefined ? textSchema(reading, node) : schemaAtNode(reading, childNode(node, 'schema'));
  return {
    name,
    schema,
    location: locationOf(reading, node),
    examples: exampleTexts(node, schema),
    file: node.uri,
    pointer: node.pointer,
  };
}

/** In 3.x a parameter is always a text and has `enum` beside it. */
function textSchema(reading: Reading, node: DocumentNode): Schema {
  const values = itemNodes(reading, childNode(node, 'enum')).flatMap((item) => textOf(reading, item) ?? []);
  const { dialect, documents } = reading;
  const value: JsonValue = { type: 'string', ...(values.length === 0 ? {} : { enum: values }) };
  return { value, dialect, uri: node.uri, pointer: node.pointer, documents };
}

function exampleTexts(node: DocumentNode, schema: Schema | undefined): readonly string[] {
  const within: DocumentNode = {
    ...node,
    value: (schema === undefined ? undefined : resolveSchema(schema)?.value) ?? {},
  };
  const texts = [node, within].flatMap((owner) => [
    childNode(owner, 'default').value,
    ...listOf(childNode(owner, 'examples').value),
    ...listOf(childNode(owner, 'enum').value),
  ]);
  return [...new Set(texts.flatMap((text) => (isScalar(text) ? [String(text)] : [])))];
}

function undeclared(
  reading: Reading,
  name: string,
  { channel, address }: { readonly channel: DocumentNode; readonly address: Channel['address'] },
): ChannelParameter {
  reportDefect(reading, 'contract/channel-parameter-undeclared', channel, { name, address });
  return { name, schema: undefined, location: undefined, examples: [], file: channel.uri, pointer: channel.pointer };
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function isScalar(value: JsonValue | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
