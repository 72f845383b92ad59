import type { MessageArguments } from '../../base/errors.js';
import type { FindingCode } from '../../finding/finding-code.js';
import type { FindingWording } from './finding-words.js';
import { quoted, textOfArgument } from './words.js';

/** The words for what testing a pair finds. */
export const CHECK_WORDINGS: Readonly<Record<Extract<FindingCode, `check/${string}`>, FindingWording>> = {
  'check/not-a-server-error': judged('the provider failed on a valid request', 'Look for the error in the log of the provider'),
  'check/status-declared': judged('the status is not declared', 'Declare the response, or correct the provider'),
  'check/content-type-declared': judged('the media type of the answer is not declared', 'Declare it, or correct the provider'),
  'check/body-matches-schema': judged('the body does not match its schema', 'Correct the provider, or the schema'),
  'check/headers-match': judged('the headers do not match what is declared', 'Correct the provider, or the contract'),
  'check/example-status': judged('a documented request is not answered as its example says', undefined),
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
