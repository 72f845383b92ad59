import type { JsonValue } from '../../base/json.js';

/** A valid value at the edge of a format. */
export interface FormatEdge {
  readonly name: string;
  readonly value: JsonValue;
}

/**
 * Valid values of a format that careless readers refuse, the plainest first; none for an unknown format. A leap second is left out: RFC 3339
 * allows it, and hardly any library reads it, so that refusing one says nothing about a provider.
 *
 * @param format - as written in `format`
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3
 */
export function formatEdgeTexts(format: string): readonly FormatEdge[] {
  return Object.hasOwn(EDGES, format) ? (EDGES[format] ?? []) : [];
}

const edge = (name: string, value: JsonValue): FormatEdge => ({ name, value });

const EDGES: Readonly<Record<string, readonly FormatEdge[]>> = {
  'date-time': [
    edge('on a leap day', '2024-02-29T12:00:00Z'),
    edge('with an offset', '2026-01-01T00:00:00+05:30'),
    edge('with fractions of a second', '2026-01-01T00:00:00.123456Z'),
    edge('in the last second of a year', '2025-12-31T23:59:59Z'),
    edge('at the epoch', '1970-01-01T00:00:00Z'),
  ],
  date: [edge('on a leap day', '2024-02-29'), edge('on the last day of a year', '2025-12-31'), edge('at the epoch', '1970-01-01')],
  time: [
    edge('at midnight', '00:00:00Z'),
    edge('in the last second of a day', '23:59:59Z'),
    edge('with an offset', '12:00:00+05:30'),
    edge('with fractions of a second', '12:00:00.5Z'),
  ],
  duration: [edge('of all units', 'P1Y2M3DT4H5M6S'), edge('of weeks', 'P2W'), edge('of nothing', 'PT0S')],
  email: [edge('with a tag', 'user+tag@example.com'), edge('of a subdomain', 'first.last@mail.example.com'), edge('short', 'a@b.cd')],
  'idn-email': [edge('in another script', '\u00fcser@ex\u00e4mple.com')],
  hostname: [edge('with a hyphen', 'my-host.example.com'), edge('of one label', 'localhost'), edge('with digits', '3com.example')],
  'idn-hostname': [edge('in another script', 'ex\u00e4mple.com')],
  ipv4: [edge('of zeros', '0.0.0.0'), edge('at the end', '255.255.255.255'), edge('of the machine itself', '127.0.0.1')],
  ipv6: [
    edge('unspecified', '::'),
    edge('of the machine itself', '::1'),
    edge('in full', '2001:0db8:0000:0000:0000:ff00:0042:8329'),
    edge('with an IPv4 tail', '::ffff:192.0.2.128'),
    edge('in capitals', '2001:DB8::A'),
  ],
  uri: [
    edge('with all parts', 'https://user@example.com:8080/a/b?c=d&e=f#g'),
    edge('with an escape', 'https://example.com/%E2%82%AC'),
    edge('of another scheme', 'urn:isbn:0451450523'),
    edge('with an address', 'http://[2001:db8::1]/'),
  ],
  iri: [edge('in another script', 'https://example.com/\u20ac')],
  'uri-reference': [edge('relative', '../a?b=c'), edge('of a fragment', '#a'), edge('absolute', 'https://example.com/a')],
  'iri-reference': [edge('in another script', '/\u20ac')],
  'uri-template': [edge('with a query', '/path/{id}{?limit,offset}'), edge('without variables', '/path')],
  uuid: [
    edge('of zeros', '00000000-0000-0000-0000-000000000000'),
    edge('in capitals', '3FA85F64-5717-4562-B3FC-2C963F66AFA6'),
    edge('of version 7', '017f22e2-79b0-7cc3-98c4-dc0c0c07398f'),
  ],
  'json-pointer': [edge('to the whole', ''), edge('with escapes', '/a~1b/~0')],
  'relative-json-pointer': [edge('to the name', '0#'), edge('to a sibling', '1/a')],
  regex: [edge('of classes', '^\\d{3}-[a-z]+$'), edge('empty', '')],
  byte: [edge('with padding', 'YQ=='), edge('with plus and slash', '+/+/'), edge('empty', '')],
  int32: [edge('the greatest int32', 2 ** 31 - 1), edge('the least int32', -(2 ** 31))],
  int64: [edge('beyond int32', 2 ** 31), edge('the greatest whole number that every reader keeps', Number.MAX_SAFE_INTEGER)],
};
