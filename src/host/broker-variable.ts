/**
 * The variable by which a program is told where the events of a system flow: `MORTISE_BROKER_PLAN_EXCHANGE` for `plan-exchange`.
 *
 * @param system - its name
 */
export function brokerVariable(system: string): string {
  return `${ANY_BROKER_VARIABLE}_${system.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}

/** For a program that knows one broker only, and need not know whose it is. */
export const ANY_BROKER_VARIABLE = 'MORTISE_BROKER';
