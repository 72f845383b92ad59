import { applyPatch, type Operation as PatchOperation } from 'rfc6902';
import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';

/** What became of a value, or why the patch is not for it. */
export type JsonPatched =
  | { readonly kind: 'patched'; readonly value: JsonObject }
  /** `test`: what it says is there is not. */
  | { readonly kind: 'refused'; readonly isTest: boolean; readonly reason: string };

/**
 * An object after a JSON Patch, all of it or none.
 *
 * @param target - what is there; it is not touched
 * @param patch - what was sent
 * @see RFC 6902 §3, §5
 */
export function jsonPatched(target: JsonObject, patch: JsonValue): JsonPatched {
  const copy = { root: structuredClone(target) as JsonValue };
  if (!Array.isArray(patch) || patch.length > MAX_STEP_COUNT) return refused('a JSON Patch is a list of at most a thousand steps', false);
  const steps: PatchOperation[] = [];
  for (const step of patch as readonly JsonValue[]) {
    const patchStep = stepFrom(step);
    if (patchStep === undefined) return refused('each step of a JSON Patch has an op and a path', false);
    steps.push(patchStep);
  }
  const [error] = applyPatch(copy, steps).filter((one) => one !== null);
  if (error !== undefined) return refused(error.message, error.name === 'TestError');
  return isJsonObject(copy.root) ? { kind: 'patched', value: copy.root } : refused('an object must stay one', false);
}

/** The whole is a member here, so that a patch may replace it. */
function stepFrom(step: JsonValue): PatchOperation | undefined {
  if (!isJsonObject(step)) return undefined;
  const { op, path, from } = step;
  if (typeof op !== 'string' || !OPS.has(op) || typeof path !== 'string' || FORBIDDEN.test(path)) return undefined;
  if (from !== undefined && (typeof from !== 'string' || FORBIDDEN.test(from))) return undefined;
  return { ...step, path: `/root${path}`, ...(from === undefined ? {} : { from: `/root${from}` }) } as PatchOperation;
}

function refused(reason: string, isTest: boolean): JsonPatched {
  return { kind: 'refused', isTest, reason };
}

const OPS: ReadonlySet<string> = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);
/** Names by which an object is more than its members. */
const FORBIDDEN = /\/(?:__proto__|constructor|prototype)(?:\/|$)/;
const MAX_STEP_COUNT = 1_000;
