import { statelessKind } from '../fault-kind.js';
import type { RetryAfter } from '../retry-after.js';
import { RETRY_AFTER_SETTINGS, retryAfterFrom, retryAfterHeaders } from '../retry-after.js';
import { settingsSchema } from '../setting.js';

/** The planned outage. It says when it ends, and it is a page of HTML: whoever parses what comes with a 503 finds out. */
export const maintenance = statelessKind<RetryAfter>({
  kind: 'maintenance',
  group: 'meaning',
  summary: 'Answers 503 with an HTML page, and Retry-After as the date at which the rule ends',
  schema: settingsSchema({ ...RETRY_AFTER_SETTINGS }),
  settingsFrom: (json) => retryAfterFrom(json, 'date'),
  onRequest: ({ settings, nowMs, untilMs }) => ({
    state: undefined,
    effect: {
      kind: 'answer',
      response: {
        status: 503,
        headers: [
          'content-type',
          'text/html; charset=utf-8',
          ...retryAfterHeaders(settings, untilMs === undefined ? DEFAULT_RETRY_MS : untilMs - nowMs, nowMs),
        ],
        body: '<!doctype html><title>Maintenance</title><h1>Down for maintenance</h1>',
      },
    },
  }),
});

const DEFAULT_RETRY_MS = 60_000;
