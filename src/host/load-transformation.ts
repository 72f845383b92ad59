import { resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import type { JsonValue } from '../base/json.js';
import type { TransformationFunctions, TransformValue } from '../check/transformations/transformation.js';
import type { DeclaredTransformation } from '../workspace/transformations-from-json.js';
import { sleep } from './sleep.js';
import { importUserModule } from './user-module.js';

/**
 * The functions of a transformation. TypeScript is read by Node itself where it can, else by `jiti`.
 *
 * @param declared - with the path of its module
 * @param cwd - where that path begins when it is relative
 * @throws InputError `E_FILE_NOT_FOUND`; `E_TRANSFORMATION_INVALID` when the module cannot be loaded, has no `to`, or has no `from` although a round
 *   trip is claimed; HostError `E_PACKAGE_MISSING` when it is TypeScript and nothing is there that reads it
 */
export async function loadTransformation(declared: DeclaredTransformation, cwd: string): Promise<TransformationFunctions> {
  const { name, module: file, roundTrip } = declared;
  const invalid = (problem: string, cause?: unknown): InputError =>
    new InputError({ code: 'E_TRANSFORMATION_INVALID', at: { file }, args: { transformation: name, problem }, cause });
  const exported = await importUserModule(resolve(cwd, file), { purpose: 'transformations', failed: invalid });
  const functionOf = (key: 'to' | 'from'): TransformValue | undefined => {
    const value = exported[key] ?? defaultOf(exported)[key];
    if (value === undefined) return undefined;
    if (typeof value !== 'function') throw invalid(`"${key}" must be a function, not ${value === null ? 'null' : `a ${typeof value}`}`);
    return (given) => withinTime(() => value(given) as unknown);
  };
  const [to, from] = [functionOf('to'), functionOf('from')];
  if (to === undefined) throw invalid('its module exports no function "to"');
  if (from === undefined && roundTrip !== 'none') throw invalid(`roundTrip is "${roundTrip}", and its module exports no function "from"`);
  return { to, from };
}

/** A module of the older kind comes with its exports in `default`. */
function defaultOf(exported: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const lone = exported['default'];
  return typeof lone === 'object' && lone !== null ? (lone as Readonly<Record<string, unknown>>) : {};
}

async function withinTime(call: () => unknown): Promise<JsonValue> {
  const result = call();
  // What answers at once, as most do, needs no clock.
  if (!(result instanceof Promise)) return result as JsonValue;
  const over = new AbortController();
  const tooLate = async (): Promise<never> => {
    await sleep(LIMIT_MS, over.signal);
    throw new Error(`it gave nothing within ${LIMIT_MS / 1_000} s`);
  };
  try {
    return (await Promise.race([result, tooLate()])) as JsonValue;
  } finally {
    over.abort();
  }
}

const LIMIT_MS = 5_000;
