import { describe, expect, it } from 'vitest';
import { recordedFinding } from '../../src/cli/recorded-finding.js';

const header = JSON.stringify({ type: 'run', id: 'r', seed: '1', workspace: 'mortise.yaml', pairs: [], options: {} });
const finding = (id: string, seen: string): string =>
  JSON.stringify({ type: 'finding', id, code: 'check/no-answer', severity: 'error', args: { seen } });
const record = (...lines: readonly string[]): string => `${[header, ...lines].join('\n')}\n`;

function found(id: string, files: Readonly<Record<string, string>>): string {
  const { finding: one, file } = recordedFinding(id, Object.keys(files), (name) => files[name] ?? '');
  return `${file} ${one.id} ${String(one.args['seen'])}`;
}

describe('a recorded finding', () => {
  const files = {
    new: record(finding('m-aaaa000001', 'new'), finding('m-bbbb000001', 'new')),
    notes: 'what I wanted to look at',
    old: record(finding('m-aaaa000001', 'old'), finding('m-cccc000001', 'old')),
  };

  it.each([
    ['m-aaaa000001', 'new m-aaaa000001 new'],
    ['m-b', 'new m-bbbb000001 new'],
    ['bbbb', 'new m-bbbb000001 new'],
    ['m-cccc000001', 'old m-cccc000001 old'],
  ])('of %s is taken from the newest record that has it', (id, expected) => expect(found(id, files)).toBe(expected));

  it('is not guessed when several begin so', () => {
    expect(() => found('m-', files)).toThrow(
      expect.objectContaining({
        code: 'E_ARGUMENT_VALUE',
        args: expect.objectContaining({ expected: 'one of m-aaaa000001, m-bbbb000001' }),
      }),
    );
  });

  it('that no record has is refused with the nearest', () => {
    expect(() => found('m-cccc000002', files)).toThrow(
      expect.objectContaining({ code: 'E_FINDING_UNKNOWN', args: { id: 'm-cccc000002', suggestion: 'm-cccc000001' } }),
    );
    expect(() => found('m-x', {})).toThrow(expect.objectContaining({ code: 'E_FINDING_UNKNOWN' }));
  });

  it('is found in a record that was cut off in the middle of a line', () => {
    expect(found('m-aaaa', { cut: `${record(finding('m-aaaa000001', 'cut'))}{"type":"exch` })).toBe('cut m-aaaa000001 cut');
  });

  it('is not looked for in the one file that was named when that is no record', () => {
    expect(() => found('m-a', { notes: files.notes })).toThrow(expect.objectContaining({ code: 'E_RECORD_INVALID' }));
  });
});
