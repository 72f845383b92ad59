import type { Operation, Response } from '../contract/contract.js';

/**
 * The response a contract declares for a status: the exact code, else its class (`2XX`), else `default`; `undefined` when there is none.
 *
 * @param operation - with statuses as `200`, `2XX` or `default`
 * @param status - 100 to 599
 * @see OpenAPI 3.1.1 §4.8.16 (Responses Object)
 */
export function responseForStatus(operation: Operation, status: number): Response | undefined {
  const exact = String(status);
  const statusClass = `${exact.charAt(0)}XX`;
  let fallback: Response | undefined;
  let byClass: Response | undefined;
  for (const response of operation.responses) {
    if (response.status === exact) return response;
    if (response.status === statusClass) byClass ??= response;
    else if (response.status === 'default') fallback ??= response;
  }
  return byClass ?? fallback;
}
