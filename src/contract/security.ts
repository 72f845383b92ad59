/** All of these together let a request in: scheme name to the scopes asked for. An empty map lets everybody in. */
export type SecurityRequirement = ReadonlyMap<string, readonly string[]>;

export type SecurityScheme =
  | { readonly kind: 'apiKey'; readonly in: 'query' | 'header' | 'cookie'; readonly name: string }
  | { readonly kind: 'http'; readonly scheme: string }
  /** Without flows where the document has none that can be read. */
  | { readonly kind: 'oauth2'; readonly flows?: readonly OAuthFlow[] | undefined }
  | { readonly kind: 'openIdConnect'; readonly discoveryUrl?: string | undefined }
  | { readonly kind: 'mutualTLS' }
  | { readonly kind: 'unknown'; readonly type: string };

/** One way to come by a token, with its addresses as written. */
export interface OAuthFlow {
  readonly kind: 'authorizationCode' | 'implicit' | 'password' | 'clientCredentials' | 'deviceAuthorization';
  readonly authorizationUrl: string | undefined;
  readonly tokenUrl: string | undefined;
  readonly refreshUrl: string | undefined;
  /** By name alone, in document order. */
  readonly scopes: readonly string[];
}
