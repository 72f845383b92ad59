import { createHmac } from 'node:crypto';
import { assert, constantFrom, integer, property, string, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SignedMessage, signatureHeaders } from '../../../src/mock/webhook/webhook-signature.js';
import type { WebhookSigning } from '../../../src/workspace/mock-webhooks.js';
import { headerValue } from '../../../src/wire/http-message.js';

const NOW_MS = 1_772_357_400_123;
const secret = string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((text) => !text.startsWith('whsec_'));

describe('the signature of a webhook', () => {
  it('is what whoever knows the secret works out from what came', () => {
    assert(
      property(
        constantFrom('standard', 'stripe', 'github'),
        secret,
        uint8Array({ maxLength: 100 }),
        integer({ min: 0, max: 2e9 }),
        (scheme, key, body, seconds) => {
          const headers = headersOf({ scheme, secret: key }, { id: 'msg_1', nowMs: seconds * 1_000 + 999, body });
          const sign = (...parts: readonly (string | Uint8Array)[]) =>
            parts.reduce((hash, part) => hash.update(part), createHmac('sha256', key));
          const expected = {
            standard: () => [
              'webhook-id',
              'msg_1',
              'webhook-timestamp',
              `${seconds}`,
              'webhook-signature',
              `v1,${sign(`msg_1.${seconds}.`, body).digest('base64')}`,
            ],
            stripe: () => ['Stripe-Signature', `t=${seconds},v1=${sign(`${seconds}.`, body).digest('hex')}`],
            github: () => ['X-Hub-Signature-256', `sha256=${sign(body).digest('hex')}`],
          };
          expect(headers).toEqual(expected[scheme]());
          expect(headers.join()).not.toContain(`${key} `);
        },
      ),
      { seed: 1 },
    );
  });

  it("is that of the example in GitHub's documentation", () => {
    const headers = headersOf(
      { scheme: 'github', secret: "It's a Secret to Everybody" },
      { id: '', nowMs: 0, body: new TextEncoder().encode('Hello, World!') },
    );
    expect(headerValue(headers, 'x-hub-signature-256')).toBe('sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17');
  });

  it('is that of the example in Standard Webhooks: the secret is base64 behind its prefix', () => {
    const headers = headersOf(
      { scheme: 'standard', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
      { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', nowMs: 1_614_265_330_000, body: new TextEncoder().encode('{"test": 2432232314}') },
    );
    expect(headerValue(headers, 'webhook-signature')).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('is another for another time', () => {
    const at = (nowMs: number) => headersOf({ scheme: 'stripe', secret: 's' }, { id: '', nowMs, body: new Uint8Array(0) });
    expect(at(NOW_MS)).not.toEqual(at(NOW_MS + 1_000));
  });
});

function headersOf(signing: WebhookSigning, message: SignedMessage) {
  return signatureHeaders(signing, message, (key, content) => createHmac('sha256', key).update(content).digest());
}
