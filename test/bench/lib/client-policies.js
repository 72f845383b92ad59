// What the clients of fixtures/programs/clients/ do, as a probe tells it: members that are left out are not asked for.

const FETCH_STATUSES = [421, 429, 500, 502, 503, 504];
const ALL = ['refused', 'reset', 'reset-mid-body', 'truncated'];

/**
 * @typedef {object} ExpectedClient
 * @property {string} name the file
 * @property {string} [method]
 * @property {Record<string, unknown>} expected by path: `backoff.kind`
 */

/** @type {readonly ExpectedClient[]} */
export const CLIENTS = [
  {
    name: 'full-jitter',
    expected: {
      attempts: 5,
      'retries.statuses': FETCH_STATUSES,
      'retries.transport': ALL,
      'backoff.kind': 'exponential',
      'backoff.baseMs': 200,
      'jitter.kind': 'full',
      'retryAfter.seconds': 'honoured',
      'retryAfter.date': 'honoured',
      'retryAfter.past': 'ignored',
      'retryAfter.huge': 'capped',
      'retryAfter.garbage': 'ignored',
      timeoutMs: null,
      truncatedBody: 'retry',
      unsafeRetry: false,
    },
  },
  {
    name: 'constant',
    expected: {
      attempts: 3,
      'retries.statuses': [421, 500, 502, 503, 504],
      'backoff.kind': 'constant',
      'backoff.baseMs': 1_000,
      'jitter.kind': 'none',
      'retryAfter.seconds': 'ignored',
      'retryAfter.huge': 'ignored',
    },
  },
  { name: 'linear', expected: { attempts: 5, 'backoff.kind': 'linear', 'backoff.baseMs': 200, 'jitter.kind': 'none' } },
  {
    name: 'capped-exponential',
    expected: {
      attempts: 6,
      'retries.transport': [...ALL, 'timeout'],
      'backoff.kind': 'exponential',
      'backoff.baseMs': 250,
      'backoff.factor': 2,
      'backoff.capMs': 1_000,
      'jitter.kind': 'none',
      'retryAfter.huge': 'capped',
      timeoutMs: 2_000,
    },
  },
  { name: 'equal-jitter', expected: { attempts: 5, 'backoff.kind': 'exponential', 'backoff.baseMs': 400, 'jitter.kind': 'equal' } },
  { name: 'proportional-jitter', expected: { attempts: 4, 'backoff.kind': 'exponential', 'jitter.kind': 'proportional' } },
  { name: 'decorrelated-jitter', expected: { attempts: 6, 'jitter.kind': 'decorrelated' } },
  {
    name: 'keyed-post',
    method: 'POST',
    expected: {
      attempts: 4,
      'retries.methods': ['POST'],
      'idempotencyKey.present': true,
      'idempotencyKey.stable': true,
      unsafeRetry: false,
      timeoutMs: 2_000,
      'retryAfter.seconds': 'honoured',
      'retryAfter.huge': 'hot-loop',
    },
  },
  {
    name: 'no-retry',
    expected: {
      attempts: 1,
      'retries.transport': [],
      'backoff.kind': 'none',
      'retryAfter.past': 'ignored',
      timeoutMs: 3_000,
      truncatedBody: 'error',
    },
  },
  {
    name: 'wrong-date-hot-loop',
    expected: {
      attempts: 5,
      'backoff.baseMs': 300,
      'retryAfter.past': 'hot-loop',
      'retryAfter.garbage': 'ignored',
      'retryAfter.huge': 'hot-loop',
    },
  },
  {
    name: 'wrong-overflow',
    expected: { attempts: 4, 'retryAfter.seconds': 'honoured', 'retryAfter.huge': 'hot-loop', 'retryAfter.garbage': 'hot-loop' },
  },
  { name: 'wrong-unkeyed-post', method: 'POST', expected: { attempts: 3, unsafeRetry: true, 'idempotencyKey.present': false } },
  {
    name: 'wrong-new-key',
    method: 'POST',
    expected: { attempts: 4, unsafeRetry: true, 'idempotencyKey.present': true, 'idempotencyKey.stable': false },
  },
  { name: 'wrong-cut-accepted', expected: { attempts: 4, truncatedBody: 'success', 'backoff.kind': 'constant', 'backoff.baseMs': 300 } },
  { name: 'wrong-pending', expected: { attempts: 1, truncatedBody: 'pending', timeoutMs: null } },
  { name: 'wrong-endless', expected: { attempts: null, 'backoff.kind': 'constant', 'backoff.baseMs': 500, 'backoff.capMs': null } },
  { name: 'wrong-no-cap', expected: { attempts: 7, 'backoff.kind': 'exponential', 'backoff.baseMs': 200, 'backoff.capMs': null } },
  { name: 'wrong-retries-400', expected: { attempts: 3, 'retries.statuses': [400, 404, 421, 429, 500, 502, 503, 504] } },
  { name: 'wrong-one-more', expected: { attempts: 4, 'backoff.baseMs': 100 } },
  { name: 'wrong-clamped-jitter', expected: { attempts: 6, 'jitter.present': true } },
];

/**
 * The members that differ from what is expected: wrong ones, and those that are left open.
 *
 * @param {Record<string, any>} report
 * @param {Record<string, unknown>} expected
 */
export function compareReport(report, expected) {
  /** @type {string[]} */
  const wrong = [];
  /** @type {string[]} */
  const open = [];
  for (const [path, value] of Object.entries(expected)) {
    const seen = path.split('.').reduce((/** @type {any} */ at, key) => at?.[key], report);
    if (isSame(seen, value)) continue;
    const verdict = (report['verdicts'][path] ?? report['verdicts'][path.split('.')[0] ?? ''])?.verdict;
    (seen === null || verdict === 'inconclusive' ? open : wrong).push(`${path}: ${JSON.stringify(seen)}, not ${JSON.stringify(value)}`);
  }
  return { wrong, open };
}

/** @param {unknown} seen @param {unknown} value */
function isSame(seen, value) {
  if (typeof seen === 'number' && typeof value === 'number' && value > 10) return Math.abs(seen - value) <= 0.12 * value;
  return JSON.stringify(seen) === JSON.stringify(value);
}
