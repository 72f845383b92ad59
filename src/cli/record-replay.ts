import { join } from 'node:path';
import { createReplay } from '../compat/record/replay.js';
import { createDocumentPort } from '../host/document-port.js';
import { startReplayServer } from '../host/record/replay-server.js';
import type { CommandInput, ExitCode } from './command.js';
import { failWith } from './fail.js';
import { numberOption, textOption, wrongValue } from './option-values.js';
import { readingOptions } from './reading-options.js';
import { readJournal } from './record-from.js';
import { untilAborted } from './until-aborted.js';

/**
 * Serves a recording until it is stopped.
 *
 * @throws InputError `E_ARGUMENT_VALUE` when it has no answers
 */
export async function replayRecording(input: CommandInput): Promise<ExitCode> {
  const { options, io } = input;
  const { signal } = io;
  const name = textOption(options, 'replay') ?? '';
  // A recording is a folder with its journal.
  const isFolder = (await createDocumentPort(readingOptions(input)).listFiles?.(name)) !== undefined;
  const file = isFolder ? join(name, 'journal.jsonl') : name;
  const journal = await readJournal(file, input);
  const replay = createReplay(journal.exchanges);
  if (replay.answerCount === 0) throw wrongValue('--replay', name, 'a recording that has answers');
  const provider = textOption(options, 'provider') ?? journal.exchanges[0]?.provider ?? 'provider';
  const server = await startReplayServer({
    replay,
    provider,
    host: textOption(options, 'host') ?? '127.0.0.1',
    port: numberOption(options, 'port', { least: 0, most: 65_535 }) ?? DEFAULT_PORT,
    onTrouble: (error) => void failWith(error, false, io),
  });
  const ready = { type: 'ready', system: provider, url: server.url, answers: replay.answerCount, file };
  const text = `${provider} is replayed at ${server.url} (${replay.answerCount} answers of ${file})\n`;
  io.stdout(options['json'] === true ? `${JSON.stringify(ready)}\n` : text);
  await untilAborted(signal);
  await server.close();
  return 0;
}

const DEFAULT_PORT = 4_012;
