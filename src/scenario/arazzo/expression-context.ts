import type { JsonObject, JsonValue } from '../../base/json.js';
import type { HeaderPairs } from '../../wire/http-message.js';

/** What expressions may speak of at one moment of a workflow. */
export interface ExpressionContext {
  /** The call of the step; `undefined` before it was made. */
  readonly call: CallView | undefined;
  /** The message that the step sent or received; `undefined` before it was, and of steps that call. */
  readonly message?: MessageView | undefined;
  /** `$self` of the document. */
  readonly self: string | undefined;
  readonly inputs: JsonObject;
  /** Of the workflow, once they are known. */
  readonly outputs: JsonObject;
  /** The outputs of the steps that have ended, by id. */
  readonly steps: ReadonlyMap<string, JsonObject>;
  /** Workflows that have ended, by id. */
  readonly workflows: ReadonlyMap<string, WorkflowView>;
  /** The fields of the source descriptions, by name. */
  readonly sources: ReadonlyMap<string, JsonObject>;
}

export interface WorkflowView {
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

/** One call, as expressions see it. */
export interface CallView {
  readonly url: string;
  readonly method: string;
  /** `undefined` when nothing was answered. */
  readonly statusCode: number | undefined;
  readonly request: MessageView;
  readonly response: MessageView | undefined;
}

export interface MessageView {
  readonly headers: HeaderPairs;
  /** The parameters as they were given, by `in:name`; a response has none. */
  readonly parameters: ReadonlyMap<string, JsonValue>;
  /** Parsed when it is JSON, else its text; `undefined` when there is none. Worked out when it is first asked for. */
  readonly body: () => JsonValue | undefined;
}
