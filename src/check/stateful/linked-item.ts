import type { Contract, Link, Operation, Response } from '../../contract/contract.js';
import { pathParameterNames, templateSegments } from '../../contract/path-values.js';

/**
 * The path that a link of a successful answer leads to, when it ends in a parameter that the link has a value of the answer for.
 *
 * @param contract - whose operations links name
 * @param create - that has the links
 */
export function linkedItem(contract: Pick<Contract, 'operations'>, create: Operation): string | undefined {
  for (const { link, target } of itemLinks(contract, create)) {
    const names = pathParameterNames(target.path);
    const own = pathParameterNames(create.path);
    // What the path needs beside the id must be in the path of the creation too.
    if (names.slice(0, -1).every((name) => own.includes(name)) && linkedParameter(link, names.at(-1) ?? '') !== undefined)
      return target.path;
  }
  return undefined;
}

/**
 * Where a link says that the id of what was created stands: a pointer into the body of the answer.
 *
 * @param contract - whose operations links name
 * @param create - that has the links
 * @param itemPath - of the resource
 * @returns `undefined` when no link says so
 */
export function linkedIdPointer(contract: Pick<Contract, 'operations'>, create: Operation, itemPath: string): string | undefined {
  const name = pathParameterNames(itemPath).at(-1) ?? '';
  const pointers = itemLinks(contract, create)
    .filter(({ target }) => target.path === itemPath)
    .flatMap(({ link }) => linkedParameter(link, name) ?? []);
  return pointers[0];
}

interface ItemLink {
  readonly link: Link;
  readonly target: { readonly path: string };
}

function itemLinks({ operations }: Pick<Contract, 'operations'>, create: Operation): readonly ItemLink[] {
  return create.responses.filter(isSuccess).flatMap(({ links }) =>
    links.flatMap((link) => {
      const { target } = link;
      const found = operations.find((entry) => (target.kind === 'id' ? entry.id === target.operationId : entry.pointer === target.pointer));
      const isItem = found !== undefined && templateSegments(found.path).at(-1)?.kind === 'parameter';
      return isItem ? [{ link, target: found }] : [];
    }),
  );
}

function linkedParameter({ parameters }: Link, name: string): string | undefined {
  const value = parameters.get(name) ?? parameters.get(`path.${name}`);
  if (value?.kind !== 'expression' || value.expression.of !== 'response' || value.expression.from !== 'body') return undefined;
  return value.expression.name;
}

function isSuccess({ status }: Response): boolean {
  return status.startsWith('2');
}
