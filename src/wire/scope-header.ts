/** The header that says which scope of a mock a request is of, and its answer; in lower case. */
export const SCOPE_HEADER = 'mortise-scope';
