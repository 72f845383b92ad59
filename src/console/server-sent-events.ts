/**
 * The data of the events that are whole in a text, and what is left of it.
 *
 * @param text - what has come so far
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventsFromText(text: string): { readonly events: readonly string[]; readonly rest: string } {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  const events = blocks.flatMap((block) => {
    const lines = block.split('\n').filter((line) => line.startsWith('data:'));
    return lines.length === 0 ? [] : [lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n')];
  });
  return { events, rest };
}
