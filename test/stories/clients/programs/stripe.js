/** stripe with its own settings, making a charge. Its connections are not kept: they would keep the program from ending. */
import { Agent } from 'node:http';
import Stripe from 'stripe';

const { hostname, port } = new URL(process.env['MORTISE_URL'] ?? '');
const httpAgent = new Agent({ keepAlive: false });
const stripe = new Stripe('sk_test_museum', { host: hostname, port, protocol: 'http', telemetry: false, httpAgent });
await stripe.charges.create({ amount: 1_000, currency: 'eur', source: 'tok_visa' });
