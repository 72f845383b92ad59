/** ioredis with its own settings, subscribed for as long as it runs. */
import { Redis } from 'ioredis';

const { hostname, port } = new URL(process.env['MORTISE_URL'] ?? '');
const redis = new Redis(Number(port), hostname);
// It connects again by itself; without a listener it prints each failure.
redis.on('error', () => undefined);
