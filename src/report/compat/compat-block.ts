import { textFromPlace } from '../../base/place.js';
import type { AffectedConsumer, Finding, Witness } from '../../finding/finding.js';
import { colouredSeverity, oneLine, oneParagraph } from '../finding-block.js';
import { wordsOfFinding } from '../wording/finding-wording.js';
import { textOfConsumer, titleOf, UNKNOWN_CONSUMERS } from './compat-words.js';

/**
 * A difference between two versions as a block of lines: what, where on both sides, the message that shows it, whom it breaks.
 *
 * @param finding - located on both sides
 * @param colour - whether colours are understood
 * @returns lines that end in a line end, the first indented by two, the others by four
 */
export function blockTextOfDifference(finding: Finding, colour: boolean): string {
  const { severity, code, id, place, compat, witness } = finding;
  const words = wordsOfFinding(finding);
  const calls = new Map((compat?.elsewhere ?? []).map(({ operation, call }) => [operation, call]));
  const others = (compat?.operations ?? []).filter((operation) => operation !== finding.operation);
  const rows: readonly (readonly [label: string, text: string | undefined])[] = [
    ['expected', words.expected],
    ['seen', isInWitness(words.seen, witness) ? undefined : words.seen],
    ...witnessRows(witness),
    ['now', place === undefined ? undefined : textFromPlace(place)],
    ['before', compat?.older === undefined ? undefined : textFromPlace(compat.older)],
    ...consumerRows(finding),
    ['guards', compat === undefined || compat.guards.length === 0 ? undefined : compat.guards.join(', ')],
    ['also in', others.length === 0 ? undefined : listed(others.map((operation) => calledAs(operation, calls.get(operation))))],
    ['next', words.next],
  ];
  const lines = rows.flatMap(([label, text]) => (text === undefined ? [] : [`    ${label.padEnd(LABEL_WIDTH)}${oneParagraph(text)}\n`]));
  const name = id === undefined ? code : `${code}  ${id}`;
  return `  ${colouredSeverity(severity, colour)}  ${oneParagraph(titleOf(finding))}  ${name}\n${lines.join('')}`;
}

/** A whole body that shows it stands in the message already. */
function isInWitness(seen: string | undefined, witness: Witness | undefined): boolean {
  return seen !== undefined && [witness?.request?.body, witness?.response?.body].includes(seen);
}

/**
 * The message that shows a difference: a request, its answer, or both.
 *
 * @param witness - of the finding
 * @returns label and text of each line; `undefined` for what it does not have
 */
export function witnessRows(witness: Witness | undefined): readonly (readonly [label: string, text: string | undefined])[] {
  const { request, response } = witness ?? {};
  const body = (message: typeof request): string | undefined =>
    message?.body === undefined || message.body === '' ? undefined : oneLine(message.body);
  const isCall = request === undefined || /^[A-Z]+ \//.test(request.line);
  return [
    [isCall ? 'call' : 'message', request?.line],
    [isCall ? 'body' : 'payload', body(request)],
    ['answer', response === undefined ? undefined : [response.line, body(response)].filter((part) => part !== undefined).join('  ')],
  ];
}

/**
 * What is known of consumers: those that break first, then those that are safe; those that nobody watched at the end.
 *
 * @param finding - of a comparison
 */
export function consumerRows({ severity, compat }: Finding): readonly (readonly [label: string, text: string | undefined])[] {
  // Where nobody was watched, the severity says it all.
  if (compat === undefined || severity === 'info' || compat.consumers.length === 0) return [];
  const of = (verdict: AffectedConsumer['verdict']): string | undefined => {
    const texts = compat.consumers.filter((one) => one.verdict === verdict).map(textOfConsumer);
    return texts.length === 0 ? undefined : texts.join(', ');
  };
  return [
    ['breaks', of('breaks')],
    ['unsure', of('unknown')],
    ['safe', of('safe')],
    ['others', `unknown consumers: ${UNKNOWN_CONSUMERS[severity]}`],
  ];
}

/** By method and path too, where its id does not say them. */
function calledAs(operation: string, call: string | undefined): string {
  return call === undefined || call === operation ? operation : `${operation} (${call})`;
}

function listed(names: readonly string[]): string {
  const more = names.length - MAX_LISTED_COUNT;
  return more <= 0 ? names.join(', ') : `${names.slice(0, MAX_LISTED_COUNT).join(', ')} and ${more} more`;
}

const LABEL_WIDTH = 10;
const MAX_LISTED_COUNT = 6;
