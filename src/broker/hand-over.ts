import type { Delivery } from './broker.js';

/**
 * Gives a delivery to its receiver: one that throws, at once or later, has rejected it to be delivered again.
 *
 * @param delivery - the receiver settles it, or throws
 * @param receive - the subscriber's
 * @returns once the receiver is through with it; never rejects
 */
export async function handOver(delivery: Delivery, receive: (delivery: Delivery) => void | Promise<void>): Promise<void> {
  try {
    await receive(delivery);
  } catch {
    // A broker that is away meanwhile delivers it again in any case.
    await delivery.settle('requeue').catch(() => undefined);
  }
}
