import type { MessageArguments } from '../../base/errors.js';
import type { FindingCode } from '../../finding/finding-code.js';
import type { FindingWording } from './finding-words.js';
import { quoted, textOfArgument } from './words.js';

/** The words for what testing a pair finds. */
export const CHECK_WORDINGS: Readonly<Record<Extract<FindingCode, `check/${string}`>, FindingWording>> = {
  'check/not-a-server-error': judged('the provider failed, as it says itself', 'Look for the error in the log of the provider'),
  'check/status-declared': judged('the status is not declared', 'Declare the response, or correct the provider'),
  'check/content-type-declared': judged('the media type of the answer is not declared', 'Declare it, or correct the provider'),
  'check/body-matches-schema': judged('the body does not match its schema', 'Correct the provider, or the schema'),
  'check/headers-match': judged('the headers do not match what is declared', 'Correct the provider, or the contract'),
  'check/example-status': judged('a documented request is not answered as its example says', undefined),
  'check/response-time': judged('the answer took too long', 'Look at what the provider does, or raise --max-response-time'),
  'check/valid-data-accepted': judged(
    'a request that keeps the contract was refused',
    'Declare the rule that refused it, or correct the provider',
  ),
  'check/invalid-data-refused': judged(
    'a request that breaks the contract was accepted',
    'Let the provider refuse it, or correct the schema',
  ),
  'check/required-parameter-refused': judged(
    'a request without a required part was accepted',
    'Let the provider refuse it, or declare it optional',
  ),
  'check/undeclared-method-refused': judged(
    'a method that is not declared was not refused as such',
    'Answer 405 with Allow, or declare the method',
  ),
  'check/authentication-required': judged(
    'a request without good credentials was let in',
    'Let the provider look at them, or correct "security"',
  ),
  'check/nothing-leaked': judged('the answer tells what should stay inside', 'Keep stack traces and secrets out of answers'),
  'check/deleted-is-gone': judged('what was deleted can still be read', 'Correct the provider'),
  'check/created-is-there': judged('what was created cannot be read', 'Correct the provider'),
  'check/location-answers': judged('the Location of what was created does not answer', 'Correct the header, or what it leads to'),
  'check/put-replaces': judged('PUT did not replace the whole', 'Let it replace, or offer PATCH instead'),
  'check/put-is-idempotent': judged('the same PUT again had another effect', 'Correct the provider'),
  'check/patch-takes-effect': judged('PATCH was answered as done and changed nothing', 'Correct the provider'),
  'check/delete-takes-effect': judged('DELETE was answered as done and did nothing', 'Correct the provider'),
  'check/failed-create-leaves-nothing': judged('a refused request left something behind', 'Undo what was begun before refusing'),
  'check/channel-declared': judged(
    'a message was sent where the contract declares none',
    'Declare the channel and what is sent there, or correct the sender',
  ),
  'check/message-declared': judged('a message was sent that is none of the declared ones', 'Declare it, or correct the sender'),
  'check/message-sent': judged('a message that was to be sent was not', 'Correct the sender, or "events" of the pair'),
  'check/payload-matches-schema': judged('the payload of a sent message does not match its schema', 'Correct the sender, or the schema'),
  'check/message-headers-match': judged('the headers of a sent message do not match their schema', 'Correct the sender, or the contract'),
  'check/message-key-matches': judged(
    'the key of a sent message does not match its schema',
    'Correct the sender, or the bindings of the message',
  ),
  'check/correlation-id-present': judged('a sent message has no correlation id', 'Let the sender set it, or take "correlationId" out'),
  'check/address-agrees': judged('a message was sent to an address that is not its own', 'Correct the address, or the parameter'),
  'check/message-content-type': judged('a sent message names another content type', 'Correct the sender, or "contentType"'),
  'check/handshake-matches': judged(
    'a WebSocket was not opened as the contract says',
    'Correct the client, or the "ws" binding and the security of the channel',
  ),
  'check/receiver-lives': judged('a message ended its receiver', 'Let the receiver refuse what it cannot read, and go on'),
  'check/valid-message-processed': judged(
    'a message that keeps the contract was not processed',
    'Declare the rule that refused it, or correct the receiver',
  ),
  'check/invalid-message-refused': judged(
    'a message that breaks the contract was processed',
    'Let the receiver refuse it, or correct the schema',
  ),
  'check/invalid-message-as-promised': judged(
    'a message that breaks the contract was not treated as promised',
    'Correct the receiver, or "invalid" of the pair',
  ),
  'check/duplicate-has-one-effect': judged(
    'the same message twice had its effect twice',
    'Let the receiver remember the ids of what it has done',
  ),
  'check/messages-in-order': judged('effects came in another order than their messages', 'Let the receiver do one after the other'),
  'check/reply-sent': judged('a request was not answered as declared', 'Correct the receiver, or "reply" of the operation'),
  'check/reply-correlates': judged('a reply does not say what it answers', 'Copy the correlation id of the request'),
  'check/no-answer': ({ reason, seen }) => ({
    what: 'the provider gave no answer',
    seen: textOfArgument(reason ?? seen),
    next: 'See whether it runs and can be reached',
  }),
  'check/flaky': ({ check, expected, seen, reason }) => ({
    what: `a check failed once and held when it was run again${check === undefined ? '' : ` (${check})`}`,
    expected: text(expected),
    seen: text(seen ?? reason),
  }),
  'check/login-failed': ({ system, reason }) => ({
    what: `the login at ${quoted(system)} failed`,
    seen: text(reason),
    next: 'Correct "auth" of the pair, or the provider',
  }),
  'check/example-refused': ({ example, reason }) => ({
    what: `the example ${quoted(example)} was not sent: the contract itself refuses it`,
    seen: text(reason),
    next: 'Correct the example',
  }),
  'check/operation-untested': ({ reason }) => ({ what: 'the operation was not tested', seen: text(reason) }),
  'check/request-unsatisfiable': ({ reason, location }) => ({
    what: `no request can keep the contract${where(location)}`,
    seen: text(reason),
    next: 'Correct the schema',
  }),
  'check/state-failed': ({ state, reason }) => ({
    what: `the provider could not be brought into the state ${quoted(state)}`,
    seen: text(reason),
    next: 'Correct "states" of the pair, or the provider',
  }),
  'check/baseline-expired': ({ id, until, reason }) => ({
    what: `the accepted finding ${textOfArgument(id)} expired on ${textOfArgument(until)}`,
    seen: text(reason),
    next: 'Mend it, or accept it again with a new date',
  }),
  'check/baseline-unmatched': ({ id }) => ({
    what: `the baseline accepts ${textOfArgument(id)}, which was not found`,
    next: 'Take it out of the baseline',
  }),
};

function judged(what: string, next: string | undefined): FindingWording {
  return ({ expected, seen, location }) => ({ what: `${what}${where(location)}`, expected: text(expected), seen: text(seen), next });
}

function where(location: MessageArguments[string]): string {
  return Array.isArray(location) && location.length > 1 ? ` at ${location.join('/')}` : '';
}

function text(value: MessageArguments[string]): string | undefined {
  return value === undefined ? undefined : textOfArgument(value);
}
