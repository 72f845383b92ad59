import type { JsonObject } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Trace, TraceStep } from './trace.js';
import { isDone, representationOf } from './trace.js';
import { writesBetween } from './trace-check.js';

/** A representation, or what is to change of it, that a client sent and the provider took, and what the reads show before anything else is written. */
export interface SettledWrite {
  readonly write: TraceStep;
  readonly sent: JsonObject;
  /** In order, at least one. */
  readonly reads: readonly { readonly step: TraceStep; readonly shown: JsonObject }[];
}

/**
 * The writes of a sequence that were answered as done and read afterwards, in order.
 *
 * @param trace - of one resource
 * @param roles - which writes; by default those of whole representations
 */
export function settledWrites(trace: Trace, roles: readonly TraceStep['role'][] = WHOLE): readonly SettledWrite[] {
  return trace.steps.flatMap((write) => {
    const { sent, role, instance } = write;
    const isMeant = role !== undefined && roles.includes(role) && instance !== undefined && isDone(write.status);
    if (!isMeant || !isJsonObject(sent)) return [];
    const reads = trace.steps.flatMap((step) => {
      const isRead = step.role === 'read' && step.instance === instance && step.index > write.index && isDone(step.status);
      const shown = isRead && writesBetween(trace, write, step).length === 0 ? representationOf(trace.resource, step.body) : undefined;
      return shown === undefined ? [] : [{ step, shown }];
    });
    return reads.length === 0 ? [] : [{ write, sent, reads }];
  });
}

const WHOLE: readonly TraceStep['role'][] = ['create', 'replace'];
