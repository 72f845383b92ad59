import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { folderOf } from './paths.js';

/** What a `package.json` says of the program in its folder. */
export interface SeenPackage {
  readonly path: string;
  readonly folder: string;
  /** Without its scope; `undefined` when it has none. */
  readonly name: string | undefined;
  /** A library is no program, nor is what only holds packages together. */
  readonly kind: 'server' | 'frontend' | 'program' | 'library';
  /** The script that runs it. */
  readonly script: string | undefined;
  /** The port that the script fixes. */
  readonly fixedPort: number | undefined;
  /** The port that it listens on, as far as is known. */
  readonly port: number | undefined;
}

/**
 * What kind of program a package is, by its dependencies and scripts.
 *
 * @param root - the parsed `package.json`
 * @param path - of the file
 */
export function programOfPackage(root: JsonObject, path: string): SeenPackage {
  const dependencies = Object.keys(objectOf(root['dependencies']));
  const scripts = objectOf(root['scripts']);
  const script = ['start', 'serve', 'dev'].find((name) => typeof scripts[name] === 'string');
  const command = script === undefined ? '' : String(scripts[script]);
  const name = typeof root['name'] === 'string' ? root['name'].replace(/^@[^/]*\//, '') : undefined;
  const kind = root['workspaces'] === undefined ? kindOf(dependencies, script) : 'library';
  const fixedPort = portOf(command);
  return { path, folder: folderOf(path), name, kind, script, fixedPort, port: fixedPort ?? frameworkPort(dependencies) };
}

function kindOf(dependencies: readonly string[], script: string | undefined): SeenPackage['kind'] {
  if (dependencies.some((name) => SERVERS.has(name))) return 'server';
  if (dependencies.some((name) => FRONTENDS.has(name))) return 'frontend';
  return script === undefined ? 'library' : 'program';
}

/** `next start -p 3001`, `vite --port=5173`, `PORT=8080 node .` */
function portOf(command: string): number | undefined {
  const [, digits] = /(?:^|\s)(?:-p|--port|PORT)(?:\s+|=)(\d{2,5})(?=\s|$)/.exec(command.slice(0, 1_000)) ?? [];
  return digits === undefined || Number(digits) > 65_535 ? undefined : Number(digits);
}

function frameworkPort(dependencies: readonly string[]): number | undefined {
  return ['next', 'nuxt', '@nestjs/core'].some((name) => dependencies.includes(name)) ? 3_000 : undefined;
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

const SERVERS: ReadonlySet<string> = new Set([
  '@apollo/server',
  '@hapi/hapi',
  '@hono/node-server',
  '@nestjs/core',
  'express',
  'fastify',
  'hono',
  'koa',
  'moleculer',
  'polka',
  'restify',
  'sails',
]);
const FRONTENDS: ReadonlySet<string> = new Set([
  '@angular/core',
  '@remix-run/react',
  '@sveltejs/kit',
  'astro',
  'expo',
  'gatsby',
  'next',
  'nuxt',
  'preact',
  'react',
  'react-native',
  'solid-js',
  'svelte',
  'vue',
]);
