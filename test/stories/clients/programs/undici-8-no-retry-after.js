/** undici 8 told to look at no `Retry-After`. */
import { Agent, RetryAgent, request } from 'undici-8';

const dispatcher = new RetryAgent(new Agent(), { retryAfter: false });
const { statusCode, body } = await request(`${process.env['MORTISE_URL']}/things/1`, { dispatcher });
await body.json();
if (statusCode >= 400) throw new Error(`status ${statusCode}`);
