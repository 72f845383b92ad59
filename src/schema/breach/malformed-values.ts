import type { JsonValue } from '../../base/json.js';

/**
 * Values that a format refuses, those first that come near to it. None for an unknown format. What other standards or common libraries take
 * for well-formed is left out (`P1Y1D`, a UUID without hyphens, an underscore in a host name): accepting it says little about a provider.
 *
 * @param format - as written in `format`
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3
 * @see https://spec.openapis.org/registry/format/
 */
export function malformedValues(format: string): readonly JsonValue[] {
  return Object.hasOwn(MALFORMED, format) ? (MALFORMED[format] ?? []) : [];
}

const MALFORMED_EMAILS = ['user', 'user@', '@example.com', 'user@@example.com', 'user name@example.com'];
const MALFORMED_HOSTNAMES = ['-example.com', 'example..com', 'exa mple.com', `${'a'.repeat(64)}.com`, '!'];
const MALFORMED_URIS = ['example.com', '//example.com/', 'https://exa mple.com/', 'https://example.com/%zz', 'https://[::1', '{'];
const MALFORMED_REFERENCES = ['/pa th', '/%zz', '//[::1', '\\path', '#a#b', '{'];

const MALFORMED: Readonly<Record<string, readonly JsonValue[]>> = {
  'date-time': [
    '2026-02-29T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01 00:00:00Z',
    '2026-01-01',
    '2026-01-01T00:00:60Z',
    'yesterday',
  ],
  date: ['2026-02-29', '2026-13-01', '2026-1-1', '01.01.2026', '2026-01-01T00:00:00Z', '2026-04-31', 'yesterday'],
  time: ['24:00:00Z', '12:60:00Z', '12:00:00', '12:00Z', '12:00:60Z', 'noon'],
  duration: ['P', 'P1', '1D', 'PT', 'a day'],
  email: MALFORMED_EMAILS,
  'idn-email': MALFORMED_EMAILS,
  hostname: MALFORMED_HOSTNAMES,
  'idn-hostname': MALFORMED_HOSTNAMES,
  ipv4: ['256.0.0.1', '192.0.2', '192.0.2.1.1', '192.0.2.a', '2001:db8::1'],
  ipv6: ['2001:db8::1::1', '2001:db8:::1', '12345::', '1:2:3:4:5:6:7', '::1%eth0', '192.0.2.1'],
  uri: MALFORMED_URIS,
  iri: MALFORMED_URIS,
  'uri-reference': MALFORMED_REFERENCES,
  'iri-reference': MALFORMED_REFERENCES,
  'uri-template': ['/path/{id', '/path/{}', '/path/{id }', '/pa th', '/path}'],
  uuid: ['3fa85f64-5717-4562-b3fc-2c963f66afa', '3fa85f64-5717-4562-b3fc-2c963f66afa6a', 'gfa85f64-5717-4562-b3fc-2c963f66afa6', '1'],
  'json-pointer': ['path', '/path~', '/path~2', '#/path'],
  'relative-json-pointer': ['-1', '01', '/path', '+1', '0~'],
  regex: ['[a-z', '(a', 'a)', '*a', '\\'],
  byte: ['c3RyaW5n!', 'a', '=', 'c3Ry W5n', 'c3RyaW5'],
  int32: [2 ** 31, -(2 ** 31) - 1, 0.5],
  int64: [1e19, -1e19, 0.5],
};
