import { DURATION_PATTERN } from '../base/duration.js';

const text = { type: 'string', minLength: 1 } as const;
const texts = { type: 'array', items: text } as const;
const duration = { type: 'string', pattern: DURATION_PATTERN } as const;

/** The shape of `mock.tokens` of a system. */
export const mockTokensSchema = {
  type: ['object', 'boolean'],
  description: 'The tokens that its mock issues, and who gets them; false: none.',
  additionalProperties: false,
  properties: {
    issuer: {
      type: 'string',
      pattern: '^https?://',
      description: 'The `iss` of its tokens; by default the address at which it was asked.',
    },
    audience: { ...text, description: 'The `aud` of its access tokens, which verification then insists on.' },
    lifetime: { ...duration, description: 'Of access and ID tokens: 15m (default 1h).' },
    refreshLifetime: { ...duration, description: 'Of refresh tokens (default 24h).' },
    leeway: { ...duration, description: 'How far exp, nbf and iat may be off (default 0s).' },
    algorithm: { enum: ['RS256', 'ES256', 'EdDSA'] },
    format: { enum: ['jwt', 'opaque'], description: 'What access tokens look like.' },
    login: { enum: ['page', 'auto'], description: 'Whether a browser is shown a page, or is the first user straight away.' },
    users: {
      type: 'array',
      description: 'Who can log in; by default anybody.',
      maxItems: 1_000,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['sub'],
        properties: {
          sub: text,
          username: text,
          password: { ...text, description: 'Without one any will do.' },
          email: text,
          name: text,
          roles: texts,
          permissions: texts,
          claims: { type: 'object', description: 'Further claims of the tokens.' },
        },
      },
    },
    clients: {
      type: 'array',
      description: 'Who may ask for tokens; by default anybody.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id'],
        properties: {
          id: text,
          secret: { ...text, description: 'Without one it is a public client.' },
          redirectUris: { ...texts, description: 'Where users may come back to, besides this machine.' },
          scopes: { ...texts, description: 'By default all that the contract names.' },
        },
      },
    },
    key: { ...text, description: 'A file with a private key, PEM or JWK; by default one is made for each run.' },
    jwks: { ...text, description: 'The keys of another issuer whose tokens are verified: a URL, or a file.' },
    endpoints: {
      type: 'object',
      description: 'Operations of the contract that the issuer answers, besides those that its flows name.',
      additionalProperties: false,
      properties: {
        discovery: text,
        jwks: text,
        authorization: text,
        token: text,
        userinfo: text,
        introspection: text,
        revocation: text,
        endSession: text,
      },
    },
    operations: { ...texts, description: 'Operations that log in by a name and a password, and answer with a token.' },
    logout: { ...texts, description: 'Operations that log out: the tokens of a request that succeeds hold no longer.' },
    apiKeys: { ...texts, description: 'The keys that were given out: with verify no other lets in. By default any does.' },
  },
} as const;
