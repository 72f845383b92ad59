import { responseFromProblem } from '../mock/problem.js';
import type { HttpResponse } from '../wire/http-message.js';

/** What is said instead of an answer that the journal could not record: what was answered is never missing there. */
export function withheldAnswer(): HttpResponse {
  const detail = 'The answer was withheld because the journal file could not record it.';
  return responseFromProblem({ code: 'JOURNAL_WRITE_FAILED', status: 507, detail });
}
