import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecord } from '../../src/check/read-record.js';
import { lineFromHeader, lineFromRunExchange } from '../../src/check/run-record.js';
import { exchangeFromLine } from '../../src/journal/journal-line.js';
import { exchangeArbitrary, exchangeWith } from '../support/exchange-arbitrary.js';

const HEADER = {
  command: 'test' as const,
  id: '20261121-054512-123',
  version: '1',
  seed: 's',
  args: ['a'],
  workspace: 'mortise.yaml',
  url: undefined,
  pairs: ['a:b'],
  options: { phases: ['fuzzing'], caseCount: 50, workers: 1, shard: undefined },
  startedAtMs: 1,
};
const SECRETS = { names: new Set<string>(), values: [] };

describe('the record of a run', () => {
  it('says what was written, cut off wherever it may be', () => {
    fc.assert(
      fc.property(fc.array(exchangeArbitrary(), { maxLength: 5 }), fc.double({ min: 0, max: 1, noNaN: true }), (exchanges, cutRatio) => {
        const head = lineFromHeader(HEADER);
        const lines = exchanges.map((exchange) => lineFromRunExchange(exchange, SECRETS, undefined));
        const whole = `${[head, ...lines].join('\n')}\n`;
        const cut = Math.max(head.length + 1, Math.floor(cutRatio * whole.length));
        const read = readRecord(whole.slice(0, cut), 'run.jsonl');
        const keptCount = whole.slice(0, cut).split('\n').length - 2;
        // A line that lacks nothing but its end is whole.
        expect([keptCount, keptCount + 1]).toContain(read.exchangeLines.length);
        expect(lines.slice(0, read.exchangeLines.length)).toEqual(read.exchangeLines);
        expect(read.header).toEqual(JSON.parse(JSON.stringify(HEADER)));
        expect(read.summary).toBeUndefined();
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('names the case of each call, and its exchanges are those of a journal', async () => {
    const testCase = { phase: 'coverage', name: 'query "limit" at its maximum 50', intent: { kind: 'valid' } } as never;
    const line = lineFromRunExchange(exchangeWith(), SECRETS, testCase);
    expect(JSON.parse(line)).toMatchObject({
      phase: 'coverage',
      case: 'query "limit" at its maximum 50',
      intent: 'valid',
      operation: 'getPayment',
    });
    expect(exchangeFromLine(line)).toMatchObject({ operation: 'getPayment', provider: 'payments' });
  });

  it('has a summary when the run came to its end', () => {
    const summary = {
      pairCount: 1,
      requestCount: 2,
      errorCount: 0,
      warningCount: 0,
      failedPairCount: 0,
      stopped: false,
      laneCount: 4,
      laneDoneCount: 4,
      durationMs: 3,
    } as const;
    expect(readRecord(`${lineFromHeader(HEADER)}\n${JSON.stringify({ type: 'summary', ...summary })}\n`, 'r').summary).toEqual(summary);
  });

  it.each([
    ['', 1],
    ['{"type":"exchange"}\n', 1],
    ['{"openapi":"3.1.0"}', 1],
    [`${lineFromHeader(HEADER)}\n{"type":\n{"type":"summary"}\n`, 2],
  ])('is refused when it is none: %j', (text, line) => {
    expect(() => readRecord(text, 'run.jsonl')).toThrow(
      expect.objectContaining({ code: 'E_RECORD_INVALID', at: { file: 'run.jsonl', line } }),
    );
  });
});
