import { resolve } from 'node:path';
import type { AcceptanceFile } from '../compat/acceptance.js';
import type { Finding } from '../finding/finding.js';
import { createDocumentPort } from '../host/document-port.js';
import { nowMs } from '../host/clock.js';
import { reportedWorkspace } from '../host/reported-workspace.js';
import { openRun } from '../host/run-record-file.js';
import { readRecordText, recordFilesIn } from '../host/run-records.js';
import { plainCompat } from '../report/compat/compat-json.js';
import { textFromCompat } from '../report/compat/compat-text.js';
import { termsText } from '../report/compat/compat-words.js';
import type { AskedAcceptance } from './accept-findings.js';
import { askedAcceptanceFrom, assertNotOver, findingsNamed, writeAcceptances } from './accept-findings.js';
import { ACCEPTANCES_NAME, readAcceptances } from './acceptance-file.js';
import type { CommandInput, ExitCode } from './command.js';
import { comparingSettingsFrom } from './comparing-options.js';
import { runComparisonTold } from './comparison-progress.js';
import { comparedVersions } from './compared-versions.js';
import { openCompatSources } from './compat-sources.js';
import { textOption } from './option-values.js';
import { readingOptions } from './reading-options.js';
import { ACCEPTED_WORD } from './record-comparison.js';
import { recordedFinding } from './recorded-finding.js';
import { reportCompat } from './reported-compat.js';
import { headerWithoutTests } from './run-header.js';
import type { FoundDifferences } from './run-comparison.js';
import { endRun, tellingFrom } from './telling.js';
import { todayOf } from './today.js';

/**
 * `mortise compat`, as on a given day.
 *
 * @param today - `2026-11-21`, of now by default: acceptances end by it
 */
export async function runCompat(input: CommandInput, today = todayOf(nowMs())): Promise<ExitCode> {
  const { positionals, options, io } = input;
  const settings = comparingSettingsFrom(options);
  const asked = askedAcceptanceFrom(options, today);
  const isLastRun = positionals.length === 0 && settings.base === undefined && settings.tags === undefined;
  if (asked !== undefined && isLastRun) return acceptOfLastRun(asked, input);
  const telling = tellingFrom(input);
  const reading = readingOptions(input);
  const documents = createDocumentPort(reading);
  const sources = await openCompatSources({
    names: positionals,
    base: settings.base,
    tags: settings.tags,
    isTransitive: settings.isTransitive,
    reading,
    env: io.env,
  });
  try {
    const run = await runComparisonTold(
      {
        sources,
        settings,
        documents,
        today,
        signal: io.signal,
        ...(asked === undefined ? {} : { onFound: (found, { acceptances }) => acceptFound(asked, found, { input, acceptances }) }),
      },
      input,
    );
    const recorded = openRun(
      { cwd: io.cwd, file: textOption(options, 'record'), startedAtMs: telling.startedAtMs, since: telling.since },
      headerWithoutTests('compat', input, {
        workspace: sources.workspace?.file ?? positionals[0] ?? '',
        moreArgs: [`${ACCEPTED_WORD}${run.acceptancesFile}`],
      }),
    );
    if (sources.workspace !== undefined) recorded.add({ type: 'workspace', ...reportedWorkspace(sources.workspace, NO_CONTRACTS) });
    reportCompat(recorded, run.report, Math.round(nowMs() - telling.startedAtMs));
    const { report } = run;
    io.stdout(
      options['json'] === true
        ? `${JSON.stringify(plainCompat(report))}\n`
        : textFromCompat(report, { columnCount: io.columnCount, colour: io.colour }),
    );
    return await endRun(recorded, telling, { stopped: io.signal.aborted ? 'interrupt' : false, input });
  } finally {
    await sources.close();
  }
}

interface Accepting {
  readonly input: CommandInput;
  readonly acceptances: AcceptanceFile;
}

function acceptFound(asked: AskedAcceptance, { findings, comparisons }: FoundDifferences, accepting: Accepting): void {
  const found = findingsNamed(asked.ids, findings);
  const ids = new Set(found.map(({ id }) => id));
  const own = comparisons.filter((one) => one.findings.some(({ id }) => ids.has(id)));
  assertNotOver(
    asked.terms,
    own.map(({ version }) => version),
  );
  accept(asked, found, accepting);
}

function accept({ terms }: AskedAcceptance, found: readonly Finding[], { input, acceptances }: Accepting): void {
  writeAcceptances(found, { terms, kept: acceptances.entries }, { file: acceptances.file, cwd: input.io.cwd });
  // What stays on stdout is the report.
  for (const { id } of found) input.io.stderr(`${acceptances.file}: ${id ?? ''} is accepted ${termsText(terms)}\n`);
}

/** Who has read the report of a run accepts what it says without running it again. */
async function acceptOfLastRun(asked: AskedAcceptance, input: CommandInput): Promise<ExitCode> {
  const { options, io } = input;
  const record = textOption(options, 'record');
  const files = record === undefined ? recordFilesIn(io.cwd) : [resolve(io.cwd, record)];
  const recorded = asked.ids.map((id) => recordedFinding(id, files, readRecordText));
  assertNotOver(
    asked.terms,
    recorded.flatMap((one) => comparedVersions(readRecordText(one.file), one.finding.id)),
  );
  const named = textOption(options, 'accepted');
  const told = recorded[0]?.header.args.find((word) => word.startsWith(ACCEPTED_WORD))?.slice(ACCEPTED_WORD.length);
  const file = named ?? told ?? ACCEPTANCES_NAME;
  const { acceptances } = await readAcceptances(file, createDocumentPort(readingOptions(input)), false);
  accept(
    asked,
    recorded.map(({ finding }) => finding),
    { input, acceptances },
  );
  return 0;
}

/** What was compared was read in versions of its own. */
const NO_CONTRACTS = { contracts: new Map(), eventContracts: new Map() } as const;
