/** undici 7 behind its `RetryAgent` with its own settings. */
import { Agent, RetryAgent, request } from 'undici-7';

const dispatcher = new RetryAgent(new Agent());
const { statusCode, body } = await request(`${process.env['MORTISE_URL']}/things/1`, { dispatcher });
await body.json();
if (statusCode >= 400) throw new Error(`status ${statusCode}`);
