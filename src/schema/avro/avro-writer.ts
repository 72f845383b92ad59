import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { AvroType } from './avro-type.js';
import { branchName } from './avro-type.js';

/**
 * The binary encoding of a value, or `undefined` when the type has no such value.
 *
 * @param type - of the writer
 * @param value - in the JSON encoding; a value of a union may also stand without the name of its branch
 * @see https://avro.apache.org/docs/1.12.0/specification/#binary-encoding
 */
export function bytesFromAvro(type: AvroType, value: JsonValue | undefined): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  return write(type, value, parts) ? Buffer.concat(parts) : undefined;
}

/** Gives false, and leaves behind whatever it has written, when the value is none of the type. */
function write(type: AvroType, value: JsonValue | undefined, parts: Uint8Array[]): boolean {
  switch (type.kind) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean' && put(parts, Buffer.from([value ? 1 : 0]));
    case 'int':
    case 'long':
      return typeof value === 'number' && isWithin(type.kind, value) && put(parts, longBytes(BigInt(value)));
    case 'float':
    case 'double':
      return writeFloating(type.kind, value, parts);
    case 'bytes':
      return typeof value === 'string' && LATIN_1.test(value) && putCounted(parts, Buffer.from(value, 'latin1'));
    case 'string':
      return typeof value === 'string' && putCounted(parts, Buffer.from(value, 'utf8'));
    case 'fixed':
      return (
        typeof value === 'string' && LATIN_1.test(value) && value.length === type.sizeBytes && put(parts, Buffer.from(value, 'latin1'))
      );
    case 'enum':
      return typeof value === 'string' && type.symbols.includes(value) && put(parts, longBytes(BigInt(type.symbols.indexOf(value))));
    case 'array':
      return Array.isArray(value) && writeItems(value, parts, (item) => write(type.items, item, parts));
    case 'map':
      return (
        isJsonObject(value) &&
        writeItems(Object.entries(value), parts, ([name, item]) => putCounted(parts, Buffer.from(name)) && write(type.values, item, parts))
      );
    case 'record':
      return (
        isJsonObject(value) &&
        Object.keys(value).length === type.fields.length &&
        type.fields.every((field) => write(field.type, ownMember(value, field.name), parts))
      );
    case 'union':
      return writeUnion(type.branches, value, parts);
  }
}

function writeUnion(branches: readonly AvroType[], value: JsonValue | undefined, parts: Uint8Array[]): boolean {
  const names = isJsonObject(value) ? Object.keys(value) : [];
  const [only] = names;
  const tagged = names.length === 1 ? branches.findIndex((branch) => branch.kind !== 'null' && branchName(branch) === only) : -1;
  const orders = [
    ...(tagged === -1 || only === undefined || !isJsonObject(value) ? [] : [{ index: tagged, inner: value[only] }]),
    ...branches.map((_branch, index) => ({ index, inner: value })),
  ];
  return orders.some(({ index, inner }) => {
    const branch = branches[index];
    const own: Uint8Array[] = [];
    if (branch === undefined || !write(branch, inner, own)) return false;
    put(parts, longBytes(BigInt(index)));
    for (const part of own) put(parts, part);
    return true;
  });
}

function writeItems<Item>(items: readonly Item[], parts: Uint8Array[], writeItem: (item: Item) => boolean): boolean {
  if (items.length > 0) put(parts, longBytes(BigInt(items.length)));
  return items.every(writeItem) && put(parts, longBytes(0n));
}

function writeFloating(kind: 'float' | 'double', value: JsonValue | undefined, parts: Uint8Array[]): boolean {
  const number = typeof value === 'string' && WORDS.has(value) ? Number(value) : value;
  if (typeof number !== 'number') return false;
  const bytes = Buffer.alloc(kind === 'float' ? 4 : 8);
  if (kind === 'float') bytes.writeFloatLE(number);
  else bytes.writeDoubleLE(number);
  return put(parts, bytes);
}

function isWithin(kind: 'int' | 'long', value: number): boolean {
  if (!Number.isInteger(value)) return false;
  return kind === 'int' ? value >= -(2 ** 31) && value < 2 ** 31 : value >= -(2 ** 63) && value < 2 ** 63;
}

function longBytes(value: bigint): Uint8Array {
  let raw = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  const bytes: number[] = [];
  while (raw > 0x7fn) {
    bytes.push(Number(raw & 0x7fn) | 0x80);
    raw >>= 7n;
  }
  return Buffer.from([...bytes, Number(raw)]);
}

function putCounted(parts: Uint8Array[], bytes: Uint8Array): boolean {
  return put(parts, longBytes(BigInt(bytes.length))) && put(parts, bytes);
}

function put(parts: Uint8Array[], bytes: Uint8Array): true {
  parts.push(bytes);
  return true;
}

function ownMember(value: { readonly [name: string]: JsonValue | undefined }, name: string): JsonValue | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

const WORDS: ReadonlySet<string> = new Set(['NaN', 'Infinity', '-Infinity']);
// biome-ignore lint/suspicious/noControlCharactersInRegex: every character of Latin-1 is a byte, the control characters among them
const LATIN_1 = /^[\u0000-\u00ff]*$/;
