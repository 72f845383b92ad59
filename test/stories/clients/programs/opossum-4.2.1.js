/** A front office whose calls to the back office go through opossum 4.2.1 with its own settings. */
import CircuitBreaker from 'opossum-4.2.1';

/** @param {import('../../../../src/scenario/consumer-adapter.js').SimulatedParts} parts */
export function createConsumer({ fetch, env }) {
  const breaker = new CircuitBreaker(async () => {
    const response = await fetch(`${env['MORTISE_URL_BACK_OFFICE']}/rates`);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  });
  return {
    async handle() {
      try {
        return Response.json(await breaker.fire());
      } catch {
        return Response.json({ title: 'The back office is away' }, { status: 503 });
      }
    },
    stop: () => breaker.shutdown(),
  };
}
