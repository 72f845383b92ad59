import type { CallRequest, Json, OperationContract, Scheme, ShownParameter } from './api-types.js';

/** What a person put into the form of a call. */
export interface CallFields {
  readonly values: readonly { readonly parameter: ShownParameter; readonly text: string }[];
  /** One header a line. */
  readonly headerText: string;
  readonly body: string | undefined;
  /** `''` for none. */
  readonly scope: string;
}

/**
 * The call that a form means.
 *
 * @param contract - of the operation
 * @param fields - an empty value leaves its parameter out
 * @returns a text says what is missing
 */
export function requestFromFields(contract: OperationContract, { values, headerText, body, scope }: CallFields): CallRequest | string {
  const missing = values.find(({ parameter, text }) => parameter.in === 'path' && text === '');
  if (missing !== undefined) return `${missing.parameter.name} is part of the path: it needs a value.`;
  const headers = headersFrom(headerText);
  if (typeof headers === 'string') return headers;
  const given = values.filter(({ text }) => text !== '');
  const inPath = new Map(given.filter(({ parameter }) => parameter.in === 'path').map(({ parameter, text }) => [parameter.name, text]));
  const path = contract.path.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => encodeURIComponent(inPath.get(name) ?? whole));
  const query = given.filter(({ parameter }) => parameter.in === 'query').flatMap(({ parameter, text }) => queryParts(parameter, text));
  const cookies = given
    .filter(({ parameter }) => parameter.in === 'cookie')
    .map(({ parameter, text }) => `${parameter.name}=${encodeURIComponent(text)}`);
  const own = given.filter(({ parameter }) => parameter.in === 'header').flatMap(({ parameter, text }) => [parameter.name, text]);
  const hasBody = body !== undefined && (body !== '' || contract.requestBody?.required === true);
  const mediaType =
    contract.request.headers[contract.request.headers.indexOf('content-type') + 1] ?? contract.requestBody?.content[0]?.mediaType;
  const isTyped = headers.some((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-type');
  return {
    method: contract.method,
    target: `${basePathOf(contract)}${path}${query.length === 0 ? '' : `${path.includes('?') ? '&' : '?'}${query.join('&')}`}`,
    headers: [
      ...own,
      ...(cookies.length === 0 ? [] : ['cookie', cookies.join('; ')]),
      ...(hasBody && !isTyped && mediaType !== undefined ? ['content-type', mediaType] : []),
      ...(scope === '' ? [] : ['mortise-scope', scope]),
      ...headers,
    ],
    ...(hasBody ? { body } : {}),
  };
}

/** What the sample of the mock has before the path of the contract. */
function basePathOf({ path, request }: OperationContract): string {
  const [start = ''] = path.split('{', 1);
  const at = request.target.indexOf(start === '' ? '/' : start);
  return at <= 0 ? '' : request.target.slice(0, at);
}

/** A list is written as most contracts have it: the name again for each. */
function queryParts({ name, schema }: ShownParameter, text: string): readonly string[] {
  const isList =
    typeof schema === 'object' && schema !== null && !Array.isArray(schema) && (schema as { readonly type?: Json }).type === 'array';
  const listed = isList ? listIn(text) : undefined;
  return (listed ?? [text]).map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`);
}

function listIn(text: string): readonly string[] | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))) : undefined;
  } catch {
    // Values parted by commas.
    return text.split(',').map((one) => one.trim());
  }
}

function headersFrom(text: string): readonly string[] | string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const wrong = lines.find((line) => !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+:/.test(line));
  if (wrong !== undefined) return `"${wrong}" is no header: write name: value.`;
  return lines.flatMap((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
}

/** What a call is let in by: headers, one `name: value` each, and parameters of the query. */
export interface Credentials {
  readonly headers: readonly string[];
  readonly query: readonly (readonly [name: string, value: string])[];
}

/**
 * What lets a call in where the contract asks for credentials: any will do, unless the mock looks into tokens.
 *
 * @param contract - of the operation
 */
export function credentialsFor({ security, schemes }: Pick<OperationContract, 'security' | 'schemes'>): Credentials {
  if (security.length === 0 || security.some((requirement) => Object.keys(requirement).length === 0)) return { headers: [], query: [] };
  const [first = {}] = security;
  const meant = Object.keys(first).flatMap((name) => schemes[name] ?? []);
  return {
    headers: meant.flatMap(credentialHeader),
    query: meant.flatMap((scheme) =>
      scheme.kind === 'apiKey' && scheme.in === 'query' && scheme.name !== undefined ? [[scheme.name, 'test-key'] as const] : [],
    ),
  };
}

function credentialHeader({ kind, in: where, name, scheme }: Scheme): readonly string[] {
  if (kind === 'apiKey' && where === 'header') return [`${name}: test-key`];
  if (kind === 'apiKey' && where === 'cookie') return [`cookie: ${name}=test-key`];
  if (kind === 'http' && scheme?.toLowerCase() === 'basic') return ['authorization: Basic dXNlcjpwYXNzd29yZA=='];
  return kind === 'apiKey' || kind === 'mutualTLS' ? [] : ['authorization: Bearer test-token'];
}

/**
 * The values that a parameter may have, where the contract counts them.
 *
 * @param schema - of the parameter
 */
export function valuesOf(schema: Json | undefined): readonly string[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [];
  const { type, enum: values } = schema as { readonly type?: Json; readonly enum?: Json };
  if (type === 'boolean') return ['true', 'false'];
  return Array.isArray(values) ? values.filter((one) => one !== null && typeof one !== 'object').map(String) : [];
}
