import { InputError } from '../base/errors.js';
import type { DocumentPort } from '../contract/document-port.js';
import { createDocumentPort } from '../host/document-port.js';
import { isOfSystem } from '../journal/member-name.js';
import type { RunJournal } from '../journal/run-journal.js';
import { runJournalFromLines } from '../journal/run-journal-lines.js';
import { NO_EXPECTATIONS } from '../policy/expectations.js';
import { expectationsFromJson } from '../policy/expectations-from-json.js';
import { policyFromJson } from '../policy/policy-from-json.js';
import { findingFromJudgement } from '../recovery/finding-from-judgement.js';
import { judgeRun } from '../recovery/judge-run.js';
import type { Judgement } from '../recovery/oracle.js';
import { plainFinding } from '../report/finding-json.js';
import { judgementLines } from '../report/judgement-text.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import type { CommandInput, ExitCode } from './command.js';
import { claimFrom } from './judged-claims.js';
import type { JudgedLink } from './judged-links.js';
import { linksOfJournal } from './judged-links.js';
import { listOracles } from './list-oracles.js';
import { textOption } from './option-values.js';
import { readingOptions } from './reading-options.js';

/** `mortise judge`. */
export async function runJudge(input: CommandInput): Promise<ExitCode> {
  const { positionals, options, io } = input;
  const isJson = options['json'] === true;
  if (options['list-oracles'] === true) return listOracles(io, isJson);
  const [file] = positionals;
  if (file === undefined) throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'judge', value: 'a journal' } });
  const port = createDocumentPort({ ...readingOptions(input), maxBytes: MAX_JOURNAL_BYTES });
  const journal = runJournalFromLines(await port.readText(file, undefined), file);
  const links = await judgedLinks(input, journal, port);
  const hints = { isOneAtATime: options['one-at-a-time'] === true };
  const baselineFile = textOption(options, 'baseline');
  const baseline = baselineFile === undefined ? undefined : runJournalFromLines(await port.readText(baselineFile, undefined), baselineFile);
  const judged = links.map((link) => ({ link, judgements: judgeRun(journal, { ...link, hints, baseline }) }));
  if (journal.incomplete !== undefined) io.stderr(`mortise: ${file}: ${INCOMPLETE[journal.incomplete]}\n`);
  if (isJson) io.stdout(`${JSON.stringify(jsonOf(judged, journal))}\n`);
  else for (const one of judged) io.stdout(textOf(one, journal, input));
  return judged.some(({ judgements }) => judgements.some(({ verdict }) => verdict.kind === 'refuted')) ? 1 : 0;
}

interface Judged {
  readonly link: JudgedLink;
  readonly judgements: readonly Judgement[];
}

/** Claims are the user's own, or those of the workspace for every pair that the journal has calls or messages of. */
async function judgedLinks({ options, io }: CommandInput, journal: RunJournal, port: DocumentPort): Promise<readonly JudgedLink[]> {
  const asked = { consumer: textOption(options, 'consumer'), provider: textOption(options, 'provider') };
  const written = { policy: textOption(options, 'policy'), expect: textOption(options, 'expect') };
  const file = textOption(options, 'workspace');
  if (file === undefined && written.policy === undefined && written.expect === undefined) {
    throw new InputError({
      code: 'E_ARGUMENT_MISSING',
      args: { option: 'judge', value: 'what is claimed: --policy, --expect or --workspace' },
    });
  }
  const policy = await given(written.policy, (text) => claimFrom('--policy', text, { port, key: 'recovery', fromJson: policyFromJson }));
  // One file may say both.
  const expectText = written.expect ?? written.policy;
  const option = written.expect === undefined ? '--policy' : '--expect';
  const isShared = written.expect === undefined;
  const expectations = await given(expectText, (text) =>
    claimFrom(option, text, { port, key: 'expect', fromJson: expectationsFromJson, isShared }),
  );
  const own = { policy: policy ?? policyFromJson({}), expectations: expectations ?? NO_EXPECTATIONS };
  if (file === undefined) return linksOfJournal(journal, asked).map((link) => ({ ...link, ...own }));
  const workspace = await readWorkspace(file, port, io.env);
  return workspace.integrations.flatMap(({ consumer, provider, recovery }) => {
    const isAsked = (asked.consumer ?? consumer) === consumer && (asked.provider ?? provider) === provider;
    const claims = policy ?? recovery ?? (expectations === undefined ? undefined : own.policy);
    if (!isAsked || claims === undefined || !isUsed(journal, consumer, provider)) return [];
    return [{ consumer, provider, policy: claims, expectations: own.expectations }];
  });
}

function isUsed(journal: RunJournal, consumer: string, provider: string): boolean {
  const isConsumer = (name: string | undefined): boolean => isOfSystem(name, consumer);
  return (
    journal.exchanges.some((one) => one.side === 'egress' && one.provider === provider && isConsumer(one.consumer ?? consumer)) ||
    journal.messages.some((one) => one.provider === provider && (isConsumer(one.sender) || isConsumer(one.receiver)))
  );
}

async function given<Value>(text: string | undefined, read: (text: string) => Promise<Value | undefined>): Promise<Value | undefined> {
  return text === undefined ? undefined : read(text);
}

function textOf({ link, judgements }: Judged, journal: RunJournal, { io }: CommandInput): string {
  const title = `${link.consumer ?? 'whoever calls'} → ${link.provider}\n\n`;
  return `${title}${judgementLines(judgements, journal, { columnCount: io.columnCount, colour: io.colour, link })}`;
}

function jsonOf(judged: readonly Judged[], { incomplete }: RunJournal): Readonly<Record<string, unknown>> {
  const all = judged.flatMap(({ judgements }) => judgements);
  const count = (kind: Judgement['verdict']['kind']): number => all.filter(({ verdict }) => verdict.kind === kind).length;
  return {
    links: judged.map(({ link: { consumer, provider }, judgements }) => ({ consumer, provider, judgements })),
    findings: judged.flatMap(({ link: { consumer = '', provider }, judgements }) =>
      judgements.flatMap((judgement) => {
        const finding = findingFromJudgement(judgement, { consumer, provider });
        return finding === undefined ? [] : [plainFinding(finding)];
      }),
    ),
    summary: { refuted: count('refuted'), proved: count('proved'), consistent: count('consistent'), inconclusive: count('inconclusive') },
    ...(incomplete === undefined ? {} : { incomplete }),
  };
}

const MAX_JOURNAL_BYTES = 256 * 1024 * 1024;
const INCOMPLETE: Readonly<Record<NonNullable<RunJournal['incomplete']>, string>> = {
  full: 'the recorder was full, so what needs all records is not judged',
  'cut-off': 'the last line is cut off, so what needs all records is not judged',
};
