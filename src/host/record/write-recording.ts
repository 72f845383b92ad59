import { join } from 'node:path';
import type { JsonValue } from '../../base/json.js';
import { pactFromJournal } from '../../compat/pact/pact-from-journal.js';
import { textFromPact } from '../../compat/pact/json-from-pact.js';
import type { RecordingResult } from '../../compat/record/recording.js';
import { jsonFromUsage } from '../../compat/usage/json-from-usage.js';
import { mergeUsage } from '../../compat/usage/merge-usage.js';
import type { Usage } from '../../compat/usage/usage.js';
import type { Contract } from '../../contract/contract.js';
import type { Exchange } from '../../journal/exchange.js';
import type { MessageRecord } from '../../journal/message-record.js';
import { writeWholeFile } from '../whole-file.js';

/** What was recorded, and what of it is kept where. */
export interface WrittenRecording {
  readonly contract: Contract;
  readonly result: RecordingResult;
  /** Redacted, the last ones: what the pact is made of. */
  readonly exchanges: readonly Exchange[];
  readonly messages: readonly MessageRecord[];
  /** What the usage file had before. */
  readonly knownUsage: Usage | undefined;
  readonly usageFile: string;
  /** Of the examples, the pact and the proposal; `undefined` when only the usage is wanted. */
  readonly folder: string | undefined;
}

/**
 * Writes what a recording has shown, each file whole or not at all.
 *
 * @param recording - what, and where
 * @returns the files written, in order
 * @throws HostError `E_FILE_WRITE`
 */
export function writeRecording(recording: WrittenRecording): readonly string[] {
  const { contract, result, knownUsage, usageFile, folder } = recording;
  const { usage, examples, overlay } = result;
  const files: (readonly [file: string, text: string])[] = [
    [usageFile, jsonFromUsage(knownUsage === undefined ? usage : mergeUsage(knownUsage, usage))],
  ];
  if (folder !== undefined) {
    const { consumer, provider } = usage;
    const pact = pactFromJournal(recording, contract, { consumer, provider });
    if (examples !== undefined) files.push([join(folder, 'examples.json'), textOf(examples)]);
    if (pact.interactions.length > 0) files.push([join(folder, 'pact.json'), textFromPact(pact)]);
    if (overlay !== undefined) files.push([join(folder, 'overlay.json'), textOf(overlay)]);
  }
  for (const [file, text] of files) writeWholeFile(file, text);
  return files.map(([file]) => file);
}

function textOf(value: JsonValue): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
