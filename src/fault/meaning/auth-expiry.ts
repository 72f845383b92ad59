import { headerValue } from '../../wire/http-message.js';
import type { RequestEffect } from '../fault.js';
import { faultAnswer } from '../fault-answer.js';
import { faultKind } from '../fault-kind.js';
import { DURATION, HEADER_NAME, msOf, settingsSchema } from '../setting.js';

interface AuthExpirySettings {
  /** So long after the rule came into force all is still well: `validFor`, since `after` of a scenario names a step. */
  readonly validForMs: number;
  /** The header of the token, lower case. */
  readonly key: string;
}

/** Tokens that are no longer good, or will not be. */
type AuthExpiryState = readonly string[];

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1 */
export const authExpiry = faultKind<AuthExpirySettings, AuthExpiryState>({
  kind: 'auth-expiry',
  group: 'meaning',
  summary: 'Tokens that were seen before expire: 401 until the consumer comes with a new one',
  schema: settingsSchema({ validFor: DURATION, key: HEADER_NAME }),
  settingsFrom: (json) => ({
    validForMs: msOf(json['validFor'], 0),
    key: json['key'] === undefined ? 'authorization' : String(json['key']).toLowerCase(),
  }),
  initialState: () => [],
  scopeFrom: () => 'consumer',
  onRequest: ({ settings: { validForMs, key }, state, request, nowMs, sinceMs }) => {
    const token = headerValue(request.request.headers, key);
    if (token === undefined) return { state, effect: { kind: 'pass' } };
    const isExpired = nowMs >= sinceMs + validForMs;
    // Who has shown no token before the expiry comes with one from before it.
    const isOld = state.includes(token) || !isExpired || state.length === 0;
    const next = isOld && !state.includes(token) ? [...state, token].slice(-MAX_TOKEN_COUNT) : state;
    return { state: next, effect: isOld && isExpired ? UNAUTHORIZED : { kind: 'pass' } };
  },
});

const UNAUTHORIZED: RequestEffect = {
  kind: 'answer',
  response: faultAnswer(401, ['www-authenticate', 'Bearer error="invalid_token", error_description="The access token expired"']),
};
const MAX_TOKEN_COUNT = 1_000;
