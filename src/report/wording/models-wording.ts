import type { MessageArguments } from '../../base/errors.js';
import { textFromPlace } from '../../base/place.js';
import type { FindingCode } from '../../finding/finding-code.js';
import type { FindingWording } from './finding-words.js';
import { quoted, textOfArgument } from './words.js';

/** The words for models that several contracts share. */
export const MODELS_WORDINGS: Readonly<Record<Extract<FindingCode, `models/${string}`>, FindingWording>> = {
  'models/drift': (args) => ({
    what: `the model ${quoted(args['model'])}${ruleOf(args)} does not mean the same in ${textOfArgument(args['accepting'])} and ${textOfArgument(args['refusing'])}`,
    expected: `${wayOf(args)}${textOfArgument(args['at']) || 'the value'} ${textOfArgument(args['clause'])}, as ${textOfArgument(args['refusing'])} says here`,
    seen: `${textOfArgument(args['value'])}, which ${textOfArgument(args['accepting'])} lets in: ${otherPlace(args)}`,
    next:
      args['isDeclared'] === true
        ? 'Bring both to one meaning, best by one $ref'
        : `Bring both to one meaning, or say in the workspace that only the name is the same: models: { ${textOfArgument(args['model'])}: [] }`,
  }),
  'models/undecided': (args) => ({
    what: `the model ${quoted(args['model'])} is written differently in ${textOfArgument(args['accepting'])} and ${textOfArgument(args['refusing'])}, and no value was found that tells the two apart`,
    seen: `the other one: ${otherPlace(args)}`,
    next: 'Write it once and refer to it, and nothing is left to doubt',
  }),
};

function ruleOf({ consistency }: MessageArguments): string {
  return consistency === undefined ? '' : ` (consistent ${consistency === 'real time' ? 'in real time' : 'eventually'})`;
}

function wayOf({ direction }: MessageArguments): string {
  return direction === undefined ? '' : direction === 'request' ? 'in a request ' : 'in an answer ';
}

function otherPlace({ otherFile, otherPointer, otherLine, otherColumn }: MessageArguments): string {
  const place = { file: textOfArgument(otherFile), pointer: textOfArgument(otherPointer) };
  if (typeof otherLine !== 'number') return textFromPlace(place);
  return textFromPlace({ ...place, line: otherLine, ...(typeof otherColumn === 'number' ? { column: otherColumn } : {}) });
}
