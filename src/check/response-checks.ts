import { authenticationRequired } from './checks/authentication-required.js';
import { bodyMatchesSchema } from './checks/body-matches-schema.js';
import { contentTypeDeclared } from './checks/content-type-declared.js';
import { exampleStatus } from './checks/example-status.js';
import { headersMatch } from './checks/headers-match.js';
import { invalidDataRefused } from './checks/invalid-data-refused.js';
import { notAServerError } from './checks/not-a-server-error.js';
import { nothingLeaked } from './checks/nothing-leaked.js';
import { requiredParameterRefused } from './checks/required-parameter-refused.js';
import { responseTime } from './checks/response-time.js';
import { statusDeclared } from './checks/status-declared.js';
import { undeclaredMethodRefused } from './checks/undeclared-method-refused.js';
import { validDataAccepted } from './checks/valid-data-accepted.js';
import type { ExchangeCheck } from './exchange-check.js';

/** What is asked of every answer, in this order. */
export const RESPONSE_CHECKS: readonly ExchangeCheck[] = [
  notAServerError,
  statusDeclared,
  contentTypeDeclared,
  bodyMatchesSchema,
  headersMatch,
  responseTime,
  validDataAccepted,
  invalidDataRefused,
  requiredParameterRefused,
  undeclaredMethodRefused,
  authenticationRequired,
  nothingLeaked,
  exampleStatus,
];
