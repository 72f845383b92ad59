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
  'models/transformation-fails': (args) => ({
    what: `${callOf(args)} makes nothing of a valid value of ${textOfArgument(args['given'])}`,
    expected: `a value of ${textOfArgument(args['wanted'])}`,
    seen: `${textOfArgument(args['problem'])}, for ${textOfArgument(args['value'])}`,
    next: `Let ${textOfArgument(args['function'])} take every value that ${textOfArgument(args['given'])} lets in, or say in its contract what it does not`,
  }),
  'models/transformation-invalid': (args) => ({
    what: `${callOf(args)} makes of a valid value of ${textOfArgument(args['given'])} what ${textOfArgument(args['wanted'])} refuses`,
    expected: `${textOfArgument(args['at']) || 'the value'} ${textOfArgument(args['clause'])}, as ${textOfArgument(args['wanted'])} says here`,
    seen: `${textOfArgument(args['became'])}, made of ${textOfArgument(args['value'])}`,
    next: `Let ${textOfArgument(args['function'])} keep to the contract, or narrow what ${textOfArgument(args['given'])} lets in`,
  }),
  'models/transformation-not-identity': (args) => ({
    what: `a value of ${textOfArgument(args['given'])} does not come back as it went by way of ${textOfArgument(args['wanted'])}`,
    expected: `${textOfArgument(args['at']) || 'the value'} to be ${textOfArgument(args['was'])}, because the workspace claims so: roundTrip`,
    seen: `${textOfArgument(args['is'])}; ${textOfArgument(args['value'])} became ${textOfArgument(args['became'])} and then ${textOfArgument(args['back'])}`,
    next: 'Carry what is lost in a member of its own, or take the claim back: roundTrip: none',
  }),
  'models/transformation-untested': (args) => ({
    what: `no value of ${textOfArgument(args['given'])} could be drawn, so ${textOfArgument(args['function'])} was not tested`,
    seen: textOfArgument(args['problem']),
    next: 'Correct the schema until it has a value',
  }),
};

function callOf(args: MessageArguments): string {
  return `${textOfArgument(args['function'])} (${textOfArgument(args['given'])} to ${textOfArgument(args['wanted'])})`;
}

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
