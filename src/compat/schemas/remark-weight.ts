import type { CompatChangeCode } from '../../finding/finding-code.js';
import type { Writer } from '../change.js';
import { lifecycleWeight } from '../lifecycle-weight.js';
import type { Weight } from '../presence.js';
import type { SchemaEdit } from './schema-edit.js';

/**
 * What it weighs that a keyword says something else which refuses no value.
 *
 * @param edit - of kind `remark`
 * @param writer - of the values
 */
export function remarkWeight(edit: SchemaEdit, writer: Writer): Weight & { readonly code: CompatChangeCode } {
  const { keyword, before, after } = edit;
  if (LIFECYCLE.has(keyword)) return lifecycleWeight({ keyword, before, after });
  // A flag of the other direction means nothing here.
  if (keyword === 'readOnly' || keyword === 'writeOnly') return safe('lifecycle');
  // Who leaves a value out means its default, and gets another one now.
  if (keyword === 'default')
    return writer === 'consumer' && before !== undefined ? { ...safe('changed'), guards: ['annotation'] } : safe('lifecycle');
  // It is written by other names, or in another shape.
  if (keyword === 'xml') return { code: 'compat/remark-changed', effect: 'changed', guards: ['annotation'] };
  if (keyword === 'x-extensible-enum') return { code: 'compat/remark-changed', ...enumWeight(edit, writer) };
  if (before === undefined) return writer === 'provider' ? safe('narrowed') : { ...safe('changed'), guards: ['annotation'] };
  if (after === undefined) return writer === 'consumer' ? safe('widened') : { ...safe('changed'), guards: ['annotation'] };
  return { code: 'compat/remark-changed', effect: 'changed', guards: ['annotation'] };
}

function safe(effect: Weight['effect']): Weight & { readonly code: CompatChangeCode } {
  return { code: 'compat/remark-changed', effect, guards: [] };
}

/** Values that may grow: only what was taken away can be missed. */
function enumWeight({ before, after }: SchemaEdit, writer: Writer): Weight {
  const kept = Array.isArray(before) && Array.isArray(after) && before.every((value) => after.includes(value));
  if (kept || writer === 'provider') return { effect: 'lifecycle', guards: [] };
  return { effect: 'narrowed', guards: after === undefined ? ['annotation', 'optional'] : ['annotation'] };
}

const LIFECYCLE: ReadonlySet<string> = new Set(['deprecated', 'x-sunset', 'x-stability-level']);
