import { InputError } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Finding } from '../finding/finding.js';
import type { RunHeader, RunSummary } from './run-record.js';

/** What a record holds. */
export interface RunRecord {
  readonly header: RunHeader;
  /** One for each cause, as first seen, in that order. */
  readonly findings: readonly Finding[];
  /** Lines of exchanges, each by its own as it was written. */
  readonly exchangeLines: readonly string[];
  /** What came of the pairs that were tested to their end. */
  readonly pairs: readonly JsonObject[];
  /** `undefined` when the run was killed. */
  readonly summary: RunSummary | undefined;
}

/**
 * What a record of a run says. A last line that was cut off is left out: the run was killed while it wrote it.
 *
 * @param text - the whole file
 * @param file - its name, for errors
 * @throws InputError `E_RECORD_INVALID` when it is no record, or a line other than the last is broken
 */
export function readRecord(text: string, file: string): RunRecord {
  const lines = text.split('\n');
  const isCut = lines.at(-1) !== '';
  const values: { readonly line: string; readonly value: JsonObject }[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const value = parsed(line);
    if (value !== undefined) values.push({ line, value });
    else if (!(isCut && index === lines.length - 1)) throw invalid(file, index, 'it is no line of a record');
  }
  const ofType = (type: string): readonly JsonObject[] => values.flatMap(({ value }) => (value['type'] === type ? [value] : []));
  const [first] = values;
  if (first?.value['type'] !== 'run') throw invalid(file, 0, 'it does not begin with the line of a run');
  return {
    // What we wrote ourselves has the shape we wrote.
    header: withoutType(first.value) as unknown as RunHeader,
    findings: ofType('finding').map((value) => withoutType(value) as unknown as Finding),
    exchangeLines: values.flatMap(({ line, value }) => (value['type'] === 'exchange' ? [line] : [])),
    pairs: ofType('pair').map(withoutType),
    summary: ofType('summary').map((value) => withoutType(value) as unknown as RunSummary)[0],
  };
}

function parsed(line: string): JsonObject | undefined {
  try {
    const value = JSON.parse(line) as JsonValue;
    return isJsonObject(value) && typeof value['type'] === 'string' ? value : undefined;
  } catch {
    // The caller knows whether a line may be broken here.
    return undefined;
  }
}

function withoutType({ type: _, ...rest }: JsonObject): JsonObject {
  return rest;
}

function invalid(file: string, index: number, reason: string): InputError {
  return new InputError({ code: 'E_RECORD_INVALID', at: { file, line: index + 1 }, args: { problem: reason } });
}
