import type { RunJournal } from '../journal/run-journal.js';
import type { Judgement } from '../recovery/oracle.js';
import type { Column } from './table.js';
import { textFromTable } from './table.js';
import type { WitnessLink } from './witness-timeline.js';
import { timelineOfWitness } from './witness-timeline.js';

/** How judgements are shown. */
export interface JudgementTextOptions {
  /** The width of the terminal in characters. */
  readonly columnCount: number;
  readonly colour: boolean;
  /** Whose calls they are about: ids of several servers may be alike. */
  readonly link?: WitnessLink | undefined;
}

/**
 * Judgements for people: a table with a line for each claim, and for each that was refuted the slice of the journal that shows it, as a
 * timeline.
 *
 * @param judgements - in the order they are to be shown
 * @param journal - that they were made of
 * @param options - the width, whether colours are understood, and the link
 * @returns lines that end in a line end
 */
export function judgementLines(judgements: readonly Judgement[], journal: RunJournal, options: JudgementTextOptions): string {
  if (judgements.length === 0) return 'nothing is claimed\n';
  const table = textFromTable(COLUMNS, judgements.map(rowOf), options.columnCount);
  const slices = judgements.filter(({ verdict }) => verdict.kind === 'refuted').map((judgement) => sliceText(judgement, journal, options));
  return [coloured(table, options.colour), ...slices, `${summaryOf(judgements)}\n`].join('\n');
}

/** `1 refuted, 3 proved, 1 inconclusive`. */
function summaryOf(judgements: readonly Judgement[]): string {
  const parts = KINDS.flatMap((kind) => {
    const count = judgements.filter(({ verdict }) => verdict.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  return parts.join(', ') || 'nothing is claimed';
}

function rowOf({ claim, subject, verdict, args }: Judgement): readonly string[] {
  return [
    subject === undefined ? claim : `${claim} (${oneLine(subject)})`,
    verdictText(verdict),
    oneLine(args['expected']),
    seenText(verdict, args),
  ];
}

function verdictText(verdict: Judgement['verdict']): string {
  return verdict.kind === 'consistent' ? `consistent (${verdict.caseCount})` : verdict.kind;
}

/** Why nothing can be said is what there is to see. */
function seenText(verdict: Judgement['verdict'], args: Judgement['args']): string {
  const seen = oneLine(args['seen']);
  return verdict.kind === 'inconclusive' && seen !== oneLine(verdict.reason) ? `${seen}: ${oneLine(verdict.reason)}` : seen;
}

function sliceText(judgement: Judgement, journal: RunJournal, { link }: JudgementTextOptions): string {
  const [claim = '', , expected = '', seen = ''] = rowOf(judgement);
  const timeline = timelineOfWitness(judgement.witness, journal, link).map((line) => `    ${line}\n`);
  return `${claim}\n  expected  ${expected}\n  seen      ${seen}\n${timeline.length === 0 ? '' : `  witness\n${timeline.join('')}`}`;
}

/** What others said is shown, never obeyed: a control character could move the cursor. */
function oneLine(value: Judgement['args'][string]): string {
  const text = Array.isArray(value) ? value.join(', ') : String(value ?? '');
  return text.replace(CONTROL_CHARACTERS, ' ');
}

/** @see ECMA-48 §8.3.117 (SGR) */
function coloured(table: string, isColoured: boolean): string {
  if (!isColoured) return table;
  return table.replace(
    / (refuted|proved|inconclusive|consistent)(?=\s)/g,
    (found, kind: Judgement['verdict']['kind']) => ` \u001b[${SGR_CODES[kind]}m${found.slice(1)}\u001b[0m`,
  );
}

const SGR_CODES: Readonly<Record<Judgement['verdict']['kind'], number>> = { refuted: 31, proved: 32, inconclusive: 33, consistent: 36 };
const KINDS: readonly Judgement['verdict']['kind'][] = ['refuted', 'proved', 'consistent', 'inconclusive'];
const COLUMNS: readonly Column[] = [
  { title: 'claim', align: 'left' },
  { title: 'verdict', align: 'left' },
  { title: 'expected', align: 'left', shrinks: true },
  { title: 'seen', align: 'left', shrinks: true },
];
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f]+/g;
