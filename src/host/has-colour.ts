/** What decides about colours. */
export interface ColourChoice {
  /** What `--color` and `--no-color` say. */
  readonly asked?: boolean | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
}

/**
 * Whether what is written is coloured: by what was asked for, else `FORCE_COLOR`, else `NO_COLOR`, else by what the terminal is. An empty variable says nothing.
 *
 * @see https://no-color.org, https://force-color.org, and for their order https://nodejs.org/api/tty.html#writestreamgetcolordepthenv
 */
export function hasColour({ asked, env, isTerminal }: ColourChoice): boolean {
  if (asked !== undefined) return asked;
  const forced = env['FORCE_COLOR'] ?? '';
  if (forced !== '') return forced !== '0' && forced !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  return isTerminal && env['TERM'] !== 'dumb';
}
