import { isJsonMediaType, parseMediaType } from '../../base/media-type.js';
import type { Contract, Header, MediaType, Operation, Response } from '../../contract/contract.js';
import { isValid } from '../../schema/validate.js';
import { judgeRequest } from '../../wire/judge-request.js';
import { compileHeaderReader } from '../../wire/parse-parameter.js';
import { mediaTypeForContent } from '../../wire/select-media-type.js';
import { responseForStatus } from '../../wire/select-response.js';
import { isJsonBody } from './body-from-json.js';
import type { PactComparers } from './judge-expected-content.js';
import { judgeExpectedContent } from './judge-expected-content.js';
import type { HttpInteraction, PactResponse } from './pact.js';
import type { FoundOfPact } from './pact-finding.js';
import { headersWith, requestFromPact } from './request-from-pact.js';
import type { PactRouter } from './route-of-pact.js';
import { expectedStatuses } from './status-class.js';

/** What interactions are held against. */
export interface PactWorld {
  readonly contract: Contract;
  readonly route: PactRouter;
  readonly comparers: PactComparers;
}

/**
 * What is wrong between a call of a pact and the contract.
 *
 * @param interaction - a call
 * @param world - the contract
 */
export function compareCall(interaction: HttpInteraction, world: PactWorld): readonly FoundOfPact[] {
  const wire = requestFromPact(interaction.request);
  const route = world.route(wire);
  if (route === undefined) {
    return [{ code: 'pact/operation-undeclared', args: { call: `${wire.method} ${interaction.request.path}` }, below: '/request' }];
  }
  const operation = route.entry.read();
  // A pact that does not say which kind of JSON it sends is taken at its best.
  const request = requestFromPact(interaction.request, jsonTypeAmong(operation.requestBody?.content ?? [])?.name);
  const judged = judgeRequest({ operation, contract: world.contract, request, pathValues: route.pathValues });
  const found = isRefusal(interaction) ? [] : judged.problems.filter(({ kind }) => kind !== 'security');
  return [
    ...found.slice(0, MAX_PROBLEM_COUNT).map(
      ({ message }): FoundOfPact => ({
        code: 'pact/request-invalid',
        operation: operation.id,
        args: { problem: message },
        below: '/request',
      }),
    ),
    ...answerProblems(interaction, operation, world),
  ];
}

/** A pact may show how wrong requests are refused: then the request is meant to be wrong. Credentials are no part of pacts. */
function isRefusal({ response }: HttpInteraction): boolean {
  return response.status >= 400 && response.status < 500;
}

function answerProblems(interaction: HttpInteraction, operation: Operation, world: PactWorld): readonly FoundOfPact[] {
  const { response } = interaction;
  const declared = declaredResponses(response, operation);
  if (declared.length === 0) {
    const args = { status: String(response.status), expected: operation.responses.map(({ status }) => status) };
    return [{ code: 'pact/status-undeclared', operation: operation.id, args, below: '/response' }];
  }
  return declared.flatMap((each) => [
    ...bodyProblems(interaction, { operation, declared: each, world }),
    ...headerProblems(response, operation, each),
  ]);
}

/** All that the contract may answer within the statuses that the pact takes. */
function declaredResponses(response: PactResponse, operation: Operation): readonly Response[] {
  const isExpected = expectedStatuses(response);
  if (isExpected === undefined) {
    const only = responseForStatus(operation, response.status);
    return only === undefined ? [] : [only];
  }
  return operation.responses.filter(({ status }) => isExpected(status));
}

interface Answering {
  readonly operation: Operation;
  readonly declared: Response;
  readonly world: PactWorld;
}

function bodyProblems({ response, pointer }: HttpInteraction, { operation, declared, world }: Answering): readonly FoundOfPact[] {
  const { body } = response;
  if (body === undefined) return [];
  const contentType = contentTypeOf(response);
  const parsed = contentType === undefined ? undefined : parseMediaType(contentType);
  if (contentType === undefined && !isJsonBody(body)) return [];
  const mediaType = parsed === undefined ? jsonTypeAmong(declared.content) : mediaTypeForContent(declared.content, parsed);
  const base = { operation: operation.id, below: '/response' };
  if (mediaType === undefined) {
    const args = { status: declared.status, mediaType: contentType ?? 'JSON', expected: declared.content.map(({ name }) => name) };
    return [{ ...base, code: 'pact/media-type-undeclared', args }];
  }
  if (!isJsonBody(body)) return [];
  const part = `the answer ${declared.status} of ${operation.id}`;
  if (mediaType.schema === undefined)
    return [{ ...base, code: 'pact/undecided', severity: 'info', args: { part, at: '', reason: 'no-schema' } }];
  const { content } = body;
  const name = `${pointer}/response/${declared.status}`;
  const expected = { content, rules: response.rules.body, schema: mediaType.schema, isResponse: true, part, operation: operation.id, name };
  return judgeExpectedContent(expected, world.comparers).map((found) => ({ ...found, below: '/response' }));
}

function jsonTypeAmong(content: readonly MediaType[]): MediaType | undefined {
  return content.find(({ name }) => {
    const parsed = parseMediaType(name);
    return parsed !== undefined && isJsonMediaType(parsed);
  });
}

function contentTypeOf(response: PactResponse): string | undefined {
  const headers = headersWith(response.headers, response.body);
  const index = headers.findIndex((name, position) => position % 2 === 0 && name.toLowerCase() === 'content-type');
  return index === -1 ? undefined : headers[index + 1];
}

function headerProblems(response: PactResponse, operation: Operation, declared: Response): readonly FoundOfPact[] {
  return [...response.headers].flatMap(([name, values]): readonly FoundOfPact[] => {
    const lower = name.toLowerCase();
    if (lower === 'content-type') return [];
    const header = declared.headers.find((each) => each.name.toLowerCase() === lower);
    const base = { operation: operation.id, below: '/response/headers' };
    if (header?.required !== true) {
      const args = { header: name, status: declared.status, expected: header === undefined ? 'it to be declared' : 'it to be required' };
      return [{ ...base, code: 'pact/header-undeclared', severity: 'warning', args }];
    }
    const hasRule = response.rules.header.some(({ path }) => path.toLowerCase().includes(lower));
    const problem = hasRule ? undefined : headerProblem(header, values.join(', '));
    if (problem === undefined) return [];
    const args = { part: `the header ${name} of ${declared.status}`, at: '', problem, value: values.join(', ') };
    return [{ ...base, code: 'pact/answer-impossible', args }];
  });
}

/** Whether the contract could ever send such a value. */
function headerProblem(header: Header, value: string): string | undefined {
  const reading = compileHeaderReader(header)(value);
  if (reading.kind === 'malformed') return reading.message;
  const schema = header.form.kind === 'style' ? header.form.schema : header.form.mediaType.schema;
  if (reading.kind === 'absent' || schema === undefined || isValid(schema, reading.value, { direction: 'response' })) return undefined;
  return 'must be as the schema of the header says';
}

const MAX_PROBLEM_COUNT = 10;
