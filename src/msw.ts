import type { HttpHandler } from 'msw';
import { http } from 'msw';
import type { Contract } from './contract/contract.js';
import { webClock } from './host/web-clock.js';
import { createFetchHandler } from './mock/fetch-handler.js';
import { createMock } from './mock/mock.js';
import type { MockOptions } from './mock/mock-options.js';

export { jsonFromUsage } from './compat/usage/json-from-usage.js';
export {
  createReadTracker,
  type ReadTracker,
  type ReadTrackerOptions,
  type TrackedCall,
} from './compat/usage/track/create-read-tracker.js';

export interface MswOptions extends Partial<MockOptions> {
  /** What varied values are drawn from. */
  readonly seed?: string;
}

/**
 * Handlers for Mock Service Worker that answer every call below a base URL as the contract says: the same mock as `mortise mock`, in a
 * browser or a unit test.
 *
 * @param contract - as `readContract` gives it
 * @param baseUrl - where the real system would be: `https://api.example.com/v1`
 * @see https://mswjs.io/docs/http/intercepting-requests
 */
export function handlersFromContract(contract: Contract, baseUrl: string, options: MswOptions = {}): readonly HttpHandler[] {
  const { seed, ...mockOptions } = options;
  const base = baseUrl.replace(/\/+$/, '');
  const basePath = new URL(base).pathname.replace(/\/+$/, '');
  const answer = createFetchHandler(createMock(contract, { cors: 'off', ...mockOptions }), {
    basePath,
    clock: webClock,
    ...(seed === undefined ? {} : { seed }),
  });
  return [http.all(`${base}/*`, ({ request }) => answer(request))];
}
