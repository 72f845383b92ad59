import type { MessageArguments } from '../../base/errors.js';
import type { FindingCode } from '../../finding/finding-code.js';
import type { FindingWording } from './finding-words.js';
import { quoted, textOfArgument } from './words.js';

/** The words for pacts: what a consumer agreed on, and what its provider's contract or program says to that. */
export const PACT_WORDINGS: Readonly<Record<Extract<FindingCode, `pact/${string}`>, FindingWording>> = {
  'pact/operation-undeclared': (args) => ({
    what: `${interactionOf(args)}: the contract has no ${textOfArgument(args['call'])}`,
    next: 'Add the operation to the contract, or take the interaction out of the pact',
  }),
  'pact/request-invalid': (args) => ({
    what: `${interactionOf(args)}: the contract refuses the request: ${textOfArgument(args['problem'])}`,
    next: 'Correct what the consumer sends, or let the contract take it',
  }),
  'pact/status-undeclared': (args) => ({
    what: `${interactionOf(args)}: the contract never answers ${textOfArgument(args['status'])}`,
    expected: textOfArgument(args['expected']),
    next: 'Declare the status, or expect another one',
  }),
  'pact/media-type-undeclared': (args) => ({
    what: `${interactionOf(args)}: the contract never answers ${textOfArgument(args['status'])} with ${textOfArgument(args['mediaType'])}`,
    expected: textOfArgument(args['expected']),
    next: 'Declare the media type, or expect another one',
  }),
  'pact/header-undeclared': (args) => ({
    what: `${interactionOf(args)}: the contract does not promise the header ${quoted(args['header'])} of ${textOfArgument(args['status'])}`,
    expected: textOfArgument(args['expected']),
    next: 'Declare the header as required, or do without it',
  }),
  'pact/message-undeclared': (args) => ({
    what: `${interactionOf(args)}: ${missingMessage(args)}`,
    next: 'Add the message to the contract, or take the interaction out of the pact',
  }),
  'pact/answer-not-promised': (args) => ({
    what: `${interactionOf(args)}: the contract lets ${partOf(args)} be one that the pact does not take: ${atOf(args)} ${textOfArgument(args['problem'])}`,
    expected: declaredAt(args),
    seen: textOfArgument(args['value']),
    next: 'Promise it in the contract, or let the consumer live without it',
  }),
  'pact/answer-impossible': (args) => ({
    what: `${interactionOf(args)}: the pact expects of ${partOf(args)} what the contract rules out: ${atOf(args)} ${textOfArgument(args['problem'])}`,
    expected: declaredAt(args),
    seen: textOfArgument(args['value']),
    next: 'Correct the example of the pact, or let the contract give such a value',
  }),
  'pact/answer-too-exact': (args) => ({
    what: `${interactionOf(args)}: the pact expects one value of ${partOf(args)} at ${atOf(args)}, and the contract allows others`,
    seen: textOfArgument(args['value']),
    next: 'If any such value will do, say so with a matcher',
  }),
  'pact/undecided': (args) => ({
    what: `${interactionOf(args)}: whether ${partOf(args)} always is as the pact expects it could not be decided at ${atOf(args)}: ${openReason(args)}`,
    next: 'Verify the pact against the provider',
  }),
  'pact/matcher-unknown': (args) => ({
    what: `${interactionOf(args)}: the matcher ${quoted(args['matcher'])} at ${textOfArgument(args['at'])} is not known: its value was taken to fit, whatever it is`,
    next: 'Write it with a matcher of the specification, or verify the pact against the provider',
  }),
  'pact/interaction-failed': (args) => ({
    what: `${interactionOf(args)}: the provider does not keep it: ${textOfArgument(args['problem'])}`,
    expected: textOfArgument(args['expected']),
    seen: textOfArgument(args['value']),
    next: 'Correct the provider, or change the pact with its consumer',
  }),
  'pact/merge-blocked': (args) => ({
    what: `${textOfArgument(args['subject'])} cannot go to ${textOfArgument(args['environment'])}: ${textOfArgument(args['blocker'])} ${mergeReason(args)}`,
    next: 'Bring the two together first, or let the other one go first',
  }),
  'pact/merge-unknown': (args) => ({
    what: `whether ${textOfArgument(args['subject'])} can go to ${textOfArgument(args['environment'])} is not known: ${textOfArgument(args['blocker'])} ${mergeReason(args)}`,
    next: 'Verify the pact, or add what is missing',
  }),
};

function interactionOf({ interaction, states }: MessageArguments): string {
  const given = textOfArgument(states);
  return `${quoted(interaction)}${given === '' ? '' : ` (given ${given})`}`;
}

function partOf({ part }: MessageArguments): string {
  return textOfArgument(part) || 'the answer';
}

function atOf({ at }: MessageArguments): string {
  return textOfArgument(at) || 'its root';
}

function declaredAt({ declared }: MessageArguments): string | undefined {
  return declared === undefined ? undefined : `what ${textOfArgument(declared)} says`;
}

function missingMessage({ reason, channel }: MessageArguments): string {
  const where = channel === undefined ? '' : ` on ${textOfArgument(channel)}`;
  return reason === 'unfit'
    ? `no message of the contract${where} always is as the pact expects`
    : `the contract has no message that flows that way${where}`;
}

function openReason({ reason, keyword }: MessageArguments): string {
  return reason === 'keyword'
    ? `what ${textOfArgument(keyword)} means there was not followed`
    : (OPEN_REASONS[String(reason)] ?? textOfArgument(reason));
}

const OPEN_REASONS: Readonly<Record<string, string>> = {
  budget: 'it takes longer than it may',
  recursion: 'the schemas nest without an end',
  reference: 'a reference leads nowhere',
  'no-schema': 'the contract has no schema for it',
  'no-message': 'which message is meant is not known',
  'no-provider': 'nobody was there to answer it; --url says where the provider runs',
  'no-login': 'nobody gets in to ask for it: the login of the pair failed',
  'no-sender': 'nobody was there to send it; --handlers names a module that does',
};

function mergeReason({ reason, role, told }: MessageArguments): string {
  if (reason === 'broker') return `is why, says the broker: ${textOfArgument(told)}`;
  const words = MERGE_REASONS[String(reason)];
  return words === undefined ? textOfArgument(reason) : role === 'consumer' ? words.consumer : words.provider;
}

/** What is said of the other one, when it is the consumer or the provider of what is to be merged. */
const MERGE_REASONS: Readonly<Record<string, { readonly consumer: string; readonly provider: string }>> = {
  'verification-failed': {
    consumer: 'was verified with this version, which does not keep its pact',
    provider: 'was verified with this version, and does not keep its pact',
  },
  'not-promised': { consumer: 'expects what this version does not promise', provider: 'does not promise what this version expects' },
  undecided: { consumer: 'expects what could not be decided', provider: 'may not promise what this version expects' },
  'not-deployed': { consumer: 'is not deployed there', provider: 'is not deployed there' },
  'no-contract': {
    consumer: 'has a pact that no contract of this version speaks of',
    provider: 'has no contract that speaks of the pact of this version',
  },
};
