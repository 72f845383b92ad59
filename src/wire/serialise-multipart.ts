import type { ParsedMediaType } from '../base/media-type.js';
import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { MediaType } from '../contract/contract.js';
import type { SchemaBranch } from './schema-branch.js';
import { branchesFromSchemas } from './schema-branch.js';

/**
 * A value as a multipart body: one part per member, one per item of a list, JSON for objects, a file where the schema says bytes.
 *
 * @param mediaType - its encodings decide the type of each part
 * @param value - an object; the items of an array become parts without names
 * @param written - the media type to write; a boundary in it is kept
 * @returns the same bytes for the same value: the boundary is the first of a fixed row that the parts do not hold
 * @see RFC 7578
 */
export function multipartFromValue(
  mediaType: MediaType,
  value: JsonValue,
  written: ParsedMediaType,
): { readonly contentType: string; readonly body: Uint8Array } {
  const branches = branchesFromSchemas(mediaType.schema === undefined ? [] : [mediaType.schema]);
  const parts = isJsonObject(value)
    ? Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : partsOfMember(name, member, { mediaType, branches })))
    : (Array.isArray(value) ? value : [value]).map((item) => textOfPart([], item, undefined));
  const boundary = written.parameters.get('boundary') ?? freeBoundary(parts);
  const text = `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
  return { contentType: `${written.essence}; boundary=${boundary}`, body: new TextEncoder().encode(text) };
}

function partsOfMember(
  name: string,
  value: JsonValue,
  { mediaType, branches }: { readonly mediaType: MediaType; readonly branches: readonly SchemaBranch[] },
): readonly string[] {
  const type = mediaType.encoding.get(name)?.contentType?.split(',')[0]?.trim();
  const concrete = type?.includes('*') ? undefined : type;
  const isFile = isBytes(branches, name) || (type !== undefined && !/^(?:text|application\/(?:.*\+)?json)/i.test(type));
  const disposition = `Content-Disposition: form-data; name="${quoted(name)}"${isFile ? `; filename="${quoted(name)}"` : ''}`;
  return (Array.isArray(value) ? value : [value]).map((item) =>
    textOfPart([disposition], item, isFile ? (concrete ?? 'application/octet-stream') : concrete),
  );
}

function textOfPart(headers: readonly string[], value: JsonValue, contentType: string | undefined): string {
  const isStructure = typeof value === 'object' && value !== null;
  const type = contentType ?? (isStructure ? 'application/json' : undefined);
  const isJson = isStructure || (type !== undefined && /[/+]json\b/i.test(type));
  const text = isJson ? JSON.stringify(value) : String(value);
  return `${[...headers, ...(type === undefined ? [] : [`Content-Type: ${type}`])].map((line) => `${line}\r\n`).join('')}\r\n${text}`;
}

/** Whether a property, or each item of it, is a file: `format: binary`, or a media type that is not text. */
function isBytes(branches: readonly SchemaBranch[], name: string): boolean {
  const schemas = branches.flatMap((branch) => branch.properties.get(name) ?? []);
  const items = branchesFromSchemas(schemas).flatMap((branch) => branch.items);
  return [...schemas, ...items].some(
    ({ value }) =>
      isJsonObject(value) && (value['format'] === 'binary' || value['type'] === 'file' || typeof value['contentMediaType'] === 'string'),
  );
}

function freeBoundary(parts: readonly string[]): string {
  let index = 0;
  while (parts.some((part) => part.includes(`--mortise-${index}`))) index += 1;
  return `mortise-${index}`;
}

/** @see https://html.spec.whatwg.org/#multipart-form-data */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
