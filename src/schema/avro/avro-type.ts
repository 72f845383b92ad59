/** An Avro schema with its names resolved; a record may hold itself. Logical types are what they stand on. */
export type AvroType =
  | { readonly kind: AvroPrimitive }
  | { readonly kind: 'fixed'; readonly name: string; readonly sizeBytes: number }
  | { readonly kind: 'enum'; readonly name: string; readonly symbols: readonly string[] }
  | { readonly kind: 'array'; readonly items: AvroType }
  | { readonly kind: 'map'; readonly values: AvroType }
  | { readonly kind: 'union'; readonly branches: readonly AvroType[] }
  | AvroRecord;

export type AvroPrimitive = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

/** Its fields are filled once all of it was read. */
export interface AvroRecord {
  readonly kind: 'record';
  readonly name: string;
  readonly fields: readonly AvroField[];
}

export interface AvroField {
  readonly name: string;
  readonly type: AvroType;
  readonly hasDefault: boolean;
}

/**
 * How a branch of a union is named in the JSON encoding.
 *
 * @param type - the branch
 * @see https://avro.apache.org/docs/1.12.0/specification/#json-encoding
 */
export function branchName(type: AvroType): string {
  return 'name' in type ? type.name : type.kind;
}
