/** One way in which a request does not keep to its operation. */
export interface RequestProblem {
  readonly kind: 'security' | 'media-type' | 'body' | 'parameter';
  /** `['query', 'limit']`, `['body', 'items', '0']`. */
  readonly location: readonly string[];
  /** The keyword of the schema that is broken, or the rule: `required`, `syntax`, `content-type`, `content-encoding`, `security`, `too-many`. */
  readonly code: string;
  /** A clause that names its subject: `query parameter "limit" must be 100 or less`. */
  readonly message: string;
  /** The challenges that a 401 answers with (RFC 9110 §11.6.1); of `kind: 'security'` only. */
  readonly schemes?: readonly string[];
  /** The clause that decides. */
  readonly schema?: { readonly uri: string; readonly pointer: string };
}
