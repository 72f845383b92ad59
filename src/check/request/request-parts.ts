import type { JsonValue } from '../../base/json.js';
import type { Place } from '../../base/place.js';
import type { MediaType, Operation, Parameter, RequestBody } from '../../contract/contract.js';
import { isIgnoredHeader } from '../../wire/ignored-header.js';
import type { Fixture, Pair } from '../../workspace/workspace.js';
import type { CaseCapture } from '../test-case.js';
import { isClientHeader, isSteeringHeader } from './client-headers.js';
import { credentialKeys } from './credential-keys.js';
import { givenFor } from './given-for.js';
import { preferredFirst } from './preferred-first.js';
import type { RequestContext } from './request-context.js';

/** One part of a request that takes a value of its own: a parameter, or the body. */
export type RequestPart = ParameterPart | BodyPart;

interface PartFields {
  /** `query:limit`; `body`. */
  readonly key: string;
  /** `['query', 'limit']`; `['body']`. */
  readonly location: readonly string[];
  /** As people name it: `query limit`; `body`. */
  readonly name: string;
  readonly isRequired: boolean;
  /** Of the part itself. */
  readonly place: Place;
}

export interface ParameterPart extends PartFields {
  readonly kind: 'parameter';
  readonly parameter: Parameter;
  /** What the pair says the value is; `undefined` when it says nothing. */
  readonly given: JsonValue | undefined;
  /** Taken from an operation's last answer, once there is one. */
  readonly capture: CaseCapture | undefined;
}

export interface BodyPart extends PartFields {
  readonly kind: 'body';
  /** At least one; those that are written best come first. */
  readonly content: readonly MediaType[];
  /** A body that the pair knows to be right. */
  readonly given: JsonValue | undefined;
}

/**
 * The parts of an operation's requests that values are made for, parameters in their order, then the body. Headers that the pair sets,
 * that carry credentials or that the client writes itself are not among them.
 *
 * @param operation - of the contract
 * @param context - whose pair says what is given
 */
export function requestParts(operation: Operation, context: Pick<RequestContext, 'contract' | 'pair'>): readonly RequestPart[] {
  const fixture = context.pair.fixtures.get(operation.id);
  const carriers = credentialKeys(operation, context.contract);
  const set = new Set([...Object.keys(context.pair.headers), ...Object.keys(fixture?.headers ?? {})].map((name) => name.toLowerCase()));
  const parameters = operation.parameters
    .filter((parameter) => !isIgnoredHeader(parameter) && !carriers.has(keyOf(parameter)) && isInTemplate(parameter, operation))
    .filter((parameter) => parameter.in !== 'header' || !(set.has(parameter.name.toLowerCase()) || isSendersMatter(parameter)))
    .map((parameter) => parameterPart(parameter, operation, { pair: context.pair, fixture }));
  const { requestBody } = operation;
  return requestBody === undefined || requestBody.content.length === 0
    ? parameters
    : [...parameters, bodyPart(requestBody, operation, fixture)];
}

/**
 * The key of a parameter's value in a case.
 *
 * @param parameter - of any location
 */
export function keyOf(parameter: Pick<Parameter, 'in' | 'name'>): string {
  return `${parameter.in}:${parameter.name}`;
}

/**
 * Whether a part can be left out against the contract: a path without its parameter is another path.
 *
 * @param part - of the operation
 */
export function isRequiredByClause(part: RequestPart): boolean {
  return part.isRequired && !(part.kind === 'parameter' && part.parameter.in === 'path');
}

function parameterPart(
  parameter: Parameter,
  operation: Operation,
  { pair, fixture }: { readonly pair: Pair; readonly fixture: Fixture | undefined },
): ParameterPart {
  const captured = givenFor(fixture?.capture, parameter);
  return {
    kind: 'parameter',
    key: keyOf(parameter),
    location: [parameter.in, parameter.name],
    name: `${parameter.in} ${parameter.name}`,
    isRequired: parameter.required || parameter.in === 'path',
    place: { file: parameter.file ?? operation.file, pointer: parameter.pointer },
    parameter,
    given: givenFor(fixture?.parameters, parameter) ?? givenFor(pair.parameters, parameter),
    capture: captured === undefined ? undefined : { kind: 'operation', ...captured },
  };
}

function bodyPart(requestBody: RequestBody, operation: Operation, fixture: Fixture | undefined): BodyPart {
  return {
    kind: 'body',
    key: 'body',
    location: ['body'],
    name: 'body',
    isRequired: requestBody.required,
    place: { file: requestBody.file ?? operation.file, pointer: requestBody.pointer },
    content: preferredFirst(requestBody.content),
    given: fixture?.body,
  };
}

/** A path parameter without a place in the path is a defect of the contract. */
function isInTemplate(parameter: Parameter, operation: Operation): boolean {
  return parameter.in !== 'path' || operation.path.includes(`{${parameter.name}}`);
}

function isSendersMatter({ name, required }: Parameter): boolean {
  return isClientHeader(name) || (!required && isSteeringHeader(name));
}
