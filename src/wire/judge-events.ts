import type { JsonValue } from '../base/json.js';
import type { Direction, Schema } from '../schema/schema.js';
import { isValid } from '../schema/validate.js';
import { type BodyProblem, problemsFromSchema } from './body-problem.js';
import type { HiddenDrop } from './drop-hidden.js';
import { eventShapeOf } from './event-shape.js';
import { parseJsonText } from './parse-json.js';
import { eventsFromText, type ServerSentEvent } from './server-sent-events.js';

/** What server-sent events are judged by. */
export interface EventSchema {
  readonly itemSchema: Schema;
  /** Takes away what does not travel; `undefined` where all does. */
  readonly itemDrop: HiddenDrop | undefined;
  readonly direction: Direction;
}

/**
 * What is wrong with the events of a stream, each by itself. Contracts describe an event by its fields, or what its data says: either will do. A last
 * `[DONE]` ends the stream and is no item.
 *
 * @param text - of the stream
 * @param schema - of each event
 * @see OpenAPI 3.2.0 §4.14.2.1 (Special Considerations for text/event-stream Content)
 */
export function problemsOfEvents(text: string, schema: EventSchema): readonly BodyProblem[] {
  const events = eventsFromText(text);
  const items = events.at(-1)?.fields.data.trim() === '[DONE]' ? events.slice(0, -1) : events;
  const problems: BodyProblem[] = [];
  for (const [index, { fields }] of items.entries()) {
    if (problems.length >= MAX_PROBLEM_COUNT) break;
    problems.push(...problemsOfEvent(fields, String(index), schema));
  }
  return problems;
}

function problemsOfEvent(
  fields: ServerSentEvent['fields'],
  index: string,
  { itemSchema, itemDrop = (value) => value, direction }: EventSchema,
): readonly BodyProblem[] {
  const { id: _id, retry: _retry, ...said } = fields;
  const parsed = parseJsonText(fields.data);
  const asEvents: readonly JsonValue[] = [fields, said];
  if (asEvents.some((event) => isValid(itemSchema, itemDrop(event), { direction })))
    return problemsOfContent(fields.data, { itemSchema, direction, below: [index, 'data'] });
  const asData: readonly JsonValue[] = parsed.kind === 'value' ? [parsed.value, fields.data] : [fields.data];
  if (asData.some((data) => isValid(itemSchema, itemDrop(data), { direction }))) return [];
  const readings = eventShapeOf(itemSchema).hasData ? [...asEvents, ...asData] : [...asData, ...asEvents];
  const told = readings.map((reading) => problemsFromSchema(itemSchema, itemDrop(reading), { direction, below: [index] }));
  return told.reduce((least, problems) => (problems.length < least.length ? problems : least));
}

interface EventData {
  readonly itemSchema: Schema;
  readonly direction: Direction;
  readonly below: readonly string[];
}

/** The data is a text to the event's schema, and may say of itself that it is JSON of another one. */
function problemsOfContent(data: string, { itemSchema, direction, below }: EventData): readonly BodyProblem[] {
  const { content } = eventShapeOf(itemSchema);
  if (content === undefined) return [];
  const parsed = parseJsonText(data);
  if (parsed.kind === 'value') return problemsFromSchema(content, parsed.value, { direction, below });
  return [{ kind: 'body', location: below, code: 'syntax', message: `at /${below.join('/')} ${parsed.message}` }];
}

const MAX_PROBLEM_COUNT = 50;
