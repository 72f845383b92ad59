import type { ExchangeCheck } from './exchange-check.js';
import { bodyMatchesSchema } from './checks/body-matches-schema.js';
import { contentTypeDeclared } from './checks/content-type-declared.js';
import { exampleStatus } from './checks/example-status.js';
import { headersMatch } from './checks/headers-match.js';
import { notAServerError } from './checks/not-a-server-error.js';
import { statusDeclared } from './checks/status-declared.js';

/** What is asked of every answer, in this order. */
export const RESPONSE_CHECKS: readonly ExchangeCheck[] = [
  notAServerError,
  statusDeclared,
  contentTypeDeclared,
  bodyMatchesSchema,
  headersMatch,
  exampleStatus,
];
