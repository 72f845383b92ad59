import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { textByName, valueByName } from './json-maps.js';
import type { Grant, GrantClient, GrantCredential, PairAuth, PairCredential, TokenPlace } from './workspace.js';

/**
 * The `auth` of a pair.
 *
 * @param value - as the published schema has it
 */
export function authFromJson(value: JsonObject): PairAuth {
  const { schemes } = value;
  if (!isJsonObject(schemes)) return credentialFromJson(value);
  const named = Object.entries(valueByName(schemes)).map(([name, held]) => [name, credentialFromJson(objectOf(held))] as const);
  return { kind: 'schemes', schemes: new Map(named) };
}

function credentialFromJson(value: JsonObject): PairCredential {
  const { basic, clientCredentials, password, refreshToken } = value;
  if (value['bearer'] !== undefined) return { kind: 'bearer', token: String(value['bearer']) };
  if (value['apiKey'] !== undefined) return { kind: 'apiKey', value: String(value['apiKey']) };
  if (isJsonObject(basic)) return { kind: 'basic', username: String(basic['username']), password: String(basic['password']) };
  if (isJsonObject(clientCredentials)) return grantFromJson(clientCredentials, { kind: 'clientCredentials' });
  if (isJsonObject(password)) {
    return grantFromJson(password, { kind: 'password', username: String(password['username']), password: String(password['password']) });
  }
  if (isJsonObject(refreshToken)) {
    return grantFromJson(refreshToken, { kind: 'refreshToken', refreshToken: String(refreshToken['refreshToken']) });
  }
  return {
    kind: 'login',
    system: textOf(value['system']),
    operation: String(value['operation']),
    body: value['body'],
    parameters: valueByName(value['parameters']),
    headers: textByName(value['headers']),
    token: tokenPlaceFromText(textOf(value['token']) ?? '/access_token'),
  };
}

/** `/access_token`, `header:X-Token`, `cookie:sid`. */
function tokenPlaceFromText(text: string): TokenPlace {
  const [, kind, name = ''] = /^(header|cookie):(.*)$/s.exec(text) ?? [];
  return kind === 'header' || kind === 'cookie' ? { kind, name } : { kind: 'body', pointer: text };
}

function grantFromJson(value: JsonObject, grant: Grant): GrantCredential {
  const audience = textOf(value['audience']);
  return {
    kind: 'grant',
    grant,
    tokenUrl: String(value['tokenUrl']),
    system: textOf(value['system']),
    client: clientFromJson(value),
    scope: textOf(value['scope']),
    parameters: { ...(audience === undefined ? {} : { audience }), ...textByName(value['parameters']) },
  };
}

function clientFromJson(value: JsonObject): GrantClient | undefined {
  const id = textOf(value['clientId']);
  if (id === undefined) return undefined;
  return { id, secret: textOf(value['clientSecret']), sentBy: value['clientAuth'] === 'post' ? 'post' : 'basic' };
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function objectOf(value: JsonValue): JsonObject {
  return isJsonObject(value) ? value : {};
}
