import { isJsonObject, type JsonObject, type JsonValue } from '../base/json.js';

/**
 * A row of values as server-sent events. A value that is an event already (an object of `data`, `event`, `id` and `retry` alone) is
 * written field by field; any other is the data of an event, as JSON unless it is a text.
 *
 * @param value - an array of events, or one
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 * @see OpenAPI 3.2.0 §4.14.2.1 (Special Considerations for text/event-stream Content)
 */
export function eventsText(value: JsonValue): string {
  const items = Array.isArray(value) ? value : [value];
  return items.map((item) => `${fieldsOf(item)}\n`).join('');
}

function fieldsOf(item: JsonValue): string {
  if (!isEvent(item)) return dataLines(item);
  return FIELDS.map((name) => {
    const field = item[name];
    if (field === undefined) return '';
    return name === 'data' ? dataLines(field) : `${name}: ${oneLine(field)}\n`;
  }).join('');
}

function isEvent(item: JsonValue): item is JsonObject {
  return isJsonObject(item) && 'data' in item && Object.keys(item).every((name) => FIELDS.includes(name));
}

/** Each line of the data is a field of its own; the reader joins them again. */
function dataLines(data: JsonValue): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => `data: ${line}\n`)
    .join('');
}

/** A line break would begin another field. */
function oneLine(value: JsonValue): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).replace(/[\r\n\0]+/g, ' ');
}

const FIELDS: readonly string[] = ['event', 'id', 'retry', 'data'];
