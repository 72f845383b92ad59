/** What the control API answers, as far as the console reads it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

export type JsonRecord = { readonly [member: string]: Json };

export interface System {
  readonly name: string;
  readonly title?: string;
  readonly url?: string;
  readonly eventUrls: readonly string[];
  readonly operationCount: number;
  readonly hasFaults: boolean;
  /** How many were set, in all scopes. */
  readonly faultCount: number;
  readonly hasScopes: boolean;
  readonly hasState: boolean;
  readonly webhookCount: number;
  readonly eventOperationCount: number;
}

export interface BriefOperation {
  readonly system: string;
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly tags: readonly string[];
  readonly summary?: string;
  readonly deprecated?: boolean;
}

export interface ShownExample {
  readonly name: string;
  readonly value: Json;
}

export interface ShownParameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly deprecated?: boolean;
  readonly style?: string;
  readonly schema?: Json;
  readonly sample?: Json;
  readonly examples: readonly ShownExample[];
}

export interface ShownContent {
  readonly mediaType: string;
  readonly schema?: Json;
  readonly itemSchema?: Json;
  readonly sample?: Json;
  readonly examples: readonly ShownExample[];
}

export interface ShownResponse {
  readonly status: string;
  readonly description: string;
  readonly headers: readonly { readonly name: string; readonly required: boolean; readonly schema?: Json }[];
  readonly content: readonly ShownContent[];
}

export interface Scheme {
  readonly kind: string;
  readonly in?: string;
  readonly name?: string;
  readonly scheme?: string;
}

export interface CallRequest {
  readonly method: string;
  readonly target: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body?: string;
}

export interface OperationContract extends BriefOperation {
  readonly description?: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly schemes: Readonly<Record<string, Scheme>>;
  readonly parameters: readonly ShownParameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: readonly ShownContent[] };
  readonly responses: readonly ShownResponse[];
  readonly request: CallRequest;
  readonly written?: Json;
  readonly place: string;
}

export interface BriefCall {
  readonly id: string;
  readonly system: string;
  readonly atMs: number;
  readonly method: string;
  readonly target: string;
  readonly outcome: string;
  readonly consumer?: string;
  readonly scope?: string;
  readonly operation?: string;
  readonly status?: number;
  readonly durationMs?: number;
  readonly fault?: string;
  readonly problemCount?: number;
  readonly by?: string;
}

export interface FeedPage {
  readonly calls: readonly BriefCall[];
  readonly lostCount: number;
  readonly droppedCount: number;
  readonly next: number;
  readonly isAnew: boolean;
}

interface RecordedMessage {
  readonly headers: readonly string[];
  readonly body?: string;
  readonly bodyBase64?: string;
  readonly truncatedBytes?: number;
}

export interface Entry {
  readonly id: string;
  readonly provider: string;
  readonly consumer?: string;
  readonly operation?: string;
  readonly scope?: string;
  readonly receivedFirstAtMs: number;
  readonly respondedLastAtMs?: number;
  readonly request: RecordedMessage & { readonly method: string; readonly target: string };
  readonly response?: RecordedMessage & { readonly status: number };
  readonly fault?: string;
  readonly problems?: readonly {
    readonly on: string;
    readonly kind: string;
    readonly location: readonly string[];
    readonly message: string;
  }[];
  readonly outcome: string;
}

export interface Story {
  readonly entry: Entry;
  readonly steps: readonly { readonly step: string; readonly text: string }[];
  readonly curl?: string;
  /** Operations that are nearly what was called, where nothing is. */
  readonly nearest?: readonly string[];
  readonly override?: JsonRecord;
  /** Overrides that did not decide, and in what the call was not what they are for. */
  readonly nearOverrides?: readonly {
    readonly id: string;
    readonly differences: readonly { readonly part: string; readonly expected: string; readonly seen?: string }[];
  }[];
}

export interface CallResult {
  readonly entry?: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly durationMs: number;
  readonly response?: {
    readonly status: number;
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly body?: string;
    readonly bodyBytes?: number;
    readonly truncatedBytes?: number;
  };
}

export interface Rule {
  readonly fault: string;
  readonly label: string;
  readonly setAtMs: number;
  readonly appliedCount: number;
  readonly on?: readonly string[] | string;
  readonly to?: string;
  readonly [setting: string]: Json | undefined;
}

export interface Scope {
  readonly name: string;
  readonly createdAtMs?: number;
  readonly usedAtMs?: number;
  readonly systems?: readonly string[];
}

export interface ShownOverride {
  readonly id: string;
  readonly system: string;
  readonly usedCount: number;
  readonly operation?: string;
  readonly match?: JsonRecord;
  readonly answer?: JsonRecord;
  readonly delay?: string | number;
  readonly times?: number;
}

export interface Collection {
  readonly name: string;
  readonly items: readonly { readonly key: string; readonly value: Json }[];
}

export interface EventOperation {
  readonly system: string;
  readonly id: string;
  readonly action: 'send' | 'receive';
  readonly channel: string;
  readonly messages: readonly string[];
}

export interface EventContract extends Omit<EventOperation, 'messages'> {
  readonly messages: readonly {
    readonly id: string;
    readonly contentType: string;
    readonly schema?: Json;
    readonly examples: readonly { readonly name: string; readonly payload: Json }[];
  }[];
  readonly sample?: { readonly channel: string; readonly payload: Json };
}

export interface SeenMessage {
  readonly id: string;
  readonly side: string;
  readonly provider: string;
  readonly sender?: string;
  readonly receiver?: string;
  readonly channel: string;
  readonly operation?: string;
  readonly message?: string;
  readonly payload?: string;
  readonly atMs: number;
  readonly outcome: string;
  readonly fault?: string;
  readonly problems?: readonly { readonly message: string }[];
}

export interface Webhook {
  readonly system: string;
  readonly webhook: string;
  readonly on?: string;
}
