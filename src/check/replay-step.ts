import type { JsonObject, JsonValue } from '../base/json.js';
import type { Contract, MediaType, Operation } from '../contract/contract.js';
import type { ReplayStep } from '../finding/finding.js';
import { isSecretHeader, redactTexts, redactValues } from '../journal/redact.js';
import type { Secrets } from '../journal/secrets.js';
import type { Pair } from '../workspace/workspace.js';
import type { CaseBody, CaseCapture, CaseCredentials, Intent, Phase, TestCase } from './test-case.js';
import { PHASES } from './test-case.js';
import { impossibleReplay } from './impossible-replay.js';

/**
 * A case as plain data, without what is secret.
 *
 * @param testCase - as it was sent
 * @param secrets - of its pair
 * @param captures - instead of its own
 */
export function replayStepFromCase(
  testCase: TestCase,
  secrets: Secrets,
  captures: ReadonlyMap<string, CaseCapture> = testCase.captures,
): ReplayStep {
  const { operation, phase, name, intent, body, headers, credentials, override } = testCase;
  const shown = (value: JsonValue): JsonValue => redactTexts(value, secrets.values);
  const kept = Object.entries(headers).filter(([header]) => !isSecretHeader(header, secrets.names));
  return {
    operation: operation.id,
    phase,
    name,
    intent: intent.kind,
    parameters: Object.fromEntries([...testCase.parameters].map(([key, value]) => [key, shown(value)])),
    ...(body === undefined ? {} : { body: { mediaType: body.mediaType.name, value: shown(body.value) } }),
    headers: Object.fromEntries(kept.map(([header, value]) => [header, redactValues(value, secrets.values)])),
    credentials,
    ...(override === undefined ? {} : { override }),
    captures: Object.fromEntries([...captures].map(([key, capture]): [string, JsonObject] => [key, { ...capture }])),
    ...(intent.kind === 'invalid' ? { breach: breachOf(intent) } : {}),
  };
}

/**
 * The case of a step, to be sent again.
 *
 * @param step - as a finding keeps it
 * @param contract - in which its operation still has to be
 * @param pair - has the secrets that the step leaves out
 * @throws InputError `E_REPLAY_IMPOSSIBLE` when the contract no longer has what the step needs
 */
export function caseFromReplayStep(step: ReplayStep, contract: Contract, pair: Pair): TestCase {
  const operation = contract.operations.find((entry) => entry.id === step.operation)?.read();
  if (operation === undefined) throw impossibleReplay(`the contract has no operation ${step.operation}`);
  const { override } = step;
  return {
    operation,
    phase: PHASES.find((phase: Phase) => phase === step.phase) ?? 'examples',
    name: step.name,
    intent: intentOf(step),
    parameters: new Map(Object.entries(step.parameters)),
    body: bodyOf(step, operation),
    captures: new Map(Object.entries(step.captures).map(([key, capture]) => [key, captureOf(capture)])),
    headers: { ...pair.fixtures.get(step.operation)?.headers, ...step.headers },
    credentials: credentialsOf(step),
    override,
    expectedStatus: undefined,
    origin: step.phase === 'examples' ? 'documented' : 'made',
    exercises: [],
  };
}

function breachOf({ breach }: Extract<Intent, { readonly kind: 'invalid' }>): NonNullable<ReplayStep['breach']> {
  const { keyword, location, place } = breach;
  return { keyword, location, file: place.file, pointer: place.pointer ?? '' };
}

function intentOf({ intent, breach }: ReplayStep): Intent {
  if (intent === 'invalid') {
    if (breach === undefined) throw impossibleReplay('it does not say what its request breaks');
    const { keyword, location, file, pointer } = breach;
    return { kind: 'invalid', breach: { keyword, location, place: { file, pointer } } };
  }
  if (intent === 'undeclared-method' || intent === 'unauthorised') return { kind: intent };
  return { kind: 'valid' };
}

function bodyOf({ body }: ReplayStep, operation: Operation): CaseBody | undefined {
  if (body === undefined) return undefined;
  const declared = operation.requestBody?.content.find(({ name }) => name === body.mediaType);
  // A case may be there to send what the operation does not take.
  return { mediaType: declared ?? { ...UNDECLARED, name: body.mediaType }, value: body.value };
}

function credentialsOf({ credentials }: ReplayStep): CaseCredentials {
  const [, alternative] = WRONG_ALTERNATIVE.exec(credentials) ?? [];
  if (alternative !== undefined) return `wrong ${Number(alternative)}`;
  return CREDENTIALS.find((kind) => kind === credentials) ?? 'pair';
}

function captureOf(capture: JsonObject): CaseCapture {
  const { kind, operation, pointer, step, from } = capture;
  if (kind === 'operation' && typeof operation === 'string' && typeof pointer === 'string') return { kind, operation, pointer };
  const source = SOURCES.find((known) => known === from);
  if (kind !== 'step' || typeof step !== 'number' || source === undefined || typeof pointer !== 'string') {
    throw impossibleReplay('it does not say where its values come from');
  }
  return { kind, step, from: source, pointer };
}

const UNDECLARED: MediaType = {
  name: '',
  pointer: '',
  schema: undefined,
  itemSchema: undefined,
  examples: [],
  encoding: new Map(),
};
const CREDENTIALS: readonly CaseCredentials[] = ['pair', 'none', 'wrong', 'other-scheme'];
const WRONG_ALTERNATIVE = /^wrong (\d{1,3})$/;
const SOURCES = ['body', 'header', 'path'] as const;
