/**
 * The channel that a door's path means: `/orders/17` is `orders/17`.
 *
 * @param target - of a request, percent-encoded, with or without a query
 * @returns `undefined` when it cannot be decoded, or is empty
 */
export function channelFromTarget(target: string): string | undefined {
  const [path = '/'] = target.split('?');
  try {
    return decodeURIComponent(path.slice(1)) || undefined;
  } catch {
    return undefined;
  }
}
