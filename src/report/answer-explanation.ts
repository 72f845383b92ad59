import type { AnswerContent, AnswerReason } from '../journal/answer-reason.js';
import type { Exchange } from '../journal/exchange.js';

/** One step on the way from a call to its answer. */
interface ExplainedStep {
  readonly step: 'scope' | 'route' | 'judgement' | 'fault' | 'decision' | 'media-type' | 'content' | 'answer';
  readonly text: string;
}

/**
 * Why a call was answered as it was, step by step.
 *
 * @param exchange - of a mock
 */
export function explainAnswer(exchange: Exchange): readonly (ExplainedStep & { readonly [member: string]: string })[] {
  const { reason, response } = exchange;
  const steps: (ExplainedStep & { readonly [member: string]: string })[] = [];
  const say = (step: ExplainedStep['step'], text: string | undefined): void =>
    void (text === undefined ? undefined : steps.push({ step, text }));
  say('scope', exchange.scope === undefined || exchange.scope === '' ? undefined : `The request is of the scope "${exchange.scope}".`);
  say('route', routeText(exchange));
  say('judgement', judgementText(exchange, 'request'));
  say('fault', exchange.fault === undefined ? undefined : `The fault "${exchange.fault}" was in force.`);
  if (reason !== undefined) {
    say('decision', decisionText(reason));
    say('media-type', reason.mediaType === undefined ? undefined : `Of the media types of that response ${reason.mediaType} was chosen.`);
    say('content', reason.content === undefined ? undefined : contentText(reason.content, reason.note));
  }
  const violations = exchange.problems.some(({ on }) => on === 'response') ? judgementText(exchange, 'response') : undefined;
  say(
    'answer',
    response === undefined
      ? 'It was not answered.'
      : `It was answered with ${response.status}.${violations === undefined ? '' : ` ${violations}`}`,
  );
  return steps;
}

function routeText({ operation, request }: Exchange): string {
  const call = `${request.method} ${request.target.split('?', 1)[0]}`;
  return operation === undefined ? `${call} is none of the contract's operations.` : `${call} is the operation ${operation}.`;
}

/** Of an answer that a mock did not give, as behind a proxy, nobody has judged what is not said to be wrong. */
function judgementText({ problems, operation, reason }: Exchange, on: 'request' | 'response'): string | undefined {
  const found = problems.filter((problem) => problem.on === on);
  if (found.length > 0)
    return `The ${on} breaks the contract: ${found.map(({ location, message }) => `${location.join('.')}: ${message}`).join('; ')}.`;
  return operation === undefined || reason === undefined ? undefined : `The ${on} keeps the contract.`;
}

function decisionText({ by, status, declared, override, problem }: AnswerReason): string {
  const which = declared === undefined ? `${status}, which the contract does not declare` : `the response "${declared}" of the contract`;
  const late = by !== 'override' && override !== undefined ? ` The override "${override}" let it wait.` : '';
  switch (by) {
    case 'usual':
      return `Nothing asked for another one: ${which} is the usual answer, the lowest success, else the default, else the first.${late}`;
    case 'preference':
      return `The request itself asked for it (Prefer, or __code and __example): ${which}.${late}`;
    case 'refusal':
      return `The request was refused: ${which} is how the contract says so.${late}`;
    case 'override':
      return `The override "${override}" decided: ${which}.`;
    case 'state':
      return `What the mock remembers decided: ${declared === undefined ? status : which}.${late}`;
    case 'issuer':
      return 'The issuer of tokens answered.';
    case 'preflight':
      return 'A browser asked whether it may call: it may.';
    case 'problem':
      return `The mock answered for itself${problem === undefined ? '' : ` (${problem})`}: the contract has nothing for this.${late}`;
  }
}

function contentText({ from, name }: AnswerContent, note: string | undefined): string {
  const passedOver = note === undefined ? '' : ` Passed over: ${note}.`;
  switch (from) {
    case 'example':
      return `The content is the example "${name}".${passedOver}`;
    case 'schema':
      return `The content is the fixed value of the schema.${passedOver}`;
    case 'drawn':
      return `The content was drawn from the schema, by the seed.${passedOver}`;
    case 'override':
      return 'The content is that of the override.';
    case 'none':
      return 'There is no content.';
  }
}
