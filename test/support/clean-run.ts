import { afterAll } from 'vitest';

/** What a finished test file must not leave behind: listening servers and child processes. Kept-alive client sockets close by themselves. */
const LEAK_TYPES = ['TCPServerWrap', 'ProcessWrap'];
/** A busy machine takes its time to end a process; what leaks is still there afterwards. */
const GRACE_MS = Number(process.env['MORTISE_LEAK_GRACE_MS'] ?? 10_000);
const POLL_MS = 20;

const warnings = warningsOfProcess();
const leaksBefore = leakCount();

/** Runs after everything else of each test file (setup hooks are the outermost): a warning or a leaked handle fails the file. */
afterAll(async () => {
  const untilMs = Date.now() + GRACE_MS;
  // Once in any case: warnings are told a tick after they happen.
  do await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  while (leakCount() > leaksBefore && Date.now() < untilMs);
  const leaks = leakCount() - leaksBefore;
  if (leaks > 0) throw new Error(`${leaks} server(s) or child process(es) are still open: close what the tests of this file start`);
  const [first] = warnings.splice(0);
  if (first !== undefined) throw new Error(`the process warned: ${first.name}: ${first.message}`, { cause: first });
}, GRACE_MS + 10_000);

function leakCount(): number {
  return process.getActiveResourcesInfo().filter((type) => LEAK_TYPES.includes(type)).length;
}

/** One listener a process: several files may share one, and hooks do not run for a file whose tests are all skipped. */
function warningsOfProcess(): Error[] {
  const world = globalThis as { mortiseWarnings?: Error[] };
  if (world.mortiseWarnings !== undefined) return world.mortiseWarnings;
  const noted: Error[] = [];
  world.mortiseWarnings = noted;
  process.on('warning', (warning) => noted.push(warning));
  return noted;
}
