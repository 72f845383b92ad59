/** All of these together let a request in: scheme name to the scopes asked for. An empty map lets everybody in. */
export type SecurityRequirement = ReadonlyMap<string, readonly string[]>;

export type SecurityScheme =
  | { readonly kind: 'apiKey'; readonly in: 'query' | 'header' | 'cookie'; readonly name: string }
  | { readonly kind: 'http'; readonly scheme: string }
  | { readonly kind: 'oauth2' }
  | { readonly kind: 'openIdConnect' }
  | { readonly kind: 'mutualTLS' }
  | { readonly kind: 'unknown'; readonly type: string };
