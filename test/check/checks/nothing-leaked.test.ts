import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEAKS } from '../../../src/check/checks/leak-patterns.js';
import { judgeOf } from '../../support/judged.js';

const TEXT = `
openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /a:
    get:
      operationId: show
      responses:
        '200': { description: a }
        '500':
          description: the trace of a sandbox
          content: { text/plain: { example: 'at run (/sandbox/job.js:3:7)' } }
        default: { description: d }
`;

const LEAKING: readonly (readonly [name: string, body: string])[] = [
  ['JavaScript', "TypeError: Cannot read properties of undefined (reading 'id')\n    at show (/app/src/routes.js:12:18)"],
  ['JavaScript', '{"error":"x","stack":"Error: x\\n    at async Object.<anonymous> (file:///srv/shop/main.js:1:9)\\n"}'],
  [
    'JavaScript',
    '<pre>Error: x<br> &nbsp; &nbsp;at Layer.handle [as handle_request] (/app/node_modules/express/lib/router/layer.js:95:5)</pre>',
  ],
  ['JavaScript', 'Error\n    at node:internal/process/task_queues:95:5'],
  ['JavaScript', 'Error\n    at C:\\\\shop\\\\main.js:10:3'],
  ['Java', '{"trace":"java.lang.NullPointerException\\n\\tat com.example.shop.OrderService.find(OrderService.java:42)\\n"}'],
  ['Python', 'Traceback (most recent call last):\n  File "/srv/shop/views.py", line 7, in show'],
  ['Python', '{"detail":"File \\"/srv/shop/views.py\\", line 7, in show"}'],
  ['.NET', '   at Shop.Orders.Find(Int32 id) in /src/Shop/Orders.cs:line 31'],
  ['PHP', '<b>Fatal error</b>: Uncaught Error in /var/www/html/index.php on line 12'],
  ['PHP', '#0 /var/www/html/src/Orders.php(31): Orders->find()'],
  ['Ruby', "/srv/shop/app/models/order.rb:12:in `find'"],
  ['Go', 'goroutine 18 [running]:\nmain.show(0xc000010000)'],
  ['Rust', "thread 'main' panicked at src/main.rs:2:5"],
  ['path', 'failed at /home/shop/orders/find.ts:31'],
  ['database', 'You have an error in your SQL syntax; check the manual'],
  ['database', 'SQLSTATE[42S22]: Column not found'],
  ['database', 'ORA-00942: table or view does not exist'],
  ['database', 'duplicate key value violates unique constraint "orders_pkey"'],
  ['private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
];

/** What errors rightly say. */
const HARMLESS: readonly string[] = [
  '{"type":"/problems/invalid","title":"The request is not valid","errors":[{"pointer":"/items/0/sku","message":"must be like AB-123"}]}',
  '{"error":"NullPointerException"}',
  'There is no order at /orders/12:30',
  'meet me at noon (12:30:00) at /orders',
  '{"message":"Unexpected token } in JSON at position 12"}',
  'see https://example.com:8080/docs/errors.html#at-12:30:45',
  'The table has no column "total"; the SQL of the report is wrong',
  'syntax error in the query at character 3',
  '{"path":"/home/orders","line":3}',
  '{"instance":"/app/orders/7","status":404}',
  'File "report.pdf", page 3',
  '-----BEGIN CERTIFICATE-----',
  'at 10:30:15',
];

describe('an error', () => {
  it.each(LEAKING)('that holds a leak of %s is found: %s', async (kind, body) => {
    const judge = await judgeOf(TEXT);
    const [said] = judge({ operation: 'show', status: 400, body });
    expect(said).toMatchObject({ code: 'nothing-leaked', severity: 'error' });
    expect(said?.failure.seen).toContain(kind);
  });

  it.each(HARMLESS)('that tells nothing of the inside is left alone: %s', async (body) => {
    const judge = await judgeOf(TEXT);
    expect(judge({ operation: 'show', status: 400, body })).toEqual([]);
  });

  it('may hold what the contract or the request has, and a mock may hold anything', async () => {
    const judge = await judgeOf(TEXT);
    const body = 'at run (/sandbox/job.js:3:7)';
    expect(judge({ operation: 'show', status: 400, body })).toEqual([]);
    const sent = 'at evil (/app/x.js:1:1)';
    expect(judge({ operation: 'show', status: 400, body: `no such name: ${sent}` })).toHaveLength(1);
    expect(judge({ operation: 'show', status: 400, body: `no such name: ${sent}`, request: { body: `{"name":"${sent}"}` } })).toEqual([]);
    expect(judge({ operation: 'show', status: 400, body: sent, isMock: true })).toEqual([]);
  });

  it('holds no secret of the run, but where it was sent as data; and no short word is taken for one', async () => {
    const judge = await judgeOf(TEXT);
    const call = { operation: 'show', status: 401, secretValues: ['tok-4711-abc', 'password'] };
    expect(judge({ ...call, body: 'tok-4711-abc is not known' })).toHaveLength(1);
    expect(judge({ ...call, body: 'tok-4711-abc is not known', request: { body: '{"token":"tok-4711-abc"}' } })).toEqual([]);
    expect(judge({ ...call, body: 'the password is wrong' })).toEqual([]);
    expect(judge({ ...call, status: 200, body: '{"token":"tok-4711-abc"}' })).toEqual([]);
  });

  it('never holds the secret itself in what is said of it', async () => {
    const judge = await judgeOf(TEXT);
    const said = judge({ operation: 'show', status: 401, secretValues: ['tok-4711-abc'], body: 'tok-4711-abc' });
    expect(JSON.stringify(said.map(({ failure }) => failure))).not.toContain('4711');
  });
});

describe('the patterns of leaks', () => {
  it('find nothing in made texts without line numbers', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 400 }), (text) => {
        expect(LEAKS.filter(({ pattern }) => pattern.test(text))).toEqual([]);
      }),
      { seed: 3, numRuns: 2_000 },
    );
  });

  it('read 64 KiB of the worst text without being held up by it', () => {
    for (const unit of ['at ', 'at a', '/a', 'a.', 'at a.b', '/home/a', '#0 /a', 'File "', '/a.rb', 'at a(', 'C:\\']) {
      const text = unit.repeat(Math.ceil(65_536 / unit.length));
      for (const { pattern } of LEAKS) expect(pattern.test(text)).toBe(false);
    }
  });
});
