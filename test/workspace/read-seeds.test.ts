import { expect, it } from 'vitest';
import { readSeeds } from '../../src/workspace/read-seeds.js';
import { textPort } from '../support/text-port.js';

it('reads what is there to begin with, by collection', async () => {
  const seeds = await readSeeds('seeds.yaml', textPort({ 'seeds.yaml': '/orders:\n  - { id: 1 }\nusers: []\n' }));
  expect([...seeds]).toEqual([
    ['/orders', [{ id: 1 }]],
    ['users', []],
  ]);
});

it('says where something is no list of objects', async () => {
  const reading = readSeeds('seeds.yaml', textPort({ 'seeds.yaml': '/orders:\n  - 7\n' }));
  await expect(reading).rejects.toMatchObject({ code: 'E_WORKSPACE_INVALID', at: { file: 'seeds.yaml', line: 2, column: 5 } });
});
