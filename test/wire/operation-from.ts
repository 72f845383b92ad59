import type { JsonValue } from '../../src/base/json.js';
import type { Contract, Encoding, Header, MediaType, Operation, Parameter, RequestBody, Response } from '../../src/contract/contract.js';
import type { HttpRequest } from '../../src/wire/http-message.js';
import { schemaFromValue } from '../../src/schema/schema-from-value.js';

type StyleForm = Extract<Parameter['form'], { kind: 'style' }>;

/** A parameter with the defaults of its location. */
export function parameterOf(
  location: Parameter['in'],
  name: string,
  schema: JsonValue,
  form: Partial<Omit<StyleForm, 'kind' | 'schema'>> & { readonly required?: boolean } = {},
): Parameter {
  const { required = false, ...rest } = form;
  const style = rest.style ?? (location === 'query' || location === 'cookie' ? 'form' : 'simple');
  return {
    name,
    in: location,
    required,
    deprecated: false,
    pointer: '',
    form: {
      kind: 'style',
      allowReserved: false,
      allowEmptyValue: false,
      ...rest,
      style,
      explode: rest.explode ?? style === 'form',
      schema: schemaFromValue(schema, 'openapi-3.1'),
    },
    examples: [],
  };
}

export function contentParameterOf(location: Parameter['in'], name: string, mediaType: MediaType): Parameter {
  return { name, in: location, required: false, deprecated: false, pointer: '', form: { kind: 'content', mediaType }, examples: [] };
}

export function mediaTypeOf(
  name: string,
  schema?: JsonValue,
  more: { itemSchema?: JsonValue; encoding?: Record<string, Partial<Encoding>> } = {},
): MediaType {
  const encoding = Object.entries(more.encoding ?? {}).map(
    ([property, given]) =>
      [property, { contentType: undefined, headers: [], style: undefined, explode: undefined, allowReserved: false, ...given }] as const,
  );
  return {
    name,
    pointer: '',
    schema: schema === undefined ? undefined : schemaFromValue(schema, 'openapi-3.1'),
    itemSchema: more.itemSchema === undefined ? undefined : schemaFromValue(more.itemSchema, 'openapi-3.1'),
    examples: [],
    encoding: new Map(encoding),
  };
}

export function bodyOf(required: boolean, ...content: readonly MediaType[]): RequestBody {
  return { required, pointer: '', content };
}

export function responseOf(status: string, content: readonly MediaType[] = [], headers: readonly Header[] = []): Response {
  return { status, pointer: '', description: '', headers, content, links: [] };
}

export function headerOf(name: string, schema: JsonValue, required = false): Header {
  return {
    name,
    required,
    pointer: '',
    form: { kind: 'style', explode: false, schema: schemaFromValue(schema, 'openapi-3.1') },
    examples: [],
  };
}

export function operationOf(fields: Partial<Operation> = {}): Operation {
  return {
    id: 'op',
    method: 'GET',
    path: '/things',
    file: 'a.yaml',
    pointer: '',
    deprecated: false,
    parameters: [],
    requestBody: undefined,
    responses: [],
    security: [],
    defects: [],
    unusable: undefined,
    ...fields,
  };
}

export function contractOf(fields: Partial<Contract> = {}): Contract {
  return {
    file: 'a.yaml',
    specification: '3.1',
    title: 'A',
    version: '1',
    basePaths: [''],
    operations: [],
    channels: [],
    eventOperations: [],
    servers: [],
    securitySchemes: new Map(),
    defects: [],
    dialect: 'openapi-3.1',
    root: {},
    documents: { get: () => undefined },
    texts: new Map(),
    ...fields,
  };
}

export function requestOf(target: string, headers: readonly string[] = [], body?: string | Uint8Array, method = 'GET'): HttpRequest {
  return { method, target, headers, body: typeof body === 'string' ? new TextEncoder().encode(body) : body };
}
