import * as fc from 'fast-check';

/** What texts of a report may be: plain ones, and those that break a format which does not escape. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 8 }).map((codes) => String.fromCodePoint(...codes)),
  fc.constantFrom(
    '</script><script>alert(1)</script>',
    '<!-- ]]> &amp; -->',
    '\u2028\u2029',
    '\u0000\u001b[31mred',
    '\ud800',
    '\r\n::error::no\r\n',
    '%0A%25,:',
    '"quoted", \'both\' \\ `ticks` ```',
    '| a | b |\n# head\n- item',
    '[link](https://example.test) @someone #1 ![image](x)',
    '$(rm -rf /) $HOME {{ x }}',
    '../../etc/passwd',
    '\ufffe\uffff',
    '🧱 ünïcode 漢字 \u202egnp',
    '__proto__',
    '',
  ),
);
