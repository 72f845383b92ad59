import { InputError } from '../base/errors.js';
import { appendToken } from '../base/json-pointer.js';
import { LEAKS } from '../check/checks/leak-patterns.js';
import type { Finding, ReplayStep } from '../finding/finding.js';
import type { ExportedAssertion } from '../report/vitest-export/assertion-lines.js';
import { wordsOfFinding } from '../report/wording/finding-wording.js';
import type { ExportInput } from './export-input.js';

/**
 * What must hold of the last answer once the defect of a finding is mended.
 *
 * @param finding - with its witness
 * @param steps - its calls; the last one shows it
 * @param input - of the export
 * @throws InputError `E_REPLAY_IMPOSSIBLE` when a single answer cannot show it
 */
export function exportedAssertion(finding: Finding, steps: readonly ReplayStep[], input: ExportInput): ExportedAssertion {
  const expected = wordsOfFinding(finding).expected ?? 'to keep the contract';
  const status = Number(/^\d{3}/.exec(finding.witness?.response?.line ?? '')?.[0] ?? 0);
  const refused = (...statuses: readonly string[]): ExportedAssertion => ({ kind: 'status-refused', statuses, expected });
  switch (checkOf(finding)) {
    case 'check/not-a-server-error':
      return refused('5XX');
    case 'check/status-declared':
      return { kind: 'status-allowed', statuses: declaredStatuses(finding, input), expected };
    case 'check/example-status':
      return { kind: 'status-allowed', statuses: expected.match(/\b[1-5]\d\d\b/g) ?? [], expected };
    case 'check/content-type-declared':
      return ofContract('media-type', finding, input);
    case 'check/body-matches-schema':
      return ofContract('body', finding, input);
    case 'check/headers-match':
      return ofContract('header', finding, input);
    case 'check/response-time':
      return { kind: 'time', maxMs: Number(/(\d+(?:\.\d+)?) ms/.exec(expected)?.[1] ?? 0) };
    case 'check/valid-data-accepted':
      return refused('4XX', '501');
    case 'check/invalid-data-refused':
    case 'check/required-parameter-refused':
    case 'check/authentication-required':
      return refused('2XX');
    case 'check/deleted-is-gone':
    case 'check/delete-takes-effect':
      if (isAboutItem(finding, steps, input)) return refused('2XX');
      return { kind: 'compared', step: earlierOf(steps), pointer: '', how: 'other-size', expected };
    case 'check/created-is-there':
    case 'check/location-answers':
      return refused('4XX', '5XX');
    case 'check/undeclared-method-refused':
      return status >= 200 && status < 300 ? refused('2XX') : { kind: 'header', name: 'allow' };
    case 'check/nothing-leaked':
      return withoutLeak(finding, expected);
    case 'check/put-replaces':
    case 'check/patch-takes-effect':
      return { kind: 'compared', step: earlierOf(steps), pointer: pointerOf(finding), how: 'other', expected };
    case 'check/put-is-idempotent':
    case 'check/failed-create-leaves-nothing': {
      const pointer = pointerOf(finding);
      return { kind: 'compared', step: earlierOf(steps), pointer, how: pointer === '' ? 'same-size' : 'same', expected };
    }
    case 'check/no-answer':
      return { kind: 'answered' };
    default:
      throw impossible(`no single answer shows ${finding.code}`);
  }
}

/** A flaky finding is one of the check behind it. */
function checkOf({ code, args }: Finding): string {
  const { check } = args;
  if (code !== 'check/flaky' || typeof check !== 'string') return code;
  return check.startsWith('check/') ? check : `check/${check}`;
}

function ofContract(problem: string, { operation = '' }: Finding, { contractFile }: ExportInput): ExportedAssertion {
  return { kind: 'contract', file: contractFile, operation, problem };
}

function declaredStatuses({ operation }: Finding, { contract }: ExportInput): readonly string[] {
  const responses = contract.operations.find((entry) => entry.id === operation)?.read().responses ?? [];
  return responses.map((response) => response.status);
}

function withoutLeak({ args }: Finding, expected: string): ExportedAssertion {
  const leak = LEAKS.find(({ name }) => name === args['seen']);
  if (leak === undefined) throw impossible('the secret that was seen is not kept');
  return { kind: 'no-match', source: leak.pattern.source, flags: leak.pattern.flags, expected };
}

/** A thing that is gone is not found; a list from which it is gone is still there, and shorter. */
function isAboutItem({ operation }: Finding, steps: readonly ReplayStep[], { contract }: ExportInput): boolean {
  const pathOf = (id: string | undefined): string | undefined => contract.operations.find((entry) => entry.id === id)?.path;
  return pathOf(steps.at(-1)?.operation) === pathOf(operation);
}

/** The last call before that asked the same as the last one. */
function earlierOf(steps: readonly ReplayStep[]): number {
  const last = steps.at(-1)?.operation;
  const index = steps.findLastIndex((step, at) => at < steps.length - 1 && step.operation === last);
  if (index === -1) throw impossible('there is no earlier answer to compare the last one with');
  return index;
}

function pointerOf({ args }: Finding): string {
  const location = Array.isArray(args['location']) ? args['location'].slice(1) : [];
  return location.reduce((pointer, token) => appendToken(pointer, token), '');
}

function impossible(reason: string): InputError {
  return new InputError({ code: 'E_REPLAY_IMPOSSIBLE', args: { reason } });
}
