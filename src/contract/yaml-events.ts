import type { Event } from 'js-yaml';
import { parseEvents, YAMLException } from 'js-yaml';
import { MAX_DOCUMENT_DEPTH } from './document-depth.js';

/**
 * The events of a YAML text, all of whose offsets are into the text as given.
 *
 * @param text - without a byte order mark
 * @throws YAMLException, or RangeError when the parser ran out of stack
 * @see https://yaml.org/spec/1.2.2/#742-flow-mappings
 */
export function yamlEvents(text: string): Event[] {
  try {
    return parseEvents(text, { maxDepth: MAX_DOCUMENT_DEPTH });
  } catch (error) {
    if (!(error instanceof YAMLException) || error.reason !== 'deficient indentation') throw error;
    return parseEvents(withClosersJoined(text), { maxDepth: MAX_DOCUMENT_DEPTH });
  }
}

/**
 * A closing bracket below its key, `a: {` … `}`, is indented too little by the letter of YAML 1.2, yet every older parser takes it and Docker's
 * own document has it. It is joined to the line above with spaces in place of the line end: no offset moves. Block scalars that look alike are joined as
 * well, which does no harm since values are read from the text as it was.
 */
function withClosersJoined(text: string): string {
  return text.replace(LINE_BEFORE_CLOSER, (line, content: string, lineEnd: string) =>
    / #|^#/.test(content) ? line : content + ' '.repeat(lineEnd.length),
  );
}

const LINE_BEFORE_CLOSER = /^(.*)(\r?\n)(?=[ \t]*[}\]][ \t,}\]]*\r?$)/gm;
