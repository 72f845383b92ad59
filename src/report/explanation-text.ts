import type { AffectedConsumer, Finding, Witness } from '../finding/finding.js';
import { textFromPlace } from '../base/place.js';
import { blockTextOfFinding, oneParagraph } from './finding-block.js';
import { titleOf, UNKNOWN_CONSUMERS } from './compat/compat-words.js';
import { wordsOfFinding } from './wording/finding-wording.js';

/** All that is known of a finding. */
export interface Explanation {
  /** Located. */
  readonly finding: Finding;
  /** How its weight follows, step by step; empty when it follows from its code. */
  readonly derivation: readonly string[];
  /** What was to hold. */
  readonly law: string | undefined;
  /** Where that is written. */
  readonly source: string;
}

/**
 * A finding, why it is one, and what can be done about it.
 *
 * @param explanation - of it
 * @param colour - whether colours are understood
 */
export function textFromExplanation({ finding, derivation, law, source }: Explanation, colour: boolean): string {
  const held = [law === undefined ? '' : `  ${law}\n`, `  ${source}\n`].join('');
  if (finding.compat === undefined)
    return [blockTextOfFinding(finding, colour), section('what was to hold', held), nextSection(finding)].join('\n');
  return [
    headText(finding),
    section('why it weighs what it weighs', derivation.map((step, index) => `  ${index + 1}. ${step}\n`).join('')),
    section('the message that shows it', witnessText(finding.witness)),
    section('whom it touches', consumersText(finding)),
    section('what was to hold', held),
    nextSection(finding),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function headText(finding: Finding): string {
  const { severity, code, id, place, compat } = finding;
  const { expected, seen } = wordsOfFinding(finding);
  const rows: readonly (readonly [label: string, text: string | undefined])[] = [
    ['code', `${code}, ${severity}${id === undefined ? '' : `, ${id}`}`],
    ['now', place === undefined ? 'not there any more' : textFromPlace(place)],
    ['before', compat?.older === undefined ? 'not there yet' : textFromPlace(compat.older)],
    ['expected', expected],
    ['seen', seen],
    ['shows in', compat === undefined || compat.operations.length < 2 ? undefined : compat.operations.join(', ')],
  ];
  const lines = rows.flatMap(([label, text]) => (text === undefined ? [] : [`  ${label.padEnd(LABEL_WIDTH)}${oneParagraph(text)}\n`]));
  return `${oneParagraph(titleOf(finding))}\n${lines.join('')}`;
}

/** Whole, since this is where somebody looks closely. */
function witnessText(witness: Witness | undefined): string {
  const messages = [witness?.request, witness?.response].flatMap((message) => {
    if (message === undefined) return [];
    const head = [message.line, ...message.headers.map(([name, value]) => `${name}: ${value}`)];
    return [[...head, ...(message.body === undefined || message.body === '' ? [] : ['', ...message.body.split('\n')])]];
  });
  return messages.map((lines) => lines.map((line) => `${`  ${oneParagraph(line)}`.trimEnd()}\n`).join('')).join('\n');
}

function consumersText({ severity, compat }: Finding): string {
  const known = (compat?.consumers ?? []).map((one) => `  ${oneParagraph(consumerText(one))}\n`);
  return `${known.join('')}  consumers that nobody watched: ${UNKNOWN_CONSUMERS[severity]}\n`;
}

function consumerText({ consumer, verdict, interactionCount, lastSeenOn, evidence }: AffectedConsumer): string {
  const count = `${interactionCount} interaction${interactionCount === 1 ? '' : 's'}`;
  const told = [
    evidence,
    evidence.includes('interaction') ? '' : `seen in ${count}`,
    lastSeenOn === undefined ? '' : `last on ${lastSeenOn}`,
  ];
  return `${consumer} ${VERDICTS[verdict]}: ${told.filter((part) => part !== '').join(', ')}`;
}

function nextSection(finding: Finding): string {
  const { id, compat, replay } = finding;
  const { next } = wordsOfFinding(finding);
  const lines = [
    next,
    id === undefined || replay === undefined ? undefined : `make its calls again: mortise replay ${id}`,
    id === undefined || compat === undefined
      ? undefined
      : `live with it for a time: mortise compat --accept ${id} --reason <text> --until <day>`,
  ];
  return section('what can be done', lines.flatMap((line) => (line === undefined ? [] : [`  ${line}\n`])).join(''));
}

function section(title: string, text: string): string {
  return text === '' ? '' : `${title}\n${text}`;
}

const VERDICTS: Readonly<Record<AffectedConsumer['verdict'], string>> = {
  breaks: 'breaks',
  safe: 'is safe',
  unknown: 'is not known to be safe',
};
const LABEL_WIDTH = 10;
