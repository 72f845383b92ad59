/** Whose traffic it is. */
export interface UsageOptions {
  /** Calls that are known to be another's are passed over. */
  readonly consumer: string;
  readonly provider: string;
  /** Values that may not be written, beside what is secret by its name. */
  readonly secrets?: readonly string[];
}
