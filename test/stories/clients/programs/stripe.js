/** stripe with its own settings, making a charge. */
import Stripe from 'stripe';

const { hostname, port } = new URL(process.env['MORTISE_URL'] ?? '');
const stripe = new Stripe('sk_test_museum', { host: hostname, port, protocol: 'http', telemetry: false });
await stripe.charges.create({ amount: 1_000, currency: 'eur', source: 'tok_visa' });
