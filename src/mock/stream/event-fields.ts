/**
 * The value of a field of an event as it is written, `undefined` when it has no such field.
 *
 * @param event - with its line breaks
 * @param name - `id`, `event`
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export function eventField(event: string, name: 'data' | 'event' | 'id'): string | undefined {
  for (const line of event.split(/\r\n|\n|\r/)) {
    if (line.startsWith(`${name}:`)) return line.slice(name.length + 1).replace(/^ /, '');
  }
  return undefined;
}

/**
 * The event with another id.
 *
 * @param event - that has one
 * @param id - without line breaks
 */
export function withEventId(event: string, id: string): string {
  return event.replace(/^id:[^\r\n]*/m, `id: ${id}`);
}

/**
 * Whether an event says that nothing will follow, as APIs of language models do.
 *
 * @param event - with its line breaks
 */
export function isTerminator(event: string): boolean {
  return eventField(event, 'data') === '[DONE]';
}
