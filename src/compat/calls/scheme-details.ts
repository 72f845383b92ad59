import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Place } from '../../base/place.js';
import type { Contract } from '../../contract/contract.js';
import type { DocumentNode } from '../../contract/openapi/reading.js';
import { childNode } from '../../contract/openapi/reading.js';
import { targetOf } from '../../contract/openapi/reference.js';

/** What a document says of a security scheme beside what a request shows of it. */
export interface SchemeDetails {
  /** What a client is set up with: addresses, formats of tokens. By name, sorted. */
  readonly settings: ReadonlyMap<string, string>;
  /** Scopes that can be asked for, by flow. */
  readonly scopes: ReadonlySet<string>;
  readonly place: Place;
}

/**
 * The details of a security scheme.
 *
 * @param contract - that declares it
 * @param name - of the scheme
 * @see https://spec.openapis.org/oas/v3.1.1.html#security-scheme-object
 */
export function schemeDetails(contract: Contract, name: string): SchemeDetails {
  const node = schemeNode(contract, name);
  const value: JsonObject = isJsonObject(node.value) ? node.value : {};
  return {
    settings: settingsOf(value),
    scopes: scopesOf(value),
    place: { file: node.uri, pointer: node.pointer },
  };
}

function schemeNode({ root, file, documents, specification }: Contract, name: string): DocumentNode {
  const document: DocumentNode = { value: root, uri: file, pointer: '' };
  const schemes =
    specification === '2.0' ? childNode(document, 'securityDefinitions') : childNode(childNode(document, 'components'), 'securitySchemes');
  const node = childNode(schemes, name);
  const target = targetOf(documents, node);
  return target === undefined || target === 'circular' ? node : target;
}

function settingsOf(value: JsonObject): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  const note = (name: string, text: JsonValue | undefined): void => {
    if (typeof text === 'string') settings.set(name, text);
  };
  for (const name of ['bearerFormat', 'openIdConnectUrl', 'authorizationUrl', 'tokenUrl']) note(name, value[name]);
  for (const [flow, flowValue] of flowsOf(value)) for (const name of URLS) note(`${flow} ${name}`, flowValue[name]);
  return settings;
}

function scopesOf(value: JsonObject): ReadonlySet<string> {
  const names = (scopes: JsonValue | undefined): readonly string[] => (isJsonObject(scopes) ? Object.keys(scopes) : []);
  return new Set([...names(value['scopes']), ...flowsOf(value).flatMap(([, flow]) => names(flow['scopes']))]);
}

function flowsOf({ flows }: JsonObject): readonly (readonly [name: string, flow: JsonObject])[] {
  if (!isJsonObject(flows)) return [];
  return Object.entries(flows).flatMap(([name, flow]) => (isJsonObject(flow) ? [[name, flow] as const] : []));
}

const URLS: readonly string[] = ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl'];
