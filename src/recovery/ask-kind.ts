/**
 * What makes asks alike: the method, and the path without what differs from one to the next.
 *
 * @param text - of an ask, or a target
 */
export function kindOfAsk(text: string): string {
  return text
    .split('?', 1)
    .join('')
    .split('/')
    .map((part) => (/\d/.test(part) ? '*' : part))
    .join('/');
}
