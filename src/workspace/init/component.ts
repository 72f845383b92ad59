import type { JudgedContract } from './judge-contracts.js';

/** What will be a system: a program, a service, or who is only known by a contract or a name. */
export interface Component {
  readonly name: string;
  /** Other names that it goes by, normalised. */
  readonly aliases: Set<string>;
  /** Where it lives; `undefined` when nothing tells. */
  readonly folder: string | undefined;
  readonly kind: 'server' | 'frontend' | 'program' | 'unknown';
  /** What tells of it, by path. */
  readonly sources: string[];
  /** How it is run by npm. */
  readonly start: string | undefined;
  /** The port that it listens on whatever it is told. */
  readonly fixedPort: number | undefined;
  /** The ports by which others reach it on this machine. */
  readonly ports: Set<number>;
  openapi: JudgedContract | undefined;
  asyncapi: JudgedContract | undefined;
}

/** Those there are, in order. */
export interface Components {
  readonly all: Component[];
  readonly taken: Set<string>;
}

/**
 * The component that a name means: the one that goes by it, or else the only one that does without `-service`, `-api` and the like.
 *
 * @param name - as somebody wrote it
 */
export function componentNamed(name: string, { all }: Components): Component | undefined {
  const plain = plainName(name);
  const exact = all.find(({ aliases }) => aliases.has(plain));
  if (exact !== undefined || plain === '') return exact;
  const stem = stemOf(plain);
  const near = all.filter(({ aliases }) => [...aliases].some((alias) => stemOf(alias) === stem));
  return near.length === 1 ? near[0] : undefined;
}

/**
 * A further component, under a name that no other has. Names that differ only in marks would mean the same variable.
 *
 * @param name - that it should have
 */
export function addComponent(
  name: string,
  components: Components,
  fields: Partial<Pick<Component, 'folder' | 'kind' | 'start' | 'fixedPort'>> = {},
): Component {
  const clean =
    name
      .replace(/[^A-Za-z0-9_.-]+/g, '-')
      .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
      .slice(0, MAX_NAME_LENGTH) || 'system';
  let free = clean;
  for (let count = 2; components.taken.has(variableName(free)); count += 1) free = `${clean}-${count}`;
  components.taken.add(variableName(free));
  const component: Component = {
    name: free,
    aliases: new Set(free === clean ? [plainName(name), plainName(free)] : [plainName(free)]),
    folder: fields.folder,
    kind: fields.kind ?? 'unknown',
    start: fields.start,
    fixedPort: fields.fixedPort,
    sources: [],
    ports: new Set(),
    openapi: undefined,
    asyncapi: undefined,
  };
  component.aliases.delete('');
  components.all.push(component);
  return component;
}

/**
 * The name as it stands in a variable: `PLAN_EXCHANGE` for `plan-exchange`.
 *
 * @param name - of a system
 */
export function variableName(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}

/**
 * A name without case and marks.
 *
 * @param name - as somebody wrote it
 */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

function stemOf(plain: string): string {
  const stem = plain.replace(/(?:service|server|svc|api|backend|provider|consumer|app)$/, '');
  return stem === '' ? plain : stem;
}

const MAX_NAME_LENGTH = 60;
