import type { AvroField, AvroRecord, AvroType } from '../../schema/avro/avro-type.js';
import { branchName } from '../../schema/avro/avro-type.js';

/** A rule of Avro's resolution that a writer's and a reader's schema do not meet. */
export interface AvroBreak {
  /** Where in the value, `*` for any item or value of a map. */
  readonly location: readonly string[];
  readonly rule: 'type' | 'name' | 'default' | 'symbols' | 'size' | 'union';
  /** What the reader asks for: `must be long`. */
  readonly clause: string;
  readonly seen: string;
}

/**
 * Why data of one schema cannot be read by another, by Avro's own rules: numbers may be promoted, what the writer left out is filled in by
 * the reader's default, a branch of a union has to fit some branch.
 *
 * @param writer - the schema of the data
 * @param reader - the schema it is to be read by
 * @returns empty when all of it can be read
 * @see https://avro.apache.org/docs/1.12.0/specification/#schema-resolution
 */
export function avroBreaks(writer: AvroType, reader: AvroType): readonly AvroBreak[] {
  return resolve({ writer, reader, location: [] }, new Map());
}

interface Resolution {
  readonly writer: AvroType;
  readonly reader: AvroType;
  readonly location: readonly string[];
}

/** Pairs of records that are being looked at: taken to fit, by the rule of coinduction. */
type Open = Map<AvroType, Set<AvroType>>;

function resolve(resolution: Resolution, open: Open): readonly AvroBreak[] {
  const { writer, reader, location } = resolution;
  if (writer.kind === 'union') return writer.branches.flatMap((branch) => resolve({ ...resolution, writer: branch }, open));
  if (reader.kind === 'union') {
    const fits = reader.branches.some((branch) => resolve({ ...resolution, reader: branch }, copyOf(open)).length === 0);
    return fits
      ? []
      : [{ location, rule: 'union', clause: `must be one of ${reader.branches.map(branchName).join(', ')}`, seen: branchName(writer) }];
  }
  if (writer.kind === 'record' && reader.kind === 'record') return resolveRecords(writer, reader, { location, open });
  if (writer.kind === 'array' && reader.kind === 'array')
    return resolve({ writer: writer.items, reader: reader.items, location: [...location, '*'] }, open);
  if (writer.kind === 'map' && reader.kind === 'map')
    return resolve({ writer: writer.values, reader: reader.values, location: [...location, '*'] }, open);
  return resolvePlain(resolution);
}

/** A branch that does not fit leaves no assumptions behind. */
function copyOf(open: Open): Open {
  return new Map([...open].map(([writer, readers]) => [writer, new Set(readers)]));
}

function resolvePlain({ writer, reader, location }: Resolution): readonly AvroBreak[] {
  if (writer.kind === 'enum' && reader.kind === 'enum') {
    const unknown = writer.symbols.filter((symbol) => !reader.symbols.includes(symbol));
    return unknown.map((symbol) => ({ location, rule: 'symbols', clause: `must be one of ${reader.symbols.join(', ')}`, seen: symbol }));
  }
  if (writer.kind === 'fixed' && reader.kind === 'fixed') {
    if (writer.sizeBytes === reader.sizeBytes && simpleName(writer.name) === simpleName(reader.name)) return [];
    return [
      {
        location,
        rule: 'size',
        clause: `must be ${reader.name} of ${reader.sizeBytes} bytes`,
        seen: `${writer.name} of ${writer.sizeBytes} bytes`,
      },
    ];
  }
  if (writer.kind === reader.kind || PROMOTIONS[writer.kind]?.includes(reader.kind) === true) return [];
  return [{ location, rule: 'type', clause: `must be ${branchName(reader)}`, seen: branchName(writer) }];
}

interface RecordPlace {
  readonly location: readonly string[];
  readonly open: Open;
}

function resolveRecords(writer: AvroRecord, reader: AvroRecord, { location, open }: RecordPlace): readonly AvroBreak[] {
  if (simpleName(writer.name) !== simpleName(reader.name))
    return [{ location, rule: 'name', clause: `must be the record ${reader.name}`, seen: writer.name }];
  const known = open.get(writer) ?? new Set();
  if (known.has(reader)) return [];
  open.set(writer, known.add(reader));
  return reader.fields.flatMap((field) => resolveField(field, writer, { location: [...location, field.name], open }));
}

function resolveField(field: AvroField, writer: AvroRecord, { location, open }: RecordPlace): readonly AvroBreak[] {
  const written = writer.fields.find(({ name }) => name === field.name);
  if (written !== undefined) return resolve({ writer: written.type, reader: field.type, location }, open);
  return field.hasDefault ? [] : [{ location, rule: 'default', clause: `must be written, or have a default`, seen: 'nothing' }];
}

/** "Both schemas are records with the same (unqualified) name". */
function simpleName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

const PROMOTIONS: Readonly<Record<string, readonly string[] | undefined>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
};
