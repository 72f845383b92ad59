import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { FAULT_KINDS } from '../../../src/fault/fault-kinds.js';
import type { ControlResource } from '../../../src/host/control/control-call.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { createDocumentPort } from '../../../src/host/document-port.js';
import { repositoryFolder } from '../../support/run-mortise.js';

const FOLDER = `${repositoryFolder}/src/host/control`;

describe('the contract of the control API', () => {
  it('has every call that is answered, and no other', async () => {
    const contract = await readContract(
      `${repositoryFolder}/contracts/mortise-control.openapi.yaml`,
      createDocumentPort({ cwd: repositoryFolder, stdin: process.stdin }),
    );
    const described = contract.operations.map(({ method, path }) => `${method} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`);
    const answered = (await resources()).flatMap(callsOf);
    expect(answered.length).toBeGreaterThan(30);
    expect(described.toSorted()).toEqual(answered.toSorted());
  });

  it('knows every kind of fault', async () => {
    const contract = await readContract(
      `${repositoryFolder}/contracts/mortise-control.openapi.yaml`,
      createDocumentPort({ cwd: repositoryFolder, stdin: process.stdin }),
    );
    const { root } = contract;
    expect(root).toMatchObject({ components: { schemas: { Kind: { enum: FAULT_KINDS.map(({ kind }) => kind) } } } });
  });
});

/** Each file of a resource exports it. */
async function resources(): Promise<readonly ControlResource[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.ts'));
  const modules = await Promise.all(
    names.map(async (name) => (await import(/* @vite-ignore */ `${FOLDER}/${name}`)) as Record<string, unknown>),
  );
  return modules.flatMap((module) => Object.values(module).filter(isResource));
}

function isResource(value: unknown): value is ControlResource {
  return typeof value === 'object' && value !== null && 'name' in value && 'methods' in value;
}

function callsOf({ name, methods, one = {}, parts = {} }: ControlResource): readonly string[] {
  return [
    ...Object.keys(methods).map((method) => `${method} /${name}`),
    ...Object.keys(one).map((method) => `${method} /${name}/{}`),
    ...Object.entries(parts).flatMap(([part, own]) => Object.keys(own).map((method) => `${method} /${name}/{}/${part}`)),
  ];
}
