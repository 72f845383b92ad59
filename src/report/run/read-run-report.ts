import { isJsonObject } from '../../base/json.js';
import type { RecordLine } from './record-line.js';
import { RECORD_SHAPES } from './record-shapes.js';
import { createReportCollector } from './report-collector.js';
import type { RunReport } from './run-report.js';

/**
 * The report of a record. Total: lines that say nothing to us are passed over and counted, a last line that was cut off is none, and a record
 * without its end is told as such (`isComplete`).
 *
 * @param text - of the record; anything
 * @returns `undefined` when it is no record: no line says which run it is
 */
export function readRunReport(text: string): RunReport | undefined {
  const collector = createReportCollector();
  let findingCount = 0;
  let from = 0;
  while (from < text.length) {
    const end = text.indexOf('\n', from);
    const isCut = end === -1;
    const line = text.slice(from, isCut ? undefined : end);
    from = isCut ? text.length : end + 1;
    // By far the most, and of no report.
    if (line === '' || line.startsWith(EXCHANGE_START)) continue;
    const read = recordLineFrom(line);
    if (read === 'broken' && isCut) break;
    if (typeof read === 'string') {
      collector.passOver();
      continue;
    }
    if (read.type === 'finding' && ++findingCount > MAX_FINDING_COUNT) collector.passOver();
    else collector.add(read);
  }
  return collector.report();
}

function recordLineFrom(line: string): RecordLine | 'broken' | 'unknown' {
  if (line.length > MAX_LINE_LENGTH) return 'unknown';
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'broken';
  }
  if (!isJsonObject(value) || !isShallow(value, MAX_DEPTH)) return 'unknown';
  const { type } = value;
  if (typeof type !== 'string' || !Object.hasOwn(RECORD_SHAPES, type)) return 'unknown';
  // The shape has just been looked at.
  return RECORD_SHAPES[type as RecordLine['type']](value) ? (value as unknown as RecordLine) : 'unknown';
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((member) => isShallow(member, depth - 1));
}

const EXCHANGE_START = '{"type":"exchange"';
const MAX_LINE_LENGTH = 32 * 1024 * 1024;
const MAX_FINDING_COUNT = 200_000;
const MAX_DEPTH = 400;
