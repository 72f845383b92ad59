import type { JsonObject } from '../base/json.js';

/** One event of a stream. */
export interface ServerSentEvent {
  /** As it stood on the wire. */
  readonly text: string;
  /** Its fields as OpenAPI has them: `data`, and `event`, `id` and `retry` where they are said. */
  readonly fields: JsonObject & { readonly data: string };
}

/**
 * The events of a stream, as a browser would dispatch them: comments, what has no data and an event that no blank line ends are none.
 *
 * @param text - decoded
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 * @see OpenAPI 3.2.0 §4.14.2.1 (Special Considerations for text/event-stream Content)
 */
export function eventsFromText(text: string): readonly ServerSentEvent[] {
  const blocks = text
    .replace(/^\uFEFF/, '')
    .split(/(?:\r\n|\r(?!\n)|\n)(?:\r\n|\r(?!\n)|\n)/)
    .slice(0, -1);
  return blocks.flatMap((block) => {
    const fields = fieldsOf(block);
    return fields === undefined ? [] : [{ text: block, fields }];
  });
}

function fieldsOf(block: string): ServerSentEvent['fields'] | undefined {
  const data: string[] = [];
  const others: Record<string, string | number> = {};
  for (const line of block.split(/\r\n|\r|\n/)) {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?([\s\S]*))?$/.exec(line) ?? [];
    if (name === 'data') data.push(value);
    else if (name === 'event' || (name === 'id' && !value.includes('\0'))) others[name] = value;
    else if (name === 'retry' && /^\d+$/.test(value)) others[name] = Number(value);
  }
  return data.length === 0 || data.every((line) => line === '') ? undefined : { ...others, data: data.join('\n') };
}
