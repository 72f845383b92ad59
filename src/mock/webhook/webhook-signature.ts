import { base64FromBytes, bytesFromBase64 } from '../../journal/recorded-body.js';
import type { HeaderPairs } from '../../wire/http-message.js';
import type { WebhookSigning } from '../../workspace/mock-webhooks.js';

/** HMAC-SHA256 (RFC 2104), wherever this runs. */
export type Hmac = (key: Uint8Array, message: Uint8Array) => Uint8Array;

export interface SignedMessage {
  /** The same in every attempt. */
  readonly id: string;
  /** Of this attempt. */
  readonly nowMs: number;
  readonly body: Uint8Array;
}

/**
 * The headers by which a receiver can tell who sent a webhook, and when.
 *
 * @param signing - the scheme, and the secret that both know
 * @param message - as it goes out
 * @param hmac - of this runtime
 * @returns names and values in turn
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * @see https://docs.stripe.com/webhooks#verify-manually
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function signatureHeaders({ scheme, secret }: WebhookSigning, { id, nowMs, body }: SignedMessage, hmac: Hmac): HeaderPairs {
  const seconds = String(Math.floor(nowMs / 1_000));
  if (scheme === 'github') return ['X-Hub-Signature-256', `sha256=${hexFromBytes(hmac(utf8(secret), body))}`];
  if (scheme === 'stripe') {
    const signed = hmac(utf8(secret), joined(utf8(`${seconds}.`), body));
    return ['Stripe-Signature', `t=${seconds},v1=${hexFromBytes(signed)}`];
  }
  const signed = hmac(standardKey(secret), joined(utf8(`${id}.${seconds}.`), body));
  return ['webhook-id', id, 'webhook-timestamp', seconds, 'webhook-signature', `v1,${base64FromBytes(signed)}`];
}

/** The names of the headers that a scheme sets: those of the contract's examples make room for them. */
export const SIGNATURE_NAMES: Readonly<Record<WebhookSigning['scheme'], readonly string[]>> = {
  standard: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  stripe: ['stripe-signature'],
  github: ['x-hub-signature-256'],
};

/** A secret of Standard Webhooks is base64 behind `whsec_`; any other is taken as it is written. */
function standardKey(secret: string): Uint8Array {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  return encoded === undefined || encoded.length % 4 !== 0 ? utf8(secret) : bytesFromBase64(encoded);
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
}

function hexFromBytes(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
