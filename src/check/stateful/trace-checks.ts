import { createdIsThere } from './checks/created-is-there.js';
import { deleteTakesEffect } from './checks/delete-takes-effect.js';
import { deletedIsGone } from './checks/deleted-is-gone.js';
import { failedCreateLeavesNothing } from './checks/failed-create-leaves-nothing.js';
import { locationAnswers } from './checks/location-answers.js';
import { patchTakesEffect } from './checks/patch-takes-effect.js';
import { putIsIdempotent } from './checks/put-is-idempotent.js';
import { putReplaces } from './checks/put-replaces.js';
import type { TraceCheck } from './trace-check.js';

export type { TraceCheck } from './trace-check.js';

/** What is asked of every sequence, in this order. */
export const TRACE_CHECKS: readonly TraceCheck[] = [
  createdIsThere,
  locationAnswers,
  putReplaces,
  putIsIdempotent,
  patchTakesEffect,
  deleteTakesEffect,
  deletedIsGone,
  failedCreateLeavesNothing,
];
