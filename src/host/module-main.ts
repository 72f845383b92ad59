#!/usr/bin/env node
import { HostError, InputError } from '../base/errors.js';
import { textFromError } from '../report/wording/error-wording.js';
import { startModuleServer } from './module-server.js';

// A process of its own for the program of a module: `node module-main.js <module>`, with `PORT` as every program is told.
const [, , module = ''] = process.argv;
try {
  const server = await startModuleServer({ module, port: Number(process.env['PORT'] ?? 0), env: process.env });
  process.stdout.write(`listening on http://127.0.0.1:${server.port}\n`);
  const end = (): void => {
    // biome-ignore lint/nursery/noProcessExit: whatever the module still waits for, nobody wants it any more.
    void server.close().finally(() => process.exit(0));
  };
  process.once('SIGTERM', end).once('SIGINT', end);
} catch (error) {
  const isKnown = error instanceof InputError || error instanceof HostError;
  process.stderr.write(`${isKnown ? textFromError(error) : String(error)}\n`);
  process.exitCode = error instanceof InputError ? 2 : 3;
}
