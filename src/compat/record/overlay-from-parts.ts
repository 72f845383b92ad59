import type { JsonObject, JsonValue } from '../../base/json.js';
import type { Contract } from '../../contract/contract.js';
import { schemaFromShape } from './inferred-schema.js';
import type { MissingPart } from './missing-parts.js';
import { parametersOf } from './template-of.js';

/**
 * What a contract lacks as a patch that adds it: an Overlay document, one action for each place. It is a proposal: it knows only what was seen.
 *
 * @param parts - that were seen and are not declared
 * @param contract - that it extends
 * @returns `undefined` when nothing is missing
 * @see https://spec.openapis.org/overlay/v1.0.0.html
 */
export function overlayFromParts(parts: readonly MissingPart[], contract: Contract): JsonObject | undefined {
  if (parts.length === 0) return undefined;
  const actions = new Map<string, Action>();
  for (const part of parts) {
    const target = jsonPathOf(part.place);
    const known = actions.get(target) ?? { count: 0, update: {} };
    actions.set(target, { count: known.count + part.count, update: merged(known.update, updateOf(part, contract)) });
  }
  return {
    overlay: '1.0.0',
    info: { title: `What was seen and ${contract.title} does not have`, version: contract.version },
    actions: [...actions].map(([target, { count, update }]) => ({
      target,
      description: `Seen ${count} time${count === 1 ? '' : 's'}.`,
      update,
    })),
  };
}

interface Action {
  readonly count: number;
  readonly update: JsonObject;
}

function updateOf(part: MissingPart, contract: Contract): JsonObject {
  const { kind, name, shape, call } = part;
  const schema = shape === undefined ? {} : schemaFromShape(shape, hasTypeLists(contract));
  switch (kind) {
    case 'operation':
      return { [name]: pathItem(part, contract) };
    case 'response':
      return { [name]: responseOf(call?.mediaType, part, contract) };
    case 'media-type':
    case 'request-media-type':
      return { [name]: { schema } };
    case 'member':
      return { [name]: schema };
  }
}

function pathItem(part: MissingPart, contract: Contract): JsonObject {
  const { name, call } = part;
  const parameters = parametersOf(name).map((each): JsonValue => {
    const type = { type: 'string' };
    return { name: each, in: 'path', required: true, ...(contract.specification === '2.0' ? type : { schema: type }) };
  });
  const responses = { [String(call?.status ?? 200)]: responseOf(call?.mediaType, part, contract) };
  const operation = { ...(parameters.length === 0 ? {} : { parameters }), responses };
  return { [(call?.method ?? 'GET').toLowerCase()]: operation };
}

function responseOf(mediaType: string | undefined, { shape }: MissingPart, contract: Contract): JsonObject {
  const description = 'Seen in a recording';
  if (mediaType === undefined) return { description };
  const schema = shape === undefined ? undefined : schemaFromShape(shape, hasTypeLists(contract));
  if (contract.specification === '2.0') return schema === undefined ? { description } : { description, schema };
  return { description, content: { [mediaType]: schema === undefined ? {} : { schema } } };
}

/** Before 3.1 a schema has one type. */
function hasTypeLists({ specification }: Contract): boolean {
  return specification === '3.1' || specification === '3.2';
}

/**
 * Reference tokens as a normalized path.
 *
 * @see RFC 9535 §2.7
 */
function jsonPathOf(tokens: readonly string[]): string {
  return `$${tokens.map((token) => `['${token.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`).join('')}`;
}

/** As an overlay is applied: objects member by member. */
function merged(left: JsonObject, right: JsonObject): JsonObject {
  const whole: Record<string, JsonValue | undefined> = { ...left };
  for (const [name, value] of Object.entries(right)) {
    const known = Object.hasOwn(whole, name) ? whole[name] : undefined;
    const isBoth =
      typeof known === 'object' &&
      known !== null &&
      !Array.isArray(known) &&
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value);
    Object.defineProperty(whole, name, {
      value: isBoth ? merged(known as JsonObject, value as JsonObject) : value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return whole;
}
