import { textFromPlace } from '../base/place.js';
import type { Finding, Replay, Witness } from '../finding/finding.js';
import type { Severity } from '../finding/severity.js';
import { wordsOfFinding } from './wording/finding-wording.js';

/**
 * A finding as a block of lines: what, which clause, expected, seen, the smallest call, its answer, how to make it again, what to do next.
 *
 * @param finding - located
 * @param colour - whether colours are understood; by default not
 * @returns lines that end in a line end, the first indented by two, the others by four
 */
export function blockTextOfFinding(finding: Finding, colour = false): string {
  const { severity, code, operation, place, args, witness, id, replay } = finding;
  const words = wordsOfFinding(finding);
  const { count, example } = args;
  const rows: readonly (readonly [label: string, text: string | undefined])[] = [
    ['clause', place === undefined ? undefined : textFromPlace(place)],
    ['case', typeof example === 'string' ? example : undefined],
    ['expected', words.expected],
    ['seen', words.seen],
    ['steps', stepsText(replay)],
    [isOfEvents(replay) ? 'message' : 'call', callText(witness)],
    ['payload', isOfEvents(replay) && witness?.request?.body !== undefined ? oneLine(witness.request.body) : undefined],
    ['answer', witness?.response?.body === undefined ? undefined : oneLine(witness.response.body)],
    ['times', typeof count === 'number' && count > 1 ? String(count) : undefined],
    ['again', witness?.curl],
    ['replay', id === undefined || replay === undefined ? undefined : `mortise replay ${id}`],
    ['seed', replay?.seed],
    ['next', words.next],
  ];
  const lines = rows.flatMap(([label, text]) => (text === undefined ? [] : [`    ${label.padEnd(LABEL_WIDTH)}${oneParagraph(text)}\n`]));
  const title = `${operation === undefined ? '' : `${operation}: `}${words.what}`;
  return `  ${colouredSeverity(severity, colour)}  ${title}  ${code}\n${lines.join('')}`;
}

/**
 * The severity, in its colour where colours are understood.
 *
 * @param colour - whether they are
 * @see ECMA-48 §8.3.117 (SGR)
 */
export function colouredSeverity(severity: Severity, colour: boolean): string {
  const code = { error: 31, warning: 33, info: 36 }[severity];
  return colour ? `\u001b[${code}m${severity}\u001b[0m` : severity;
}

/** Only a sequence has steps worth telling: the last of them is the call. */
function stepsText(replay: Replay | undefined): string | undefined {
  const steps = replay?.steps ?? [];
  return steps.length < 2 ? undefined : steps.map((step) => step.operation).join(' → ');
}

/** Of a call the line and the command that makes it say enough; of a message its payload is what matters. */
function isOfEvents(replay: Replay | undefined): boolean {
  return replay?.steps.some(({ event }) => event !== undefined) === true;
}

function callText(witness: Witness | undefined): string | undefined {
  if (witness?.request === undefined) return undefined;
  return witness.response === undefined ? witness.request.line : `${witness.request.line} → ${witness.response.line}`;
}

/**
 * A text of a message on one line, cut when it is long.
 *
 * @param text - a body, a payload
 */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= SHOWN_CHARACTER_COUNT ? line : `${line.slice(0, SHOWN_CHARACTER_COUNT)}…`;
}

/**
 * What a provider says, shown and never obeyed: control characters could move the cursor or colour what follows.
 *
 * @param text - of a message or a contract
 */
export function oneParagraph(text: string): string {
  return text.replace(CONTROL_CHARACTER, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
const CONTROL_CHARACTER = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const LABEL_WIDTH = 10;
const SHOWN_CHARACTER_COUNT = 300;
