import { isJsonObject, type JsonValue } from '../../base/json.js';
import { json, missing } from './control-answer.js';
import type { ControlAnswer } from './control-answer.js';
import type { ControlCall, ControlResource } from './control-call.js';
import { wrongBody } from './control-call.js';

/** What systems send by themselves, and can be made to send. */
export const webhooks: ControlResource = {
  name: 'webhooks',
  methods: {
    GET: ({ systems }) =>
      json(200, {
        webhooks: systems.flatMap(({ name, webhooks: own }) =>
          (own?.list() ?? []).map(({ webhook, on }) => ({ system: name, webhook, ...(on === undefined ? {} : { on }) })),
        ),
      }),
    POST: fire,
  },
  one: {
    GET: ({ systems, rest: [name = ''] }) => {
      const owner = systems.find(({ webhooks: own }) => own?.list().some((one) => one.webhook === name));
      if (owner === undefined) return missing(`no webhook "${name.slice(0, 100)}" in the contracts that are meant`);
      const payload = owner.webhooks?.sample(name);
      return json(200, { system: owner.name, webhook: name, ...(payload === undefined ? {} : { payload }) });
    },
  },
};

async function fire({ systems, json: body }: ControlCall): Promise<ControlAnswer> {
  const value = body();
  const { webhook, to, payload } = isJsonObject(value) ? value : {};
  if (typeof webhook !== 'string') throw wrongBody('/webhook', 'must be the name of a webhook');
  if (to !== undefined && (typeof to !== 'string' || to === '')) throw wrongBody('/to', 'must be a URL, or a system and a path below it');
  const owner = systems.find(({ webhooks: own }) => own?.list().some((one) => one.webhook === webhook));
  if (owner?.webhooks === undefined) return missing(`no webhook "${webhook.slice(0, 100)}" in the contracts that are meant`);
  const sent = await owner.webhooks.fire({ webhook, to, payload });
  if (sent === undefined) return missing(`nowhere to send it: say "to", or tie it to a receiver in the workspace`);
  const { id, provider, outcome, response, problems } = sent;
  const answered = response === undefined ? {} : { status: response.status };
  return json(200, { system: owner.name, webhook, id, provider, outcome, ...answered, problems: problems as unknown as JsonValue });
}
