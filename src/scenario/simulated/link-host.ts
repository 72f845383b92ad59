/**
 * The host at which one program finds a provider in a simulated world. Each has its own, so that even a call through the global `fetch` tells
 * who called.
 *
 * @param way - whose address it is: instances are counted from 0
 * @see RFC 6761 §6.2, names that never exist
 */
export function linkHost({
  consumer,
  instance,
  provider,
}: {
  readonly consumer: string;
  readonly instance: number;
  readonly provider: string;
}): string {
  return `${label(provider)}.${label(consumer)}${instance === 0 ? '' : `-${instance + 1}`}.test`;
}

/**
 * The variables by which a program is told where a provider is: `MORTISE_URL_PLAN_EXCHANGE` for `plan-exchange`.
 *
 * @param provider - a name of the workspace
 * @param host - see {@link linkHost}
 */
export function linkVariables(provider: string, host: string): Readonly<Record<string, string>> {
  return { [`MORTISE_URL_${provider.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`]: `http://${host}` };
}

function label(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
}
