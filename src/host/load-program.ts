import { InputError } from '../base/errors.js';
import type { CreateSimulatedProgram, SimulatedParts, SimulatedProgram } from '../scenario/consumer-adapter.js';
import { importUserModule } from './user-module.js';

/**
 * What makes the program of a module.
 *
 * @param file - a path
 * @param system - whose program it is, for messages
 * @throws InputError `E_FILE_NOT_FOUND`; `E_MODULE_INVALID` when the module cannot be loaded or exports neither `createConsumer` nor `createProvider`
 */
export async function loadProgram(file: string, system: string): Promise<CreateSimulatedProgram> {
  const failed = (problem: string, cause?: unknown): InputError =>
    new InputError({ code: 'E_MODULE_INVALID', at: { file }, args: { system, problem }, cause });
  const module = await importUserModule(file, { purpose: `the program of ${system}`, failed });
  const create = module['createConsumer'] ?? module['createProvider'];
  if (typeof create !== 'function') throw failed('the module exports neither createConsumer nor createProvider');
  return async (parts) => programFrom(await made(create as Make, parts, failed), failed);
}

type Make = (parts: SimulatedParts) => unknown;

async function made(create: Make, parts: SimulatedParts, failed: (problem: string, cause: unknown) => InputError): Promise<unknown> {
  try {
    return await create(parts);
  } catch (cause) {
    throw failed(`it ended with ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

function programFrom(value: unknown, failed: (problem: string) => InputError): SimulatedProgram {
  if (typeof value === 'object' && value !== null && 'handle' in value && typeof value.handle === 'function')
    return value as SimulatedProgram;
  throw failed('what it makes has no function "handle"');
}
