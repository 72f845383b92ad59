import type { Place } from './place.js';

/** Every way an input can be wrong; `report/wording` has the sentence for each, a test provokes each. */
export type InputErrorCode =
  | 'E_ARGUMENT_UNKNOWN'
  | 'E_ARGUMENT_VALUE'
  | 'E_ARGUMENT_MISSING'
  | 'E_COMMAND_UNKNOWN'
  | 'E_DOCUMENT_SYNTAX'
  | 'E_DOCUMENT_TOO_LARGE'
  | 'E_DOCUMENT_TOO_DEEP'
  | 'E_DOCUMENT_ALIASES'
  | 'E_DOCUMENT_KIND'
  | 'E_DOCUMENT_VERSION'
  | 'E_FILE_NOT_FOUND'
  | 'E_FILE_KIND'
  | 'E_FILE_OUTSIDE'
  | 'E_FILE_EXISTS'
  | 'E_FILE_FOREIGN'
  | 'E_FOLDER_KIND'
  | 'E_REPOSITORY_SILENT'
  | 'E_REMOTE_REFUSED'
  | 'E_WORKSPACE_INVALID'
  | 'E_SCENARIO_INVALID'
  | 'E_POLICY_INVALID'
  | 'E_EXPECTATION_INVALID'
  | 'E_JOURNAL_LINE'
  | 'E_SCHEMA_UNSATISFIABLE'
  | 'E_SCHEMA_ACCEPTS_ALL'
  | 'E_BASELINE_INVALID'
  | 'E_PACT_INVALID'
  | 'E_ENVIRONMENT_INVALID'
  | 'E_RECORD_INVALID'
  | 'E_FINDING_UNKNOWN'
  | 'E_REPLAY_IMPOSSIBLE'
  | 'E_HOOKS_INVALID'
  | 'E_TRANSFORMATION_INVALID'
  | 'E_MODULE_INVALID'
  | 'E_SIMULATION_IMPOSSIBLE'
  | 'E_FLEET_REAL'
  | 'E_BROKER_URL'
  | 'E_USAGE_INVALID'
  | 'E_FAULT_INVALID'
  | 'E_SCOPE_INVALID'
  | 'E_OVERRIDE_INVALID'
  | 'E_CLAIM_INVALID'
  | 'E_CONTROL_BODY'
  | 'E_GIT_REPOSITORY'
  | 'E_GIT_REF'
  | 'E_ACCEPTANCES_INVALID'
  | 'E_VERSIONS_MISSING'
  | 'E_TOKEN_KEY';

/** Every way the world can fail us. */
export type HostErrorCode =
  | 'E_PORT_BUSY'
  | 'E_LISTEN'
  | 'E_FILE_READ'
  | 'E_FILE_WRITE'
  | 'E_PROCESS_START'
  | 'E_MODULE_STUCK'
  | 'E_PACKAGE_MISSING'
  | 'E_REQUEST'
  | 'E_BROKER_LOST'
  | 'E_BROKER_REFUSED'
  | 'E_GIT';

/** The arguments of a message, by name: data, never prose. */
export type MessageArguments = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

interface InputErrorFields {
  readonly code: InputErrorCode;
  readonly at?: Place | undefined;
  readonly args?: MessageArguments;
  readonly cause?: unknown;
}

/** The user's input is wrong: the process ends with exit code 2, a library call throws. The wording is made from `code` and `args`. */
export class InputError extends Error {
  readonly code: InputErrorCode;
  readonly at: Place | undefined;
  readonly args: MessageArguments;

  constructor(fields: InputErrorFields) {
    super(fields.code, { cause: fields.cause });
    this.name = 'InputError';
    this.code = fields.code;
    this.at = fields.at;
    this.args = fields.args ?? {};
  }
}

interface HostErrorFields {
  readonly code: HostErrorCode;
  readonly args?: MessageArguments;
  readonly cause?: unknown;
}

/** The world failed: a busy port, an unreadable file, a process that does not start. Exit code 3. */
export class HostError extends Error {
  readonly code: HostErrorCode;
  readonly args: MessageArguments;

  constructor(fields: HostErrorFields) {
    super(fields.code, { cause: fields.cause });
    this.name = 'HostError';
    this.code = fields.code;
    this.args = fields.args ?? {};
  }
}

/**
 * States what we believe; when it does not hold the fault is ours.
 *
 * @param condition - what must hold
 * @param belief - what was believed, as a short clause
 * @throws Error when the condition does not hold
 */
export function invariant(condition: unknown, belief: string): asserts condition {
  if (!condition) throw new Error(`Mortise believed something that does not hold: ${belief}`);
}
