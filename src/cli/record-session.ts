import { join, relative } from 'node:path';
import type { RecordedCall } from '../compat/record/recorded-call.js';
import { createRecording } from '../compat/record/recording.js';
import { openRecordFile } from '../host/record-file.js';
import { startRecordProxy } from '../host/record/record-proxy.js';
import { writeRecording } from '../host/record/write-recording.js';
import { lineFromExchange } from '../journal/journal-line.js';
import { secretNamesOfContract } from '../mock/secret-names.js';
import type { CommandInput, ExitCode } from './command.js';
import { failWith } from './fail.js';
import { numberOption, textOption, wrongValue } from './option-values.js';
import type { ProgressTeller } from './progress.js';
import { openProgress } from './progress.js';
import { missing, readRecordLink } from './record-link.js';
import { createCallLog, summaryText } from './record-text.js';
import { untilAborted } from './until-aborted.js';

/**
 * Records until it is stopped, then writes what was seen.
 *
 * @throws InputError, HostError
 */
export async function recordSession(input: CommandInput): Promise<ExitCode> {
  const { options, io } = input;
  // From here on a signal ends the recording, not the process.
  const { signal } = io;
  const link = await readRecordLink(input);
  const { contract, consumer, provider, target, folder } = link;
  if (contract.operations.length === 0 && contract.specification.startsWith('asyncapi'))
    throw wrongValue('--spec', contract.file, 'a contract of calls; what flows by messages is taken from a journal, with --from');
  if (target === undefined) throw missing('record', '--to <url>: where the provider is; of a workspace also the url of its system');
  const host = textOption(options, 'host') ?? '127.0.0.1';
  const port = numberOption(options, 'port', { least: 0, most: 65_535 }) ?? DEFAULT_PORT;
  const isJson = options['json'] === true;
  const recording = createRecording(contract, { consumer, provider });
  const secretNames = secretNamesOfContract(contract);
  const journalFile = join(folder, 'journal.jsonl');
  // The old recording is replaced only when there is something to put in its place.
  let journal: ReturnType<typeof openRecordFile> | undefined;
  const log = createCallLog(io.stderr, isJson);
  // A log that is kept has no use for it: what is wrong is told anyway.
  const progress = openProgress(io, isJson || !io.isTerminal);
  const tell = tellingCalls(progress, `record ${consumer} → ${provider}`, contract.operations.length);
  const proxy = await startRecordProxy({
    contract,
    consumer,
    provider,
    target,
    host,
    port,
    recording,
    journal: {
      append: (exchange) => {
        journal ??= openRecordFile(journalFile);
        journal.write(lineFromExchange(exchange, secretNames));
      },
    },
    onCall: (call) => {
      log(call);
      tell(call);
    },
    onTrouble: (error) => void failWith(error, false, io),
  });
  try {
    const ready = { type: 'ready', system: provider, consumer, url: proxy.url, target };
    io.stdout(isJson ? `${JSON.stringify(ready)}\n` : `${provider} at ${target} is recorded for ${consumer} at ${proxy.url}\n`);
    await untilAborted(signal);
  } finally {
    progress.end();
    await proxy.close();
    journal?.close();
  }
  const result = recording.result();
  if (result.exchangeCount === 0) {
    io.stdout(summaryText(result, [], isJson));
    return 0;
  }
  const files = writeRecording({ ...link, result, exchanges: proxy.exchanges(), messages: [] });
  io.stdout(
    summaryText(
      result,
      [journalFile, ...files].map((file) => relative(io.cwd, file)),
      isJson,
    ),
  );
  return 0;
}

/** How many calls there were, of how many of the operations, and how many of them broke the contract. */
function tellingCalls({ tell }: ProgressTeller, title: string, totalCount: number): (call: RecordedCall) => void {
  const operations = new Set<string>();
  let [count, findingCount] = [0, 0];
  return ({ operation, problems }) => {
    count += 1;
    if (problems.length > 0) findingCount += 1;
    if (operation !== undefined) operations.add(operation.id);
    tell({ title: `${title}: ${operations.size}/${totalCount} operations`, made: { noun: 'call', count }, findingCount });
  };
}

const DEFAULT_PORT = 4_012;
