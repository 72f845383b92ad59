import { describe, expect, it } from 'vitest';
import { createStatusLine } from '../../src/host/status-line.js';

function terminal(columns?: number) {
  const written: string[] = [];
  return { written, stream: { columnCount: () => columns, write: (text: string) => written.push(text) } };
}

describe('the line that moves', () => {
  it('takes the place of the one before, and goes', () => {
    const { written, stream } = terminal(80);
    let firstCount = 0;
    const line = createStatusLine(stream, () => {
      firstCount += 1;
    });
    line.clear();
    expect(written).toEqual([]);
    line.show('one');
    line.show('one');
    line.show('two');
    line.clear();
    line.clear();
    expect(written).toEqual(['\r\u001b[Kone', '\r\u001b[Ktwo', '\r\u001b[K']);
    expect(firstCount).toBe(1);
  });

  it('is shorter than the terminal is wide, and obeys nothing that stands in it', () => {
    const { written, stream } = terminal(8);
    createStatusLine(stream, () => undefined).show('注文番号\u001b[2J\nend');
    expect(written).toEqual(['\r\u001b[K注文番…']);
  });
});
