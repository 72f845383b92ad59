import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCheck } from '../../src/cli/check.js';
import type { CommandInput } from '../../src/cli/command.js';
import { runCompat } from '../../src/cli/compat.js';
import { commandIo } from '../support/command-io.js';
import { gitFolder } from '../support/git-folder.js';
import { mortiseIn } from '../support/mortise-in.js';
import { ORDERS_WORKSPACE, ordersContract, orderSchema, ordersRepository } from '../support/orders-repository.js';

const TODAY = '2026-11-21';
const A_YEAR_LATER = '2027-11-22';

interface Ran {
  readonly code: number;
  readonly text: string;
}

async function check(folder: string, today: string, options: CommandInput['options'] = {}): Promise<Ran> {
  const { io, said } = commandIo(folder);
  const code = await runCheck({ positionals: [], options: { base: 'main', phase: ['examples'], ...options }, io }, today);
  return { code, text: said.stdout };
}

async function compat(folder: string, options: CommandInput['options'], positionals: readonly string[] = []): Promise<Ran> {
  const { io, said } = commandIo(folder);
  return { code: await runCompat({ positionals, options, io }, TODAY), text: said.stdout };
}

describe('a pull request that breaks one of two consumers', () => {
  const repo = ordersRepository();
  repo.write({ 'contracts/orders.yaml': ordersContract('2.0.0'), 'contracts/shared/order.yaml': orderSchema('[number, "null"]') });
  let id = '';

  it('fails the check, names the consumer, and shows the message', async () => {
    const { code, text } = await check(repo.folder, TODAY, { junit: 'report.xml' });
    expect(code).toBe(1);
    expect(readFileSync(join(repo.folder, 'report.xml'), 'utf8')).toMatch(/<testsuite name="compat" tests="1" failures="1"/);
    expect(text).toMatch(/breaks +storefront \(reads .*total.* in 12 interactions, last seen 2026-11-18\)/);
    expect(text).toMatch(/safe +mobile \(41 interactions, last seen 2026-11-18\)/);
    expect(text).toMatch(/answer .*"total":null/);
    expect(text).toMatch(/call +GET \/orders\/1$/m);
    expect(text).toMatch(/\ncheck failed: lint no problems; compat 1 error; tests no problems\n$/);
    expect(text).toContain('now       contracts/shared/order.yaml:6:5');
    expect(text).toContain('before    main:contracts/shared/order.yaml:6:14');
    id = /compat\/schema-broken {2}(m-\S+)/.exec(text)?.[1] ?? '';
    expect(id).toMatch(/^m-/);
  });

  it('is explained, with what each consumer was seen to do', async () => {
    const { code, stdout } = await mortiseIn(repo.folder, ['explain', id]);
    expect(code).toBe(0);
    expect(await mortiseIn(repo.folder, ['replay', id])).toMatchObject({ code: 2, stderr: expect.stringContaining('mortise explain') });
    for (const part of ['storefront', 'mobile', '"total":null', 'the provider writes it', `--accept ${id}`]) expect(stdout).toContain(part);
  });

  it('passes once it is accepted, with a reason', async () => {
    expect((await compat(repo.folder, { accept: [id], reason: 'storefront shows a dash since 3.1', owner: 'team-orders' })).code).toBe(0);
    expect(readFileSync(join(repo.folder, 'mortise-accepted.yaml'), 'utf8')).toContain('until: "2027-11-21"');
    const { code, text } = await check(repo.folder, TODAY);
    expect(code).toBe(0);
    expect(text).toContain('until 2027-11-21, by team-orders: storefront shows a dash since 3.1');
  });

  it('fails a year later: the time of the acceptance is over', async () => {
    const { code, text } = await check(repo.folder, A_YEAR_LATER);
    expect(code).toBe(1);
    expect(text).toContain('compat/acceptance-expired');
    expect(text).toContain('mortise-accepted.yaml');
    expect(text).toMatch(/breaks +storefront/);
  });

  it('once merged is settled, until the same day: then the entry is stale', async () => {
    repo.commit({});
    repo.git('checkout', '-q', 'main');
    repo.git('merge', '-q', '--ff-only', 'change');
    repo.git('checkout', '-q', '-b', 'next');
    const settled = await check(repo.folder, TODAY);
    expect(settled.code).toBe(0);
    expect(settled.text).toContain('compat/acceptance-settled');
    const stale = await check(repo.folder, A_YEAR_LATER);
    expect(stale.code).toBe(1);
    expect(stale.text).toContain('compat/acceptance-stale');
  });
});

describe('a comparison with the base', () => {
  it('finds what was removed and what is new, and takes nothing for removed that only the base has got since', async () => {
    const repo = ordersRepository();
    repo.git('checkout', '-q', 'main');
    repo.commit({ 'contracts/orders.yaml': ordersContract().replaceAll('cancelOrder', 'stopOrder').replace('/cancel', '/stop') });
    repo.git('checkout', '-q', 'change');
    expect(await compat(repo.folder, { base: 'main' })).toMatchObject({ code: 0, text: 'no problems; 1 contract unchanged\n' });
    repo.write({
      'contracts/refunds.yaml': ordersContract().replaceAll('Order', 'Refund'),
      'mortise.yaml': 'systems: { refunds: { openapi: contracts/refunds.yaml } }\n',
    });
    const { code, text } = await compat(repo.folder, { base: 'main' });
    expect(code).toBe(1);
    expect(text).toMatch(/error {2}the contract of "orders" is gone/);
    expect(text).toContain('breaks    mobile (uses 1 operation of it in 41 interactions, last seen 2026-11-18), storefront (');
    expect(text).toMatch(/info {3}the contract of "refunds" is new/);
  });

  it('says the same to the byte each time, and writes a comment where it is told to', async () => {
    const repo = ordersRepository();
    repo.write({ 'contracts/shared/order.yaml': orderSchema('string') });
    const once = await compat(repo.folder, { base: 'main', json: true, markdown: 'comment.md' });
    const again = await compat(repo.folder, { base: 'main', json: true });
    expect(once).toEqual(again);
    expect(once.code).toBe(1);
    expect(readFileSync(join(repo.folder, 'comment.md'), 'utf8')).toContain('1 error, 1 warning');
  });

  it('names the consumers that nobody watched, and accepts what it has just found', async () => {
    const repo = ordersRepository();
    repo.write({
      'contracts/shared/order.yaml': orderSchema('string'),
      'mortise.yaml': `${ORDERS_WORKSPACE.replace('systems:', 'systems:\n  console: {}')}  - { consumer: console, provider: orders }\n`,
    });
    const { text } = await compat(repo.folder, { base: 'main' });
    expect(text).toMatch(/consumers {2}storefront breaks \(.*\), mobile is safe \(.*\), console was never watched/);
    const id = /compat\/schema-broken {2}(m-\S+)/.exec(text)?.[1] ?? '';
    expect(await compat(repo.folder, { base: 'main', accept: [id], reason: 'known', 'until-major': '2' })).toMatchObject({
      code: 0,
      text: expect.stringContaining('until major 2: known'),
    });
    const kept = readFileSync(join(repo.folder, 'mortise-accepted.yaml'), 'utf8');
    const over = { accept: [id], reason: 'known', 'until-major': '1' };
    for (const options of [{ ...over, base: 'main' }, over])
      await expect(compat(repo.folder, options)).rejects.toMatchObject({
        code: 'E_ARGUMENT_VALUE',
        args: { option: '--until-major', seen: '1' },
      });
    expect(readFileSync(join(repo.folder, 'mortise-accepted.yaml'), 'utf8')).toBe(kept);
    const elsewhere = await compat(repo.folder, { base: 'main', accept: [id], reason: 'known', accepted: 'known/first.yaml' });
    expect(elsewhere).toMatchObject({ code: 0, text: expect.stringMatching(new RegExp(`accepted  .*${id}`)) });
    expect(readFileSync(join(repo.folder, 'known/first.yaml'), 'utf8')).toContain(id);
  });

  it('says whose usage counts for nothing, since no contract is of that provider', async () => {
    const repo = ordersRepository();
    const usage = readFileSync(join(repo.folder, '.mortise/usage/mobile--orders.json'), 'utf8');
    repo.write({
      'contracts/shared/order.yaml': orderSchema('string'),
      '.mortise/usage/desk--order.json': usage.replace('"orders"', '"order"'),
    });
    const { text } = await compat(repo.folder, { base: 'main' });
    expect(text).toMatch(/warning {2}what "mobile" needs of "order" counts for nothing: .*\(expected one of orders/s);
    expect((await compat(repo.folder, { base: 'main', usage: '.mortise/usage' }, ['contracts/orders.yaml'])).text).not.toContain(
      'counts for nothing',
    );
    expect(
      (await compat(repo.folder, { base: 'main', usage: '.mortise/usage/desk--order.json' }, ['contracts/orders.yaml'])).text,
    ).not.toContain('counts for nothing');
  });

  it('names files from the top of the repository for GitHub, whatever folder it is run in', async () => {
    const repo = ordersRepository();
    repo.write({ 'contracts/shared/order.yaml': orderSchema('string') });
    const { text } = await compat(join(repo.folder, 'contracts'), { base: 'main', github: true, usage: '../.mortise/usage' }, [
      'orders.yaml',
    ]);
    expect(text).toMatch(/^::error file=contracts\/shared\/order\.yaml,line=/m);
  });

  it('takes the newest tag, and not the one that is checked out; all of them when it is transitive', async () => {
    const repo = ordersRepository();
    repo.git('tag', 'v1.9.0');
    repo.commit({ 'contracts/shared/order.yaml': orderSchema('string') });
    repo.git('tag', 'v1.10.0');
    expect((await compat(repo.folder, { tags: 'v*' })).text).toContain('v1.9.0:contracts/orders.yaml');
    repo.commit({ 'contracts/shared/order.yaml': orderSchema('string').replace('required: [id, total]', 'required: [id, total, by]') });
    expect((await compat(repo.folder, { tags: 'v*' })).code).toBe(0);
    const { code, text } = await compat(repo.folder, { tags: 'v*', events: 'full-transitive' });
    expect(code).toBe(1);
    expect(text).toContain('v1.9.0:contracts/orders.yaml');
  });

  it('calls a version breaking whose breaks are all told with a nearer one, and gives no advice beside it', async () => {
    const repo = ordersRepository();
    repo.git('tag', 'v1.0.0');
    repo.commit({ 'contracts/shared/order.yaml': `${orderSchema()}# the same\n` });
    repo.git('tag', 'v1.1.0');
    repo.commit({ 'contracts/shared/order.yaml': orderSchema('string') });
    const { text } = await compat(repo.folder, { tags: 'v*', events: 'full-transitive', markdown: 'comment.md' });
    expect(text).toMatch(/v1\.0\.0:contracts\/orders\.yaml.*\n {2}all that differs is told with a nearer version\n\n/);
    expect(readFileSync(join(repo.folder, 'comment.md'), 'utf8').match(/^### .*: breaking$/gm)).toHaveLength(2);
  });

  it('says when the base is only the tip of a branch, as in a clone without its history', async () => {
    const repo = ordersRepository();
    repo.git('checkout', '-q', '--orphan', 'alone');
    repo.commit({ 'note.txt': 'of another history' });
    const { code, text } = await compat(repo.folder, { base: 'main' });
    expect(code).toBe(0);
    expect(text).toMatch(/info +main is compared as it stands now: .*compat\/base-tip/s);
  });

  it('judges nothing by a base that cannot be read, and says so', async () => {
    const repo = gitFolder({ 'a.yaml': 'openapi: [\n' });
    repo.write({ 'a.yaml': ordersContract() });
    const { code, text } = await compat(repo.folder, { base: 'HEAD' }, ['a.yaml']);
    expect(code).toBe(0);
    expect(text).toContain('compat/base-unreadable');
  });
});

describe('what is wrong with the input', () => {
  const repo = ordersRepository();
  const run = (...words: readonly string[]): Promise<{ readonly code: number; readonly stderr: string }> =>
    mortiseIn(repo.folder, ['compat', ...words]);

  it('is told: no repository, no such ref, no such file, nothing to compare', async () => {
    expect(await mortiseIn('/', ['compat', '--base', 'main', 'a.yaml'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('in no git repository'),
    });
    expect(await run('--base', 'mian')).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean "main"?') });
    expect(await run('--base', '')).toMatchObject({ code: 2, stderr: expect.stringContaining('--base needs <git ref>') });
    expect(await run('--base', 'main', 'nowhere.yaml')).toMatchObject({ code: 2, stderr: expect.stringContaining('no file nowhere.yaml') });
    expect(await run('contracts/orders.yaml', 'nowhere.yaml')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no file nowhere.yaml'),
    });
    expect(await run()).toMatchObject({ code: 2, stderr: expect.stringContaining('--base <git ref>') });
    expect(await run('--tags', 'x*')).toMatchObject({ code: 2, stderr: expect.stringContaining('no tag x*') });
    expect(await run('contracts')).toMatchObject({ code: 2, stderr: expect.stringContaining('one version only') });
    expect(await run('--reason', 'x', '--base', 'main')).toMatchObject({ code: 2, stderr: expect.stringContaining('--accept <id>') });
    expect(await run('--accept', 'm-1', '--base', 'main')).toMatchObject({ code: 2, stderr: expect.stringContaining('--reason <text>') });
    expect(await run('--accept', 'm-1', '--reason', 'x', '--base', 'main')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"m-1"'),
    });
    const past = await run('--accept', 'm-1', '--reason', 'x', '--base', 'main', '--until', '2020-01-01');
    expect(past).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--until cannot be "2020-01-01"\. Expected a day that is not over/),
    });
    expect(existsSync(join(repo.folder, 'mortise-accepted.yaml'))).toBe(false);
  });

  it('in the file of acceptances is told with line and column', async () => {
    repo.write({ 'accepted.yaml': '# ours\n- id: m-0000000001\n  reason: known\n  until: tomorrow\n' });
    const { code, stderr } = await run('--base', 'main', '--accepted', 'accepted.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('accepted.yaml:4:3: not a file of acceptances: "tomorrow" is not a day like 2027-01-31');
  });
});
