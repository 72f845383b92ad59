import type { Contract } from '../../contract/contract.js';
import type { ReplayedEvent, ReplayStep } from '../../finding/finding.js';
import { isSecretHeader, redactTexts, redactValues } from '../../journal/redact.js';
import type { Secrets } from '../../journal/secrets.js';
import type { Phase } from '../test-case.js';
import { PHASES } from '../test-case.js';
import type { EventCase } from './event-case.js';
import type { ExperimentKind } from './receiver-trace.js';
import { impossibleReplay } from '../impossible-replay.js';

/**
 * A case as plain data, without what is secret.
 *
 * @param testCase - as planned
 * @param kind - what is done with it
 * @param secrets - of its pair
 */
export function stepOfCase(testCase: EventCase, kind: ExperimentKind, secrets: Secrets): ReplayStep {
  const { operation, message, phase, name, intent, payload, rawPayload, headers } = testCase;
  const kept = headers.filter(([header]) => !isSecretHeader(header, secrets.names));
  const event: ReplayedEvent = { kind, message: message.id, ...(rawPayload === undefined ? {} : { rawPayload }) };
  const step: ReplayStep = {
    ...emptyStep(operation.id, phase, name),
    intent: intent.kind,
    body: { mediaType: message.contentType, value: redactTexts(payload, secrets.values) },
    headers: Object.fromEntries(kept.map(([header, value]) => [header, redactValues(value, secrets.values)])),
    event,
  };
  if (intent.kind === 'valid') return step;
  const { keyword, location, place } = intent.breach;
  return { ...step, breach: { keyword, location, file: place.file, pointer: place.pointer ?? '' } };
}

/**
 * The step that makes the sender of an operation send.
 *
 * @param operation - its id
 */
export function observeStep(operation: string): ReplayStep {
  return { ...emptyStep(operation, 'examples', 'what is sent'), event: { kind: 'observe', message: '' } };
}

/**
 * The case of a step, to be sent again.
 *
 * @param step - as a finding keeps it
 * @param contract - of events, in which its operation still has to be
 * @throws InputError `E_REPLAY_IMPOSSIBLE` when it is not
 */
export function caseFromEventStep(step: ReplayStep, contract: Contract): EventCase {
  const operation = contract.eventOperations.find(({ id }) => id === step.operation);
  const message = operation?.messages.find(({ id }) => id === step.event?.message);
  if (operation === undefined || message === undefined) throw impossibleReplay(`the contract has no such message of ${step.operation}`);
  const { breach } = step;
  return {
    operation,
    message,
    phase: PHASES.find((phase) => phase === step.phase) ?? 'examples',
    name: step.name,
    intent:
      breach === undefined
        ? { kind: 'valid' }
        : {
            kind: 'invalid',
            breach: { keyword: breach.keyword, location: breach.location, place: { file: breach.file, pointer: breach.pointer } },
          },
    payload: step.body?.value ?? null,
    rawPayload: step.event?.rawPayload,
    headers: Object.entries(step.headers),
    exercises: [],
  };
}

function emptyStep(operation: string, phase: Phase, name: string): ReplayStep {
  return { operation, phase, name, intent: 'valid', parameters: {}, headers: {}, credentials: 'pair', captures: {} };
}
