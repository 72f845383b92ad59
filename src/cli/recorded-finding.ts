import { didYouMean } from '../base/did-you-mean.js';
import { InputError } from '../base/errors.js';
import { readRecord } from '../check/read-record.js';
import type { RunHeader } from '../check/run-record.js';
import type { Finding } from '../finding/finding.js';

/** A finding of an earlier run. */
export interface RecordedFinding {
  readonly finding: Finding;
  /** How that run began. */
  readonly header: RunHeader;
  /** The record it stands in. */
  readonly file: string;
}

/**
 * The finding of an id, from the first record that has it.
 *
 * @param id - whole, or its beginning when no other one begins so
 * @param files - of records, newest first
 * @param readText - reads one of them
 * @throws InputError `E_FINDING_UNKNOWN` when none has it, or several begin so; `E_RECORD_INVALID` when the only file is no record
 */
export function recordedFinding(id: string, files: readonly string[], readText: (file: string) => string): RecordedFinding {
  const known = new Set<string>();
  for (const file of files) {
    const record = readable(file, files.length === 1, readText);
    if (record === undefined) continue;
    const found = new Map(record.findings.filter((finding) => isNamed(finding, id)).map((finding) => [finding.id, finding] as const));
    const [first, ...others] = exactly(id, found) ?? found.values();
    if (others.length > 0) {
      const ids = [...found.keys()].join(', ');
      throw new InputError({ code: 'E_ARGUMENT_VALUE', args: { option: 'the id', seen: id, expected: `one of ${ids}` } });
    }
    if (first !== undefined) return { finding: first, header: record.header, file };
    for (const finding of record.findings) if (finding.id !== undefined) known.add(finding.id);
  }
  throw new InputError({ code: 'E_FINDING_UNKNOWN', args: { id, suggestion: didYouMean(id, known) } });
}

/** The whole id of one may be the beginning of another. */
function exactly(id: string, found: ReadonlyMap<string | undefined, Finding>): readonly Finding[] | undefined {
  const exact = found.get(id) ?? found.get(`m-${id}`);
  return exact === undefined ? undefined : [exact];
}

function isNamed({ id = '' }: Finding, wanted: string): boolean {
  return id.startsWith(wanted.startsWith('m-') ? wanted : `m-${wanted}`);
}

/** Beside others a file that is no record is passed over: somebody may keep notes there. */
function readable(file: string, isOnly: boolean, readText: (file: string) => string): ReturnType<typeof readRecord> | undefined {
  try {
    return readRecord(readText(file), file);
  } catch (error) {
    if (isOnly || !(error instanceof InputError)) throw error;
    return undefined;
  }
}
