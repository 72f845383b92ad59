import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort, freePorts } from '../../src/host/free-port.js';

describe('freePort', () => {
  it('gives a port that can be listened on, and that the system gives to nobody by itself', async () => {
    const port = await freePort();
    const server = createServer();
    onTestFinished(() => void server.close());
    await once(server.listen(port, '127.0.0.1'), 'listening');
    // Linux takes the ports from here on for connections, and for servers that take any.
    expect(port).toBeLessThan(32_768);
  });
});

describe('freePorts', () => {
  it('gives each program a port, its own where it has one, and no two the same', async () => {
    const fixed = await freePort();
    const names = Array.from({ length: 60 }, (_, index) => [`program-${index}`, undefined] as const);
    const ports = await freePorts(new Map<string, number | undefined>([...names, ['own', fixed]]));
    expect(ports.get('own')).toBe(fixed);
    expect(new Set(ports.values()).size).toBe(61);
  });
});
