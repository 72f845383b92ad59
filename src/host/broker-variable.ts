/**
 * The variable by which a program is told where the events of a system flow: `MORTISE_BROKER_PLAN_EXCHANGE` for `plan-exchange`.
 *
 * @param system - its name
 */
export function brokerVariable(system: string): string {
  return `${ANY_BROKER_VARIABLE}_${system.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}

/**
 * The variable by which a program is told where the WebSockets of a system are, one at each channel: `MORTISE_WEBSOCKET_REALTIME` for `realtime`.
 *
 * @param system - its name
 */
export function webSocketVariable(system: string): string {
  return `${ANY_WEBSOCKET_VARIABLE}_${system.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}

/** For a program that knows one system's WebSockets only. */
export const ANY_WEBSOCKET_VARIABLE = 'MORTISE_WEBSOCKET';

/** For a program that knows one broker only, and need not know whose it is. */
export const ANY_BROKER_VARIABLE = 'MORTISE_BROKER';
