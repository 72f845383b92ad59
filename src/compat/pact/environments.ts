/** What is deployed where, and what is known to work with what: the file that `mortise pact can-merge` reads. */
export interface Environments {
  readonly file: string;
  /** By name, in the order of the file; in each the systems by name. */
  readonly environments: ReadonlyMap<string, readonly DeployedSystem[]>;
  readonly verifications: readonly KnownVerification[];
}

/** A version of a system that runs somewhere. */
export interface DeployedSystem {
  readonly name: string;
  readonly version: string;
  /** The commit or tag whose files are meant; `undefined` for those that are checked out. */
  readonly ref: string | undefined;
  /** Its pacts as a consumer: files, folders or globs, relative to the file. */
  readonly pacts: readonly string[];
  /** Its contracts as a provider. */
  readonly contracts: readonly string[];
  readonly pointer: string;
}

/** What became of verifying one version with another. */
export interface KnownVerification {
  readonly consumer: string;
  readonly consumerVersion: string;
  readonly provider: string;
  readonly providerVersion: string;
  readonly isSuccess: boolean;
}

const name = { type: 'string', minLength: 1, maxLength: 200 } as const;
const files = { type: 'array', items: { type: 'string', minLength: 1, maxLength: 1_000 }, maxItems: 1_000 } as const;

/** The file as published. Versions have to be texts: `1.10` as a number is `1.1`. */
export const environmentsSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  description: 'What is deployed where, for `mortise pact can-merge`.',
  type: 'object',
  required: ['environments'],
  additionalProperties: false,
  properties: {
    environments: {
      type: 'object',
      description: 'By name, each the systems that run there, by the names that pacts have for them.',
      additionalProperties: {
        type: 'object',
        additionalProperties: {
          type: 'object',
          required: ['version'],
          additionalProperties: false,
          properties: {
            version: { ...name, description: 'Of the system, a text.' },
            ref: { ...name, description: 'The tag or commit whose files are meant; without it those that are checked out.' },
            pacts: { ...files, description: 'Its pacts as a consumer: files, folders or globs, relative to this file.' },
            contracts: { ...files, description: 'Its contracts as a provider, relative to this file.' },
          },
        },
      },
    },
    verifications: {
      type: 'array',
      description: 'Versions that were verified with each other.',
      maxItems: 10_000,
      items: {
        type: 'object',
        required: ['consumer', 'consumerVersion', 'provider', 'providerVersion', 'success'],
        additionalProperties: false,
        properties: { consumer: name, consumerVersion: name, provider: name, providerVersion: name, success: { type: 'boolean' } },
      },
    },
  },
} as const;
