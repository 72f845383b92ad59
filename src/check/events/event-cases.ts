import { inTurns } from '../../base/in-turns.js';
import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { tokensFromPointer } from '../../base/json-pointer.js';
import { randomFromSeed } from '../../base/random.js';
import type { EventOperation } from '../../contract/channel.js';
import { boundaryValues } from '../../schema/boundary/boundary-values.js';
import type { SchemaBreach } from '../../schema/breach/judge-breach.js';
import { breachValues } from '../../schema/breach/breach-values.js';
import type { Schema } from '../../schema/schema.js';
import { payloadSchemaOf } from '../../wire/judge-message.js';
import { payloadCodingOf } from '../../wire/message-content.js';
import { headersFromObject } from '../../wire/message-headers.js';
import { clausePlaceOf } from '../request/request-clauses.js';
import type { Breach, Phase } from '../test-case.js';
import type { EventCase } from './event-case.js';
import { messagePlace } from './event-place.js';
import { problemsOfContent } from './problems-of-content.js';
import { sampleOrNone } from '../../mock/events/sample-or-none.js';

/** Which messages are wanted. */
export interface EventCaseChoice {
  /** Whether headers reach the receiver: without them nobody can break any. */
  readonly hasHeaders: boolean;
}

/**
 * A message that keeps the contract, always the same one; `undefined` when there is none.
 *
 * @param operation - of the contract
 * @param phase - that wants it
 * @param choice - what can be carried
 */
export function plainCase(operation: EventOperation, phase: Phase, choice: EventCaseChoice): EventCase | undefined {
  return operation.messages.flatMap((message) => sampleCase({ operation, message, phase }, choice)).find(isAsMeant);
}

/**
 * The documented messages of an operation, and one made of each that has no example. Those that the contract itself refuses are left out.
 *
 * @param operation - of the contract
 * @param choice - what can be carried
 */
export function exampleCases(operation: EventOperation, choice: EventCaseChoice): readonly EventCase[] {
  return operation.messages.flatMap((message) => {
    const [sample] = sampleCase({ operation, message, phase: 'examples' }, choice);
    if (sample === undefined) return [];
    const documented = message.examples
      .filter(({ payload }) => payload !== undefined)
      .map(
        ({ name, payload, headers }): EventCase => ({
          ...sample,
          name,
          payload: payload ?? null,
          headers: headers === undefined || !choice.hasHeaders ? sample.headers : headersFromObject(headers),
        }),
      )
      .filter(isAsMeant);
    return documented.length > 0 ? documented : [sample].filter(isAsMeant);
  });
}

/**
 * The messages that every clause of an operation's schemas is worth: at each limit and just beyond it, members left out, other types, a
 * payload that is none. Each is on the wire what it is meant to be; the same contract gives the same cases.
 *
 * @param operation - of the contract
 * @param choice - what the broker can carry
 * @returns lazily, valid and invalid in turn
 */
export function* coverageCases(operation: EventOperation, choice: EventCaseChoice): Generator<EventCase> {
  const rows = operation.messages.flatMap((message) =>
    sampleCase({ operation, message, phase: 'coverage' }, choice).flatMap((base) => rowsOf(base, choice)),
  );
  let count = 0;
  for (const one of inTurns(rows)) {
    if (!isAsMeant(one)) continue;
    yield one;
    count += 1;
    if (count === MAX_CASE_COUNT) return;
  }
}

/**
 * Whether a message is on the wire what it is meant to be: a valid one breaks nothing, an invalid one fits none of the operation's messages.
 *
 * @param testCase - as planned
 */
export function isAsMeant(testCase: EventCase): boolean {
  const { operation, message, intent } = testCase;
  if (intent.kind === 'valid') return problemsOfContent(testCase, message).length === 0;
  return operation.messages.every((one) => problemsOfContent(testCase, one).length > 0);
}

/** None when no message keeps the contract. */
function sampleCase(
  { operation, message, phase }: Pick<EventCase, 'operation' | 'message' | 'phase'>,
  { hasHeaders }: EventCaseChoice,
): readonly EventCase[] {
  const sample = sampleOrNone(message, randomFromSeed('plain', message.id));
  if (sample === undefined) return [];
  return [
    {
      operation,
      message,
      phase,
      name: 'plain message',
      intent: { kind: 'valid' },
      ...sample,
      ...(hasHeaders ? {} : { headers: [] }),
      exercises: [],
    },
  ];
}

function rowsOf(base: EventCase, { hasHeaders }: EventCaseChoice): readonly Iterable<EventCase>[] {
  const { headers } = base.message;
  const schema = payloadSchemaOf(base.message);
  return [
    schema === undefined ? [] : boundariesOf(base, { schema, part: 'payload' }),
    schema === undefined ? [] : breachesOf(base, { schema, part: 'payload' }),
    headers === undefined || !hasHeaders ? [] : boundariesOf(base, { schema: headers, part: 'header' }),
    headers === undefined || !hasHeaders ? [] : breachesOf(base, { schema: headers, part: 'header' }),
    malformed(base),
  ];
}

interface Part {
  readonly schema: Schema;
  readonly part: 'payload' | 'header';
}

function* boundariesOf(base: EventCase, { schema, part }: Part): Iterable<EventCase> {
  for (const { name, value, clauses } of boundaryValues(schema))
    yield { ...withPart(base, part, value), name: nameIn(part, name), exercises: clauses.map(clausePlaceOf) };
}

function* breachesOf(base: EventCase, { schema, part }: Part): Iterable<EventCase> {
  for (const { name, value, breach } of breachValues(schema)) {
    if (part === 'header' && !isJsonObject(value)) continue;
    yield {
      ...withPart(base, part, value),
      name: nameIn(part, name),
      intent: { kind: 'invalid', breach: breachIn(part, breach) },
      exercises: [clausePlaceOf(breach)],
    };
  }
}

/** What no reader can read: a receiver that parses before it thinks trips over it. */
function malformed(base: EventCase): readonly EventCase[] {
  if (payloadSchemaOf(base.message) === undefined || payloadCodingOf(base.message) !== 'json') return [];
  const breach = { keyword: 'syntax', location: ['payload'], place: messagePlace(base.message) };
  return ['{"cut":', ''].map((rawPayload) => ({
    ...base,
    name: rawPayload === '' ? 'payload that is empty' : 'payload that is cut off',
    rawPayload,
    intent: { kind: 'invalid', breach } as const,
  }));
}

/**
 * A breach of a schema as a breach of a message.
 *
 * @param part - whose schema it is
 * @param breach - of the schema
 */
export function breachIn(part: Part['part'], { keyword, instancePointer, schemaUri, schemaPointer }: SchemaBreach): Breach {
  const location = [part, ...tokensFromPointer(instancePointer)];
  return { keyword, location, place: { file: schemaUri, pointer: schemaPointer } };
}

function withPart(base: EventCase, part: Part['part'], value: JsonValue): EventCase {
  return part === 'payload' ? { ...base, payload: value } : { ...base, headers: headersFromObject(value) };
}

function nameIn(part: Part['part'], name: string): string {
  return `${part} ${name.replace(/^value /, '')}`;
}

const MAX_CASE_COUNT = 120;
