import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { FAULT_KINDS } from '../fault/fault-kinds.js';
import type { ProcessIo } from '../host/process-io.js';
import type { Column } from '../report/table.js';
import { textFromTable } from '../report/table.js';
import type { ExitCode } from './command.js';

/**
 * Says which kinds of faults there are, what each does, and its settings.
 *
 * @param io - where it is said
 * @param asJson - as one JSON object, with the schema of the settings
 */
export function listFaults(io: ProcessIo, asJson: boolean): ExitCode {
  if (asJson) {
    const faults = FAULT_KINDS.map(({ kind, group, summary, schema }) => ({ fault: kind, group, summary, settings: schema }));
    io.stdout(`${JSON.stringify({ faults })}\n`);
    return 0;
  }
  const rows = FAULT_KINDS.map(({ kind, group, summary, schema }) => [kind, group, summary, settingsText(schema['properties'])]);
  // Settings are read whole, and lists of them are searched by line.
  io.stdout(textFromTable(COLUMNS, rows, Number.POSITIVE_INFINITY));
  return 0;
}

function settingsText(properties: JsonValue | undefined): string {
  if (properties === undefined || !isJsonObject(properties)) return '';
  return Object.entries(properties)
    .map(([name, schema]) => {
      const choices = schema !== undefined && isJsonObject(schema) ? schema['enum'] : undefined;
      return Array.isArray(choices) ? `${name}=${[...new Set(choices.map(String))].join('|')}` : name;
    })
    .join(' ');
}

const COLUMNS: readonly Column[] = [
  { title: 'fault', align: 'left' },
  { title: 'group', align: 'left' },
  { title: 'what it does', align: 'left' },
  { title: 'settings', align: 'left', shrinks: true },
];
