import { nextValue, type PageFacts } from './list-envelope.js';
import type { StateCall, UsualAnswer } from './state-call.js';

/**
 * The headers that tell of a list, as far as the contract declares them: how many there are, and where it goes on.
 *
 * @param call - of the list
 * @param usual - whose headers are those that the contract declares
 * @param facts - of the page
 * @returns names and values in turn
 * @see RFC 8288 §3
 */
export function pageHeaders(call: StateCall, usual: UsualAnswer, facts: PageFacts): readonly string[] {
  return usual.headers.flatMap((name, index) => {
    if (index % 2 === 1) return [];
    if (/^x-total(?:-count|-items)?$|^total-count$/i.test(name)) return [name, String(facts.totalCount)];
    if (!/^link$/i.test(name)) return [];
    return [name, linkText(call, facts)];
  });
}

function linkText({ request }: StateCall, facts: PageFacts): string {
  const next = nextValue(facts);
  const [path = '', query = ''] = request.target.split('?', 2);
  const links = [`<${path}${query === '' ? '' : `?${query}`}>; rel="self"`];
  if (next !== undefined && facts.page.next !== undefined) {
    const parameters = new URLSearchParams(query);
    parameters.set(facts.page.next.parameter, String(next));
    links.push(`<${path}?${parameters.toString()}>; rel="next"`);
  }
  return links.join(', ');
}
