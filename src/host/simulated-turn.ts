/**
 * Resolves once all that can run without a timer has run, and what reads files at the moment has read them: so that a module which is loaded
 * late takes no simulated time.
 */
export async function simulatedTurn(): Promise<void> {
  do await new Promise<void>((resolve) => realImmediate(resolve));
  while (process.getActiveResourcesInfo().some(isReading));
}

/** Taken before anybody could have put another one in its place. */
const realImmediate = setImmediate;

function isReading(resource: string): boolean {
  return resource.startsWith('FSReq');
}
