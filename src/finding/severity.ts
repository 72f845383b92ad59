/** How much a finding weighs: an `error` fails the run (exit code 1), a `warning` and an `info` do not. */
export type Severity = 'error' | 'warning' | 'info';

/** What a judge can honestly say; a tool that only knows pass and fail has to guess. */
export type Verdict =
  | { readonly kind: 'proved' }
  | { readonly kind: 'refuted' }
  | { readonly kind: 'consistent'; readonly caseCount: number }
  | { readonly kind: 'inconclusive'; readonly reason: string };
