import { namesNearby } from '../base/did-you-mean.js';
import type { Contract } from '../contract/contract.js';
import { webhooksOf } from '../contract/openapi/called-back.js';
import type { Workspace } from './workspace.js';
import type { WorkspaceProblem } from './workspace-problem.js';

/**
 * The webhooks, operations and systems in `mock.webhooks` that are not there.
 *
 * @param workspace - of the right shape
 * @param contractOf - of the calls of a system, by its name
 */
export function webhookNameProblems(
  { systems }: Workspace,
  contractOf: (system: string) => Contract | undefined,
): readonly WorkspaceProblem[] {
  return [...systems.values()].flatMap(({ name, pointer, mockWebhooks = [] }) => {
    const contract = mockWebhooks.length === 0 ? undefined : contractOf(name);
    const webhooks = contract === undefined ? [] : webhooksOf(contract).map((webhook) => webhook.name);
    const operations = contract?.operations.map(({ id }) => id) ?? [];
    return mockWebhooks.flatMap(({ webhook, on, to }, index) => {
      const place = `${pointer}/mock/webhooks/${index}`;
      return [
        ...missing(`${place}/webhook`, { what: 'webhook', seen: webhook, known: webhooks }),
        ...(on === undefined ? [] : missing(`${place}/on`, { what: 'operation', seen: on, known: operations })),
        ...(to.kind === 'url' ? [] : missing(`${place}/to`, { what: 'system', seen: to.system, known: [...systems.keys()] })),
      ];
    });
  });
}

interface Named {
  readonly what: string;
  readonly seen: string;
  readonly known: readonly string[];
}

function missing(pointer: string, { what, seen, known }: Named): readonly WorkspaceProblem[] {
  return known.includes(seen) ? [] : [{ pointer, problem: `unknown ${what} "${seen}"`, ...namesNearby(seen, known) }];
}
