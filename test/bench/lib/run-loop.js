// Calls a server by undici alone, one call after the other: node run-loop.js <url> <count>
import { Agent } from 'undici';

const [url = '', count = ''] = process.argv.slice(2);
const agent = new Agent();
const body = JSON.stringify({ name: 'a thing', price: 12.5, tags: ['new'], note: 'nothing to note' });

/** @param {number} callCount */
async function call(callCount) {
  for (let index = 0; index < callCount; index += 1) {
    const isPost = index % 2 === 0;
    const answer = await agent.request({
      origin: url,
      path: isPost ? '/things' : '/things?limit=10&tag=new',
      method: isPost ? 'POST' : 'GET',
      headers: isPost ? { 'content-type': 'application/json' } : {},
      body: isPost ? body : null,
    });
    await answer.body.arrayBuffer();
  }
}

await call(300);
const beganAtMs = performance.now();
const cpu = process.cpuUsage();
await call(Number(count));
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ requestCount: Number(count), durationMs: performance.now() - beganAtMs, cpuMs: (user + system) / 1_000 }));
await agent.close();
