import { textFromPlace } from '../../base/place.js';
import type { Witness } from '../../finding/finding.js';
import type { ReportFinding } from '../run/report-finding.js';
import { wordsOfFinding } from '../wording/finding-wording.js';
import { visibleText } from './tree.js';

/** A finding as the page shows it: texts only, `''` where there is nothing. */
export interface FindingView {
  readonly id: string;
  readonly severity: string;
  readonly part: string;
  readonly code: string;
  /** What findings of one cause share. */
  readonly cause: string;
  readonly title: string;
  readonly operation: string;
  /** `shop → payments`. */
  readonly pair: string;
  readonly scenario: string;
  readonly place: string;
  readonly older: string;
  readonly expected: string;
  readonly seen: string;
  readonly next: string;
  /** `new`, `accepted`, or both. */
  readonly marks: string;
  readonly consumers: string;
  readonly steps: string;
  readonly request: string;
  readonly response: string;
  readonly curl: string;
  /** `yes` when it can be made again. */
  readonly replay: string;
  /** `yes` when its evidence had no room in the page. */
  readonly isShort: string;
}

/**
 * A finding as the page shows it.
 *
 * @param finding - of a report
 * @param isShort - whether its evidence is left out, and its texts are cut shorter
 */
export function viewOfFinding(finding: ReportFinding, isShort = false): FindingView {
  const { id, severity, part, code, operation = '', pair, scenario = '', place, compat, witness, replay, isNew, isAccepted } = finding;
  const { what, expected = '', seen = '', next = '' } = wordsOfFinding(finding);
  const cut = (text: string): string => shortened(visibleText(text), isShort ? SHORT_LENGTH : TEXT_LENGTH);
  const evidence = (text: string): string => (isShort ? '' : shortened(visibleText(text), EVIDENCE_LENGTH));
  return {
    id: visibleText(id),
    severity,
    part,
    code,
    cause: causeOf(finding),
    title: cut(what),
    operation: cut(operation),
    pair: pair === undefined ? '' : cut(`${pair.consumer} → ${pair.provider}`),
    scenario: cut(scenario),
    place: place === undefined ? '' : cut(textFromPlace(place)),
    older: compat?.older === undefined ? '' : cut(textFromPlace(compat.older)),
    expected: cut(expected),
    seen: cut(seen),
    next: cut(next),
    marks: [isNew === true ? 'new' : '', isAccepted ? 'accepted' : ''].filter((mark) => mark !== '').join(' '),
    consumers: cut((compat?.consumers ?? []).map(({ consumer, verdict, evidence: why }) => `${consumer}: ${verdict}, ${why}`).join('\n')),
    steps: replay === undefined || replay.steps.length < 2 ? '' : evidence(replay.steps.map((step) => step.operation).join(' → ')),
    request: evidence(messageText(witness?.request)),
    response: evidence(messageText(witness?.response)),
    curl: isShort ? '' : shortened(visibleText(witness?.curl ?? ''), EVIDENCE_LENGTH),
    replay: replay === undefined ? '' : 'yes',
    isShort: isShort && witness !== undefined ? 'yes' : '',
  };
}

/** The same clause of a contract, broken in the same way; without a clause the same claim of the same pair. */
function causeOf({ code, place, pair, part }: ReportFinding): string {
  const where =
    place === undefined ? `${pair?.consumer ?? ''} → ${pair?.provider ?? ''}` : `${place.file}#${place.pointer ?? place.line ?? ''}`;
  return shortened(visibleText(`${part} ${code} ${where}`), CAUSE_LENGTH);
}

function messageText(message: Witness['request']): string {
  if (message === undefined) return '';
  const headers = message.headers.map(([name, value]) => `${name}: ${value}`);
  return [message.line, ...headers, ...(message.body === undefined ? [] : ['', message.body])].join('\n');
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

const TEXT_LENGTH = 600;
const SHORT_LENGTH = 140;
const EVIDENCE_LENGTH = 2_000;
const CAUSE_LENGTH = 300;
