import { expect, it } from 'vitest';
import { readRecordLink } from '../../src/cli/record-link.js';
import { commandIo } from '../support/command-io.js';

const ASKED = { spec: 'fixtures/specs/petstore.yaml', consumer: 'web' };

async function targetOf(to: string): Promise<unknown> {
  const { io } = commandIo(process.cwd());
  try {
    return (await readRecordLink({ positionals: [], options: { ...ASKED, to }, io })).target;
  } catch (error) {
    return (error as { readonly args?: unknown }).args;
  }
}

it.each([
  ['ftp://files.example.com', 'ftp://files.example.com'],
  ['ftp://files.example.com/a', 'ftp://files.example.com/a'],
  ['https://user:secret@api.example.com', 'https://api.example.com'],
  ['http://user:secret@not a host', 'http:…@not a host'],
  ['localhost:4010', 'localhost:4010'],
  ['x', 'x'],
])('a target %s is refused and shown as it was given, but for a password', async (to, seen) => {
  expect(await targetOf(to)).toMatchObject({ option: '--to', seen });
});

it('of a target only the origin counts', async () => {
  expect(await targetOf('http://127.0.0.1:4010/')).toBe('http://127.0.0.1:4010');
  expect(await targetOf('http://127.0.0.1:4010/v1')).toMatchObject({ option: '--to', seen: 'http://127.0.0.1:4010/v1' });
});
