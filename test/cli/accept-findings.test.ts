import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { AcceptanceTerms } from '../../src/cli/accept-findings.js';
import { askedAcceptanceFrom, assertNotOver, findingsNamed, writeAcceptances } from '../../src/cli/accept-findings.js';
import { acceptancesFromJson } from '../../src/compat/acceptances-from-json.js';
import { parseDocument } from '../../src/contract/document.js';
import type { Finding } from '../../src/finding/finding.js';

const finding = (id: string): Finding => ({
  id,
  code: 'compat/contract-removed',
  severity: 'error',
  operation: 'getOrder',
  args: { provider: 'orders' },
});
const ASKED = { accept: ['m-1'], reason: ' known ' };

describe('what is asked to be accepted', () => {
  it('ends a year from today when no other end is named', () => {
    expect(askedAcceptanceFrom(ASKED, '2026-11-21')?.terms).toEqual({
      reason: 'known',
      owner: undefined,
      until: '2027-11-21',
      untilMajor: undefined,
    });
    expect(askedAcceptanceFrom(ASKED, '2028-02-29')?.terms.until).toBe('2029-02-28');
  });

  it('ends with its major version alone when that is named', () => {
    expect(askedAcceptanceFrom({ ...ASKED, 'until-major': '3' }, '2026-11-21')?.terms).toMatchObject({ until: undefined, untilMajor: 3 });
  });

  it.each([
    [{ accept: ['m-1'] }, 'E_ARGUMENT_MISSING'],
    [{ accept: ['m-1'], reason: '  ' }, 'E_ARGUMENT_MISSING'],
    [{ owner: 'team' }, 'E_ARGUMENT_MISSING'],
    [{ ...ASKED, until: '2027-02-30' }, 'E_ARGUMENT_VALUE'],
    [{ ...ASKED, 'until-major': '0' }, 'E_ARGUMENT_VALUE'],
  ])('is refused when it is not whole: %j', (options, code) => {
    expect(() => askedAcceptanceFrom(options, '2026-11-21')).toThrow(expect.objectContaining({ code }));
  });

  it('is nothing when nobody asks', () => {
    expect(askedAcceptanceFrom({}, '2026-11-21')).toBeUndefined();
  });
});

describe('terms that are over before they begin', () => {
  const until = (untilMajor: number | undefined): AcceptanceTerms => ({ reason: 'known', owner: undefined, until: undefined, untilMajor });

  it('are refused: the contract has come to the major version that ends them', () => {
    for (const version of ['2.0.0', '2.1.0-rc.1', 'v3'])
      expect(() => assertNotOver(until(2), [undefined, version])).toThrow(expect.objectContaining({ code: 'E_ARGUMENT_VALUE' }));
  });

  it('are not those of a version that is to come, of no version, or of a contract that has none', () => {
    expect(() => assertNotOver(until(2), ['1.9.9', undefined, '2026-01-31', ''])).not.toThrow();
    expect(() => assertNotOver(until(undefined), ['2.0.0'])).not.toThrow();
  });
});

describe('the findings that ids name', () => {
  const known = [finding('m-0000000001'), finding('m-0000000001-2'), finding('m-1000000001')];

  it('are those of the whole id, or of a beginning that no other one has', () => {
    expect(findingsNamed(['m-0000000001', '1'], known).map(({ id }) => id)).toEqual(['m-0000000001', 'm-1000000001']);
  });

  it('are an error of the input when there is none, or several begin so', () => {
    expect(() => findingsNamed(['m-2'], known)).toThrow(expect.objectContaining({ code: 'E_FINDING_UNKNOWN' }));
    expect(() => findingsNamed(['m-0'], known)).toThrow(expect.objectContaining({ code: 'E_ARGUMENT_VALUE' }));
  });
});

it('accepts anew what was accepted, and keeps the others', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'mortise-accept-'));
  afterAll(() => rmSync(cwd, { recursive: true }));
  const read = (): readonly unknown[] => {
    const result = acceptancesFromJson(parseDocument(readFileSync(join(cwd, 'a.yaml'), 'utf8'), 'a.yaml'));
    return result.kind === 'acceptances' ? result.entries : result.problems;
  };
  const terms = { reason: 'first', owner: undefined, until: '2027-01-31', untilMajor: undefined };
  const kept = { ...terms, id: 'm-0000000002', what: undefined, contract: 'a', operation: undefined, pointer: '/0' };
  writeAcceptances([finding('m-0000000001')], { terms, kept: [kept, { ...kept, id: 'm-0000000001' }] }, { file: 'a.yaml', cwd });
  expect(read()).toMatchObject([
    { id: 'm-0000000002', contract: 'a' },
    {
      id: 'm-0000000001',
      contract: 'orders',
      operation: 'getOrder',
      reason: 'first',
      what: expect.stringContaining('compat/contract-removed'),
    },
  ]);
});
