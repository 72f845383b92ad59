import type { Environment } from '../workspace/substitute-variables.js';

/** Where a process stands. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Environment;
}

/** Where this process stands; unlike `createProcessIo` it listens to nothing, so a library may ask. */
export function surroundings(): Surroundings {
  return { cwd: process.cwd(), env: process.env };
}
