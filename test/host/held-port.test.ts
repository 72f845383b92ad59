import { expect, it } from 'vitest';
import { holdPort } from '../../src/host/held-port.js';

it('holds a port on which every connection is refused', async () => {
  const held = await holdPort();
  try {
    const failure = await fetch(`http://127.0.0.1:${held.port}/`).catch((error: Error) => error.cause);
    expect(failure).toMatchObject({ code: 'ECONNREFUSED' });
  } finally {
    await held.release();
  }
});
