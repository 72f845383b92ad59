const text = { type: 'string', minLength: 1 } as const;
const textByName = { type: 'object', additionalProperties: { type: 'string' } } as const;

const tokenEndpoint = {
  tokenUrl: {
    type: 'string',
    pattern: '^(https?://|/)',
    description: 'Where the token endpoint is: absolute, or a path of the provider or of `system`.',
  },
  system: { ...text, description: 'The system whose path `tokenUrl` is; by default the provider.' },
  clientId: text,
  clientSecret: { type: 'string' },
  clientAuth: { enum: ['basic', 'post'], description: 'Whether the client names itself in a header (by default) or in the form.' },
  scope: { ...text, description: 'Scopes, separated by blanks.' },
  audience: text,
  parameters: { ...textByName, description: 'Further members of the form.' },
} as const;

/** The parts of `auth` that stand in several places: named in `$defs`, so that they are compiled once. */
export const authDefinitions = {
  clientCredentials: {
    type: 'object',
    description: 'A token endpoint is asked for a token of the client itself (RFC 6749 §4.4).',
    additionalProperties: false,
    required: ['tokenUrl', 'clientId', 'clientSecret'],
    properties: tokenEndpoint,
  },
  password: {
    type: 'object',
    description: 'A token endpoint is asked for a token of a user (RFC 6749 §4.3).',
    additionalProperties: false,
    required: ['tokenUrl', 'username', 'password'],
    dependentRequired: { clientSecret: ['clientId'] },
    properties: { ...tokenEndpoint, username: text, password: { type: 'string' } },
  },
  refreshToken: {
    type: 'object',
    description: 'A token endpoint is asked for a token in exchange for one that was given out before (RFC 6749 §6).',
    additionalProperties: false,
    required: ['tokenUrl', 'refreshToken'],
    dependentRequired: { clientSecret: ['clientId'] },
    properties: { ...tokenEndpoint, refreshToken: text },
  },
} as const;

const credentials = {
  bearer: { ...text, description: 'A token.' },
  basic: {
    type: 'object',
    additionalProperties: false,
    required: ['username', 'password'],
    properties: { username: text, password: { type: 'string' } },
  },
  apiKey: { ...text, description: "Goes where the operation's apiKey scheme says." },
  clientCredentials: { $ref: '#/$defs/clientCredentials' },
  password: { $ref: '#/$defs/password' },
  refreshToken: { $ref: '#/$defs/refreshToken' },
  operation: { ...text, description: 'The id of an operation that is called first and answers with a token.' },
  system: { ...text, description: 'The system that is asked for the token; by default the provider.' },
  body: { description: 'What is sent to log in; by default the first example.' },
  parameters: { type: 'object' },
  headers: textByName,
  token: {
    type: 'string',
    pattern: '^((header|cookie):.+|/.*)?$',
    description: 'Where the token stands in the answer: a JSON pointer (/access_token, the default), header:<name> or cookie:<name>.',
  },
} as const;

const credentialKinds = [
  { required: ['bearer'] },
  { required: ['basic'] },
  { required: ['apiKey'] },
  { required: ['operation'] },
  { required: ['clientCredentials'] },
  { required: ['password'] },
  { required: ['refreshToken'] },
] as const;

const goesWithLogin = {
  system: ['operation'],
  body: ['operation'],
  token: ['operation'],
  parameters: ['operation'],
  headers: ['operation'],
} as const;

/** The shape of a pair's `auth`. */
export const authSchema = {
  description: 'How the test requests of this pair get in.',
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    ...credentials,
    schemes: {
      type: 'object',
      description: 'One credential for each security scheme, by the name that the contract gives it.',
      minProperties: 1,
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: credentials,
        oneOf: credentialKinds,
        dependentRequired: goesWithLogin,
      },
    },
  },
  oneOf: [...credentialKinds, { required: ['schemes'] }],
  dependentRequired: goesWithLogin,
} as const;
