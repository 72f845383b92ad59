import type { JsonValue } from '../../base/json.js';
import type { AvroType } from './avro-type.js';
import { branchName } from './avro-type.js';

/** A value in the JSON encoding, or why the bytes hold none: a clause such as `is not Avro: it ends too early`. */
export type ReadAvro = { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly reason: string };

/**
 * The value of a binary encoding, which must be all there is; never throws.
 *
 * @param type - of the writer
 * @param bytes - without a header
 * @see https://avro.apache.org/docs/1.12.0/specification/#binary-encoding
 */
export function avroFromBytes(type: AvroType, bytes: Uint8Array): ReadAvro {
  const source: Source = { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0, valueCount: 0, depth: 0 };
  try {
    const value = readValue(type, source);
    if (source.offset < bytes.length) return { ok: false, reason: `is not Avro: ${bytes.length - source.offset} bytes are left over` };
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof UnreadableAvro)) throw error;
    return { ok: false, reason: `is not Avro: ${error.message}` };
  }
}

interface Source {
  readonly bytes: Buffer;
  offset: number;
  valueCount: number;
  depth: number;
}

/** Ends the reading from any depth; never leaves this file. */
class UnreadableAvro extends Error {}

function readValue(type: AvroType, source: Source): JsonValue {
  source.valueCount += 1;
  source.depth += 1;
  // Items may take no bytes at all, so the bytes alone do not bound the work.
  if (source.valueCount > MAX_VALUE_COUNT) throw new UnreadableAvro('it has too many values');
  if (source.depth > MAX_DEPTH) throw new UnreadableAvro('it is nested too deep');
  const value = complexOf(type, source);
  source.depth -= 1;
  return value;
}

function complexOf(type: AvroType, source: Source): JsonValue {
  switch (type.kind) {
    case 'record':
      return Object.fromEntries(type.fields.map((field) => [field.name, readValue(field.type, source)]));
    case 'enum':
      return chosen(type.symbols, source);
    case 'fixed':
      return taken(type.sizeBytes, source).toString('latin1');
    case 'array':
      return itemsOf(source, () => readValue(type.items, source));
    case 'map':
      return Object.fromEntries(itemsOf(source, () => [textOf(source), readValue(type.values, source)] as const));
    case 'union':
      return branchOf(type.branches, source);
    default:
      return primitiveOf(type.kind, source);
  }
}

function primitiveOf(kind: Exclude<AvroType['kind'], 'record' | 'enum' | 'fixed' | 'array' | 'map' | 'union'>, source: Source): JsonValue {
  switch (kind) {
    case 'null':
      return null;
    case 'boolean':
      return flagOf(source);
    case 'float':
      return wordOfNumber(taken(4, source).readFloatLE());
    case 'double':
      return wordOfNumber(taken(8, source).readDoubleLE());
    case 'bytes':
      return taken(lengthOf(source), source).toString('latin1');
    case 'string':
      return textOf(source);
    default:
      return Number(longOf(source));
  }
}

function branchOf(branches: readonly AvroType[], source: Source): JsonValue {
  const branch = chosen(branches, source);
  const value = readValue(branch, source);
  return branch.kind === 'null' ? null : { [branchName(branch)]: value };
}

function chosen<Choice>(choices: readonly Choice[], source: Source): Choice {
  const choice = choices[Number(longOf(source))];
  if (choice === undefined) throw new UnreadableAvro('it names a branch or a symbol that there is not');
  return choice;
}

/** Blocks of items, each with its count; a negative count is followed by the size of the block. */
function itemsOf<Item>(source: Source, read: () => Item): readonly Item[] {
  const items: Item[] = [];
  for (let count = Number(longOf(source)); count !== 0; count = Number(longOf(source))) {
    if (count < 0) longOf(source);
    for (let index = Math.abs(count); index > 0; index -= 1) items.push(read());
  }
  return items;
}

function flagOf(source: Source): boolean {
  const [byte] = taken(1, source);
  if (byte !== 0 && byte !== 1) throw new UnreadableAvro('a boolean is neither 0 nor 1');
  return byte === 1;
}

function wordOfNumber(value: number): JsonValue {
  return Number.isFinite(value) ? value : String(value);
}

function textOf(source: Source): string {
  try {
    return UTF_8.decode(taken(lengthOf(source), source));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UnreadableAvro('a text is not UTF-8');
  }
}

function lengthOf(source: Source): number {
  const length = Number(longOf(source));
  if (length < 0) throw new UnreadableAvro('a length is negative');
  return length;
}

/** Variable length, seven bits a byte, zig-zag. */
function longOf(source: Source): bigint {
  let raw = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const [byte = 0] = taken(1, source);
    raw |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asIntN(64, (raw >> 1n) ^ -(raw & 1n));
  }
  throw new UnreadableAvro('a number is too long');
}

function taken(count: number, source: Source): Buffer {
  const end = source.offset + count;
  if (end > source.bytes.length) throw new UnreadableAvro('it ends too early');
  const part = source.bytes.subarray(source.offset, end);
  source.offset = end;
  return part;
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const MAX_VALUE_COUNT = 1_000_000;
const MAX_DEPTH = 500;
