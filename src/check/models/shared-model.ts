import type { Schema } from '../../schema/schema.js';

/** A model that several contracts have. */
export interface SharedModel {
  readonly name: string;
  /** Whether the workspace says that they share it; else it is only that they use one name. */
  readonly isDeclared: boolean;
  readonly consistency: string | undefined;
  /** Two at least; the first is what the others are compared with. */
  readonly uses: readonly ModelUse[];
}

/** A model as one contract has it. */
export interface ModelUse {
  readonly system: string;
  readonly schema: Schema;
}
