/** What must not be shown, beside what is known to be secret everywhere. */
export interface Secrets {
  /** Lower-case names of headers and query parameters. */
  readonly names: ReadonlySet<string>;
  /** Tokens and passwords themselves. */
  readonly values: readonly string[];
}
