import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/finding/finding.js';
import { plainCompat } from '../../../src/report/compat/compat-json.js';
import type { CompatReport, ReportedContract } from '../../../src/report/compat/compat-report.js';
import { textFromCompat } from '../../../src/report/compat/compat-text.js';
import { textFromExplanation } from '../../../src/report/explanation-text.js';

const BREAK: Finding = {
  code: 'compat/contract-removed',
  severity: 'error',
  id: 'm-0000000001',
  operation: 'getOrder',
  place: { file: 'orders.yaml', line: 4, column: 3 },
  args: { provider: 'orders' },
  witness: {
    request: { line: 'POST /orders', headers: [['content-type', 'application/json']], body: '{"a":1}' },
    response: { line: '200 OK', headers: [] },
  },
  compat: {
    direction: 'consumer-writes',
    effect: 'removed',
    guards: ['deprecated'],
    older: { file: 'main:orders.yaml', line: 7, column: 5 },
    operations: ['getOrder', 'a', 'b', 'c', 'd', 'e', 'f', 'g'],
    consumers: [
      { consumer: 'mobile', verdict: 'safe', interactionCount: 1, evidence: 'does not call it' },
      { consumer: 'storefront', verdict: 'breaks', interactionCount: 12, lastSeenOn: '2026-11-18', evidence: 'calls it' },
    ],
  },
};

const INFO: Finding = { code: 'compat/contract-added', severity: 'info', id: 'm-0000000002', operation: 'new', args: {} };

const CONTRACT: ReportedContract = {
  provider: 'orders',
  kind: 'openapi',
  older: { file: 'main:orders.yaml', version: '1.4.0' },
  newer: { file: 'orders.yaml', version: '1.5.0' },
  isUnchanged: false,
  findings: [BREAK, INFO],
  accepted: [{ finding: { ...BREAK, id: 'm-0000000003' }, reason: 'known', owner: 'team', until: '2027-01-31', untilMajor: 3 }],
  semver: 'major',
  deployment: 'consumers-first',
  consumers: [
    { consumer: 'mobile', verdict: 'safe', interactionCount: 41, lastSeenOn: undefined },
    { consumer: 'storefront', verdict: 'breaks', interactionCount: 12, lastSeenOn: '2026-11-18' },
  ],
  unwatched: ['console'],
};

const STALE: Finding = {
  code: 'compat/acceptance-stale',
  severity: 'error',
  place: { file: 'mortise-accepted.yaml', line: 2, column: 3 },
  args: { id: 'm-0000000009', what: 'getOrder: it', until: '2026-01-31' },
};

const REPORT: CompatReport = { contracts: [CONTRACT, { ...CONTRACT, isUnchanged: true, findings: [], accepted: [] }], findings: [STALE] };
const TEXT = { columnCount: 120, colour: false };

describe('a comparison as text', () => {
  it('says what changed, the message that shows it, where on both sides, and whom it breaks', () => {
    const text = textFromCompat(REPORT, TEXT);
    expect(text).toMatchInlineSnapshot(`
      "orders  1.4.0 → 1.5.0  main:orders.yaml → orders.yaml
        error  getOrder: the contract of "orders" is gone, and with it all that it offered  compat/contract-removed  m-0000000001
          call      POST /orders
          body      {"a":1}
          answer    200 OK
          now       orders.yaml:4:3
          before    main:orders.yaml:7:5
          breaks    storefront (calls it in 12 interactions, last seen 2026-11-18)
          safe      mobile (1 interaction)
          others    unknown consumers: breaking
          guards    deprecated
          also in   a, b, c, d, e, f and 1 more
          next      Bring it back, or deprecate it first and take it out with the next major version
        info   new: the contract of "" is new: nobody can rely on it yet
        accepted  getOrder: the contract of "orders" is gone, and with it all that it offered  compat/contract-removed  m-0000000003
          until 2027-01-31, until major 3, by team: known
        consumers  storefront breaks (12 interactions, last seen 2026-11-18), mobile is safe (41 interactions), console was never watched
        version    a major step tells the truth
        deploy     the consumers first, then the provider

      mortise-accepted.yaml
        2:3  error    an acceptance has outlived its finding: getOrder: it (seen: m-0000000009 is found no more, accepted
                      until 2026-01-31). Remove the entry  compat/acceptance-stale

      2 errors, 1 info; 1 accepted; 1 contract unchanged
      why: mortise explain m-0000000001; live with it: mortise compat --accept m-0000000001 --reason <text>
      "
    `);
  });

  it('names the operations that one cause shows in besides, with their calls where the id does not say them', () => {
    const compat = {
      ...(BREAK.compat as NonNullable<Finding['compat']>),
      operations: ['getOrder', 'list', 'PUT /orders', 'paid'],
      elsewhere: [
        { operation: 'list', call: 'GET /orders', location: [] },
        { operation: 'PUT /orders', call: 'PUT /orders', location: [] },
        { operation: 'paid', location: [] },
      ],
    };
    const text = textFromCompat({ contracts: [{ ...CONTRACT, findings: [{ ...BREAK, compat }] }], findings: [] }, TEXT);
    expect(text).toContain('    also in   list (GET /orders), PUT /orders, paid\n');
  });

  it.each([
    ['consumer', 'older', 'older consumers may send what the newer provider refuses'],
    ['consumer', 'newer', 'newer consumers may send what the older provider refuses'],
    ['provider', 'newer', 'the newer provider may send what older consumers refuse'],
    ['provider', 'older', 'the older provider may send what newer consumers refuse'],
    ['either', 'newer', 'who has the newer version may send what the older one refuses'],
  ])('of what the %s of the %s version sends says who refuses it', (sender, sending, expected) => {
    const args = { location: ['request', 'body', 'total'], sender, sending };
    const text = textFromCompat(
      { contracts: [{ ...CONTRACT, findings: [{ ...BREAK, code: 'compat/schema-broken', args }] }], findings: [] },
      TEXT,
    );
    expect(text).toContain(`getOrder: the request body at total: ${expected}  compat/schema-broken`);
  });

  it('says that two versions mean the same when they are written differently', () => {
    const same: ReportedContract = { ...CONTRACT, findings: [], accepted: [], semver: 'none' };
    expect(textFromCompat({ contracts: [same], findings: [] }, TEXT)).toContain('  the two mean the same\n');
  });

  it('shows little of what is only new, and says how much there is', () => {
    const many = { ...CONTRACT, findings: Array.from({ length: 30 }, () => INFO) };
    const text = textFromCompat({ contracts: [many], findings: [] }, TEXT);
    expect(text.match(/^ {2}info /gm)?.length).toBe(12);
    expect(text).toContain('… and 18 more of information');
  });

  it('never lets a contract move the cursor', () => {
    const evil: Finding = { ...BREAK, operation: '\u001b[2Jget', args: { ...BREAK.args, path: '\u0007' } };
    const text = textFromCompat({ contracts: [{ ...CONTRACT, findings: [evil] }], findings: [] }, TEXT);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

describe('a comparison as data', () => {
  it('has both places, the consumers and the counts', () => {
    const plain = JSON.parse(JSON.stringify(plainCompat(REPORT)));
    expect(plain.summary).toEqual({ error: 2, warning: 0, info: 1, accepted: 1, unchanged: 1 });
    expect(plain.contracts[0].findings[0]).toMatchObject({ line: 4, compat: { older: { line: 7 } }, message: expect.any(String) });
  });
});

describe('an explanation', () => {
  it('says why, shows the message whole, what each consumer does, and what can be done', () => {
    const explanation = { finding: BREAK, derivation: ['first', 'second'], law: 'a law', source: 'https://example.com/law' };
    expect(textFromExplanation(explanation, false)).toMatchInlineSnapshot(`
      "getOrder: the contract of "orders" is gone, and with it all that it offered
        code      compat/contract-removed, error, m-0000000001
        now       orders.yaml:4:3
        before    main:orders.yaml:7:5
        shows in  getOrder, a, b, c, d, e, f, g

      why it weighs what it weighs
        1. first
        2. second

      the message that shows it
        POST /orders
        content-type: application/json

        {"a":1}

        200 OK

      whom it touches
        mobile is safe: does not call it, seen in 1 interaction
        storefront breaks: calls it, seen in 12 interactions, last on 2026-11-18
        consumers that nobody watched: breaking

      what was to hold
        a law
        https://example.com/law

      what can be done
        Bring it back, or deprecate it first and take it out with the next major version
        live with it for a time: mortise compat --accept m-0000000001 --reason <text> --until <day>
      "
    `);
  });

  it('of a finding about a call has its evidence and how it is replayed', () => {
    const finding: Finding = {
      code: 'check/status-declared',
      severity: 'error',
      id: 'm-0000000004',
      operation: 'getOrder',
      args: { expected: 'a declared status', seen: '418' },
      replay: { seed: '1', steps: [] },
    };
    const text = textFromExplanation({ finding, derivation: [], law: 'a law', source: 'https://example.com' }, false);
    for (const part of ['seen      418', 'a law', 'mortise replay m-0000000004']) expect(text).toContain(part);
  });
});

it('gives no advice for a version of which all is told with a nearer one, and counts what is told there beside what is new', () => {
  const rest: ReportedContract = { ...CONTRACT, findings: [], accepted: [], toldBeforeIds: ['m-0000000001'] };
  const textOf = (contract: ReportedContract): string => textFromCompat({ contracts: [contract], findings: [] }, TEXT);
  expect(textOf(rest)).toMatch(/^orders .*\n {2}all that differs is told with a nearer version\n\n/);
  expect(textOf({ ...rest, findings: [BREAK] })).toMatch(/\n {2}… and 1 that is told with a nearer version\n[\s\S]* {2}deploy /);
});

describe('places that were left undecided since the budget ran out', () => {
  const spent = (index: number): Finding => ({
    code: 'compat/schema-undecided',
    severity: 'warning',
    id: `m-00000000${String(index).padStart(2, '0')}`,
    operation: `get${index}`,
    args: { location: ['response', '200', 'body'], reason: 'budget' },
  });
  const other: Finding = { ...spent(99), args: { location: ['request', 'body'], reason: 'keyword', keyword: 'not' } };
  const reportOf = (count: number): CompatReport => ({
    contracts: [{ ...CONTRACT, findings: [...Array.from({ length: count }, (_, index) => spent(index)), other] }],
    findings: [],
  });
  const blockCount = (count: number): number => textFromCompat(reportOf(count), TEXT).match(/could not be decided/g)?.length ?? 0;

  it('are one line when there are more than three, beside what is undecided for another reason', () => {
    const text = textFromCompat(reportOf(8), TEXT);
    expect(text).toMatch(/\n {2}warning {2}8 places are written differently, and the budget ran out .* compat\/schema-undecided\n/);
    expect(text).toContain('\n    in        get0, get1, get2, get3, get4, get5 and 2 more\n    next      --json has each of them\n');
    expect(text).toContain('9 warnings');
    expect([blockCount(0), blockCount(3), blockCount(4), blockCount(8)]).toEqual([1, 4, 1, 1]);
  });

  it('stand each in what machines read', () => {
    expect(plainCompat(reportOf(8))).toMatchObject({ contracts: [{ findings: { length: 9 } }] });
  });
});
