import { resolve } from 'node:path';
import type { System } from '../workspace/workspace.js';
import { moduleCommand } from './module-command.js';

/** What of a system is another one than the workspace says. */
export interface ProgramOverride {
  /** A path. */
  readonly module?: string | undefined;
  /** A command line. */
  readonly start?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** How a system of a scenario runs. */
export type ScenarioSystem =
  | { readonly kind: 'url'; readonly url: string }
  | {
      readonly kind: 'program';
      readonly command: string;
      readonly health: string | undefined;
      /** Whether Mortise serves it: then it reaches brokers by whatever door it is told. */
      readonly isModule: boolean;
      readonly env: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'mock' };

/**
 * How a system runs: what takes its place, else at its `url`, else by its `start`, else its `module` in a process of its own, else its mock.
 *
 * @param system - of the workspace
 * @param override - what takes its place
 * @param cwd - where relative paths of modules begin
 */
export function scenarioSystemOf(system: System, override: ProgramOverride | undefined, cwd: string): ScenarioSystem {
  const env = { ...system.env, ...override?.env };
  const program = (command: string, health: string | undefined, isModule = false): ScenarioSystem => ({
    kind: 'program',
    command,
    health,
    isModule,
    env,
  });
  const served = (module: string): ScenarioSystem => program(moduleCommand(resolve(cwd, module)), system.health ?? '/health', true);
  if (override?.module !== undefined) return served(override.module);
  if (override?.start !== undefined) return program(override.start, system.health);
  if (system.url !== undefined) return { kind: 'url', url: system.url };
  if (system.start !== undefined) return program(system.start, system.health);
  return system.module === undefined ? { kind: 'mock' } : served(system.module);
}

/**
 * The variable by which a program is told where a provider is: `MORTISE_URL_PLAN_EXCHANGE` for `plan-exchange`.
 *
 * @param provider - its name
 */
export function urlVariable(provider: string): string {
  return `MORTISE_URL_${provider.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}
