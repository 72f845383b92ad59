import type { JsonValue } from '../../../base/json.js';
import type { Schema } from '../../../schema/schema.js';
import { isValid } from '../../../schema/validate.js';
import { HOLDS } from '../../exchange-check.js';
import type { MessageCheck } from '../event-check.js';

/** The key decides partition and order: without it, or with another, receivers see messages in the wrong order. */
export const messageKeyMatches: MessageCheck = {
  code: 'check/message-key-matches',
  summary: 'the key of what a sender sends keeps its schema',
  severity: 'error',
  judge: ({ heard, declared, carries }) => {
    if (declared?.key === undefined || !carries.keys) return HOLDS;
    const { key } = heard.message;
    if (key !== undefined && keepsSchema(declared.key, key)) return HOLDS;
    const place = { file: declared.key.uri, pointer: declared.key.pointer };
    const seen = key === undefined ? 'no key' : `the key ${JSON.stringify(key)}`;
    return [{ severity: 'error', place, location: ['key'], expected: 'a key that keeps its schema', seen }];
  },
};

/** A key is text on the wire, whatever its schema says. */
function keepsSchema(schema: Schema, key: string): boolean {
  const number = Number(key);
  const readings: readonly JsonValue[] = [key, ...(key.trim() !== '' && Number.isFinite(number) ? [number] : [])];
  return readings.some((value) => isValid(schema, value)) || isJsonOf(schema, key);
}

function isJsonOf(schema: Schema, key: string): boolean {
  try {
    return isValid(schema, JSON.parse(key) as JsonValue);
  } catch {
    // A key that is no JSON has been judged as text.
    return false;
  }
}
