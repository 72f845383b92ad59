import type { MessageArguments } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import type { Place } from '../base/place.js';
import type { FindingCode } from './finding-code.js';
import type { Severity } from './severity.js';

/** One judgement with its evidence. Data, never thrown; every report only reads findings. The wording is made in `report/` from `code` and `args`. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly pair?: { readonly consumer: string; readonly provider: string };
  /** The operation or channel it speaks of, by id; of a transformation its name. */
  readonly operation?: string;
  /** Where the clause stands that decides it. */
  readonly place?: Place;
  readonly args: MessageArguments;
  readonly witness?: Witness;
  /** The same for the same cause in every run: what baselines and `mortise replay` know it by. */
  readonly id?: string;
  /** How it is made again. */
  readonly replay?: Replay;
  /** Set when it is about two versions of a contract. */
  readonly compat?: CompatDetail;
}

/** How a difference between two versions of a contract is weighed: the severity follows from these three, and `mortise explain` prints how. */
export interface CompatDetail {
  /** Who writes what changed, and so who must still be able to read it. */
  readonly direction: 'consumer-writes' | 'provider-writes' | 'both';
  /** What became of what may be written and what can be read. */
  readonly effect: CompatEffect;
  /** What makes it weigh less, in order of importance: `sunset`, `unused`, `unstable`, `robust-reader`, `annotation`, `optional`, `deprecated`. */
  readonly guards: readonly string[];
  /** Where the older contract has it; `place` is where the newer one does. One of the two may be missing. */
  readonly older?: Place;
  /** All operations or messages it shows in, by id, in document order; the first is the finding's own. */
  readonly operations: readonly string[];
  /** What it looks like at the others of these operations; left out when there is no other. */
  readonly elsewhere?: readonly FoldedOperation[];
  /** What is known of the consumers that were watched, by name. */
  readonly consumers: readonly AffectedConsumer[];
}

/** An operation that a difference shows in besides the one that its finding is about. */
export interface FoldedOperation {
  readonly operation: string;
  /** `POST /orders/{id}`; of events there is none. */
  readonly call?: string;
  /** Where in the exchange, as in the finding's `location`. */
  readonly location: readonly string[];
  /** Of an error, for the first few. */
  readonly witness?: Witness;
}

/** `narrowed`: less may travel than before, as when more is asked of it; `widened`: more may travel; `lifecycle`: it is announced only. */
export type CompatEffect = 'removed' | 'added' | 'narrowed' | 'widened' | 'changed' | 'lifecycle' | 'undecided';

export interface AffectedConsumer {
  readonly consumer: string;
  readonly verdict: 'breaks' | 'safe' | 'unknown';
  /** Interactions that the verdict rests on. */
  readonly interactionCount: number;
  /** `YYYY-MM-DD`. */
  readonly lastSeenOn?: string;
  /** What it does with what changed: `reads order.total`. */
  readonly evidence: string;
}

/** The calls that show a finding, as plain data: `mortise replay` sends them again. Secrets are left out; the workspace has them. */
export interface Replay {
  readonly seed: string;
  /** In order; the last one shows it. */
  readonly steps: readonly ReplayStep[];
  /** Set when it is about a transformation of models, and no call. */
  readonly transformation?: ReplayedTransformation;
}

/** A value that a transformation does wrong, and of which of its two models it is. */
export interface ReplayedTransformation {
  readonly name: string;
  readonly side: 'a' | 'b';
  readonly value: JsonValue;
}

/** One call as values. Keys of `parameters` are `in:name`. */
export interface ReplayStep {
  readonly operation: string;
  readonly phase: string;
  readonly name: string;
  readonly intent: string;
  readonly parameters: Readonly<Record<string, JsonValue>>;
  readonly body?: { readonly mediaType: string; readonly value: JsonValue };
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: string;
  readonly override?: { readonly method?: string; readonly target?: string };
  /** Values that come from an earlier step: key to `{ step, from, pointer }`, or from an operation's answer. */
  readonly captures: Readonly<Record<string, JsonObject>>;
  /** Set when it is about events: what is done, and with which message of the operation. */
  readonly event?: ReplayedEvent;
  /** The one clause that the request breaks on purpose. */
  readonly breach?: { readonly keyword: string; readonly location: readonly string[]; readonly file: string; readonly pointer: string };
}

/** `observe`: its sender is made to send; the others are what is done to its receiver. */
export interface ReplayedEvent {
  readonly kind: 'observe' | 'once' | 'twice' | 'burst' | 'request';
  /** Id of the message within the operation. */
  readonly message: string;
  /** The payload as it stands, when it is no value. */
  readonly rawPayload?: string;
}

/** The smallest concrete input that shows the finding: a whole call, and how to make it again. */
export interface Witness {
  readonly request?: WitnessMessage;
  readonly response?: WitnessMessage;
  /** One line for a shell. */
  readonly curl?: string;
}

interface WitnessMessage {
  /** `GET /orders/1` or `404 Not Found`. */
  readonly line: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}
