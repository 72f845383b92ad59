import type { MessageArguments } from '../../base/errors.js';
import type { FindingCode } from '../../finding/finding-code.js';
import type { FindingWording } from './finding-words.js';
import { quoted, textOfArgument } from './words.js';

type ScenarioCode = Extract<FindingCode, `scenario/${string}`>;

/** The words of what running a scenario finds. */
export const SCENARIO_WORDINGS: Readonly<Record<ScenarioCode, FindingWording>> = {
  'scenario/step-failed': (args) => ({
    what: `${args['step'] === undefined ? '' : `step ${quoted(args['step'])} of `}workflow ${quoted(args['workflow'])} of scenario ${quoted(args['scenario'])} failed`,
    expected: expectedOf(args),
    seen: seenOf(args),
    next: nextOf(args),
  }),
  'scenario/answer-breaks-contract': ({ step, system, scenario, problem }) => ({
    what: `the answer of ${textOfArgument(system)} to step ${quoted(step)} of scenario ${quoted(scenario)} breaks its contract`,
    seen: textOfArgument(problem),
    next: 'Correct the system or its contract',
  }),
  'scenario/message-breaks-contract': ({ step, system, scenario, problem }) => ({
    what: `the message of ${textOfArgument(system)} for step ${quoted(step)} of scenario ${quoted(scenario)} breaks its contract`,
    seen: textOfArgument(problem),
    next: 'Correct the system that sends it, or the contract',
  }),
  'scenario/handshake-breaks-contract': ({ consumer, system, channel, scenario, problem, count }) => ({
    what: `a WebSocket that ${textOfArgument(consumer)} opens to ${textOfArgument(system)} in scenario ${quoted(scenario)} breaks the contract`,
    expected: textOfArgument(problem),
    seen: `a handshake at ${textOfArgument(channel)} that does not, so it was refused${count === undefined || count === 1 ? '' : `, ${textOfArgument(count)} times`}`,
    next: 'Correct the program that opens it, or the contract',
  }),
  'scenario/mutant-survived': ({ mutant, system, refutes, scenario, because }) => ({
    what: `scenario ${quoted(scenario)} does not tell the wrong program ${quoted(mutant)} from the right one`,
    expected: `${textOfArgument(system)} to be refuted by ${textOfArgument(refutes)}${because === undefined ? '' : `, because ${textOfArgument(because)}`}`,
    seen: 'nothing was refuted',
    next: 'Let the scenario run into the fault that shows it',
  }),
  'scenario/mutant-misjudged': ({ mutant, system, refutes, refuted, scenario }) => ({
    what: `scenario ${quoted(scenario)} refutes the wrong program ${quoted(mutant)} for another reason than the one it is there for`,
    expected: `${textOfArgument(system)} to be refuted by ${textOfArgument(refutes)}`,
    seen: `refuted by ${textOfArgument(refuted)}`,
    next: 'See which of the two is wrong: the program, or what the scenario says of it',
  }),
};

function expectedOf(args: MessageArguments): string | undefined {
  switch (args['failure']) {
    case 'criterion':
      return textOfArgument(args['condition']);
    case 'status':
      return 'a status of success, since the step has no criteria';
    case 'no-answer':
      return 'an answer';
    case 'no-message':
      return args['correlationId'] === undefined ? 'a message' : `a message with the correlation id ${quoted(args['correlationId'])}`;
    case 'unsent':
      return 'the broker to take the message';
    default:
      return undefined;
  }
}

function seenOf(args: MessageArguments): string | undefined {
  const { failure } = args;
  switch (failure) {
    case 'criterion':
      return args['seen'] === undefined ? undefined : textOfArgument(args['seen']);
    case 'status':
      return `status ${textOfArgument(args['status'])}`;
    case 'no-answer':
      return OUTCOMES[textOfArgument(args['outcome'])] ?? textOfArgument(args['outcome']);
    case 'workflow':
      return `workflow ${quoted(args['other'])} failed`;
    case 'dependency':
      return `step ${quoted(args['other'])}, which it depends on, has not succeeded`;
    case 'endless':
      return `no end after ${textOfArgument(args['limit'])} steps or workflows`;
    case 'no-message':
      return `none came within ${textOfArgument(args['waitedMs'])} ms`;
    case 'unsent':
      return args['isRefused'] === true ? 'it was refused' : 'the broker is away';
    default:
      return args['reason'] === undefined ? undefined : textOfArgument(args['reason']);
  }
}

/** A request that breaks the contract may be what the scenario is about; more often it is why the step failed. */
function nextOf({ request }: MessageArguments): string | undefined {
  return Array.isArray(request) && request.length > 0
    ? `The request itself breaks the contract: ${request.slice(0, 3).join('; ')}`
    : undefined;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  aborted: 'the call was given up',
  refused: 'the connection was refused',
  reset: 'the connection was cut',
  timedOut: 'nothing came within the time of the step',
};
