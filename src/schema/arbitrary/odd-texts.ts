/** Texts that are as valid as any where a schema asks only for a text, and that programs stumble over. */
export const ODD_TEXTS: readonly string[] = [
  ...['', ' ', '  ', '\t', '\n', '\r\n', '\u0000', '\u007f', '\u0085', '\u2028', '\ufeff', '\u200b', '\u202e'],
  ...['"', "'", '\\', '/', '..', '.', '%', '%00', '%20', '+', '&', '=', '#', '?', ',', ';', ':', '|', '$', '{', '}', '[]', '{}', '<b>'],
  ...['é', 'e\u0301', 'ß', 'İ', '中', '\u{1f600}', '\u{1d4b3}', '\u{10ffff}', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', 'א', '٣'],
  ...['0', '-1', '1e3', '00', 'null', 'undefined', 'true', 'NaN', '__proto__', 'constructor', 'toString', ' a', 'a ', 'A'],
];

/** Names of members that programs stumble over. */
export const ODD_NAMES: readonly string[] = [
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '', ' ', '0', '-1', 'a.b', 'a/b', 'a[0]', 'a~b', '$ref', '"'],
  ...['é', '\u{1f600}', '中', '\\', '\n', '%', 'A'],
];

/** Valid texts of a format at the edge of it; each is still tried. What only some readers of the format take is left out. */
export const FORMAT_EDGES: Readonly<Record<string, readonly string[]>> = {
  'date-time': [
    '1970-01-01T00:00:00Z',
    '2024-02-29T23:59:59Z',
    '9999-12-31T23:59:59Z',
    '2026-01-01T00:00:00.123456789+14:00',
    '1900-01-01T00:00:00-12:00',
  ],
  date: ['1970-01-01', '2024-02-29', '2000-02-29', '9999-12-31', '1900-01-01'],
  time: ['23:59:59Z', '00:00:00.001Z', '12:00:00+05:45'],
  duration: ['PT0S', 'P1Y2M3DT4H5M6S', 'P3W'],
  email: ['a@b.co', 'first.last+tag@sub.example.com', "o'brien@example.com"],
  hostname: ['a', 'localhost', 'a-b.example', 'xn--bcher-kva.example'],
  ipv4: ['0.0.0.0', '127.0.0.1', '255.255.255.255'],
  ipv6: ['::', '::1', 'fe80::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '::ffff:192.0.2.1'],
  uri: ['https://a', 'urn:isbn:0451450523', 'https://user@example.com:8080/a%20b?q=1&r=%C3%A9#f', 'mailto:user@example.com'],
  'uri-reference': ['/', '?q', '#f', '../a', 'https://example.com/a'],
  uuid: ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '3FA85F64-5717-4562-B3FC-2C963F66AFA6'],
  'json-pointer': ['', '/', '/a~1b/~0/0'],
  regex: ['', '.', '^(a|b)*$', '\\d{2,}'],
  byte: ['', 'AA==', '+/8='],
};
