import { readdirSync, readFileSync } from 'node:fs';
import { CONSOLE_HTML } from '../../console/console-html.js';
import { CONSOLE_STYLE } from '../../console/style/console-style.js';
import { responseFromProblem } from '../../mock/problem.js';
import type { HttpResponse } from '../../wire/http-message.js';

/**
 * A file of the console. They were read when the first was asked for: what is served is never a path that somebody wrote.
 *
 * @param target - `/_mortise/`, or below `/_mortise/page/`
 */
export function consoleFile(target: string): HttpResponse {
  const [path = ''] = target.split('?', 1);
  if (path === '/_mortise') return { status: 308, headers: [...HEADERS, 'location', '_mortise/'], body: undefined };
  files ??= readFiles();
  return (
    files.get(path.slice('/_mortise/'.length)) ??
    responseFromProblem({ code: 'CONTROL_NOT_FOUND', status: 404, detail: 'The console has no such file.' })
  );
}

let files: ReadonlyMap<string, HttpResponse> | undefined;

function readFiles(): ReadonlyMap<string, HttpResponse> {
  const folder = new URL('../../console/', import.meta.url);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  const scripts = names.filter((name) => name.endsWith('.js'));
  return new Map([
    ['', file('text/html', CONSOLE_HTML)],
    ['page/console.css', file('text/css', CONSOLE_STYLE)],
    ...scripts.map((name) => [`page/${name}`, file('text/javascript', readFileSync(new URL(name, folder), 'utf8'))] as const),
  ]);
}

function file(mediaType: string, body: string): HttpResponse {
  return { status: 200, headers: ['content-type', `${mediaType}; charset=utf-8`, ...HEADERS], body };
}

/** Nothing from elsewhere, nothing inline, no text that becomes markup: values of contracts and calls are shown in this page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');
const HEADERS: readonly string[] = [
  'content-security-policy',
  POLICY,
  'cache-control',
  'no-cache',
  'x-content-type-options',
  'nosniff',
  'referrer-policy',
  'no-referrer',
  'cross-origin-opener-policy',
  'same-origin',
  'cross-origin-resource-policy',
  'same-origin',
];
