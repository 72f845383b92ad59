import { relative } from 'node:path';
import { createRecording } from '../compat/record/recording.js';
import { createDocumentPort } from '../host/document-port.js';
import { decodedExchange } from '../host/record/decoded-exchange.js';
import { writeRecording } from '../host/record/write-recording.js';
import type { Exchange } from '../journal/exchange.js';
import { isOfSystem } from '../journal/member-name.js';
import type { RunJournal } from '../journal/run-journal.js';
import { runJournalFromLines } from '../journal/run-journal-lines.js';
import type { CommandInput, ExitCode } from './command.js';
import { textOption, wrongValue } from './option-values.js';
import { readingOptions } from './reading-options.js';
import { readRecordLink, type RecordLink } from './record-link.js';
import { summaryText } from './record-text.js';

/**
 * What a journal shows of a consumer, written as a recording would be.
 *
 * @throws InputError `E_JOURNAL_LINE`, `E_ARGUMENT_VALUE` when the journal has nothing of the pair
 */
export async function recordFrom(input: CommandInput): Promise<ExitCode> {
  const { options, io } = input;
  const file = textOption(options, 'from') ?? '';
  const link = await readRecordLink(input);
  const journal = await readJournal(file, input);
  const exchanges: Exchange[] = [];
  const { contract, consumer, provider } = link;
  const recording = createRecording(contract, { consumer, provider });
  const known = providerInJournal(journal, link, file);
  for (const exchange of journal.exchanges) {
    if (exchange.provider !== known || exchange.side !== 'egress' || !isOfSystem(exchange.consumer ?? consumer, consumer)) continue;
    exchanges.push(recording.take(decodedExchange({ ...exchange, provider })).exchange);
  }
  const messages = journal.messages.filter((message) => message.provider === known).map((message) => ({ ...message, provider }));
  for (const message of messages) recording.message(message);
  const result = recording.result();
  const hasFolder = textOption(options, 'out') !== undefined;
  const files = writeRecording({ ...link, folder: hasFolder ? link.folder : undefined, result, exchanges, messages });
  io.stdout(
    summaryText(
      result,
      files.map((file) => relative(io.cwd, file)),
      options['json'] === true,
    ),
  );
  return 0;
}

/**
 * The journal of a file.
 *
 * @param file - as the user named it
 * @throws InputError `E_JOURNAL_LINE`, `E_FILE_NOT_FOUND`
 */
export async function readJournal(file: string, input: CommandInput): Promise<RunJournal> {
  const port = createDocumentPort({ ...readingOptions(input), maxBytes: MAX_JOURNAL_BYTES });
  return runJournalFromLines(await port.readText(file, undefined), file);
}

/** A journal of one provider is that of the one that is meant, whatever it is called there. */
function providerInJournal({ exchanges, messages }: RunJournal, { provider, consumer }: RecordLink, file: string): string {
  const names = [...new Set([...exchanges, ...messages].map((each) => each.provider))];
  const [only] = names;
  if (names.includes(provider)) return provider;
  if (only !== undefined && names.length === 1) return only;
  throw wrongValue(
    '--from',
    file,
    names.length === 0
      ? 'a journal that has calls or messages'
      : `a journal with calls of ${consumer} to ${provider}; it knows ${names.join(', ')} (see --provider)`,
  );
}

const MAX_JOURNAL_BYTES = 512 * 1024 * 1024;
