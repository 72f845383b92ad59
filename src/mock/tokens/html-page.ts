import type { HeaderPairs, HttpResponse } from '../../wire/http-message.js';
import { serverHeader } from '../server-header.js';

/**
 * A page that loads nothing and runs nothing but what is written here.
 *
 * @param title - as text
 * @param body - as HTML, every value in it escaped by {@link escaped}
 * @param script - allowed by its digest, as CSP wants it
 */
export function htmlPage(page: {
  readonly status: number;
  readonly title: string;
  readonly body: string;
  readonly headers?: HeaderPairs;
  readonly script?: { readonly text: string; readonly digest: string };
}): HttpResponse {
  const { script } = page;
  const policy = `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'${script === undefined ? '' : `; script-src '${script.digest}'`}`;
  const text = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(page.title)}</title><style>${STYLE}</style></head>
<body>
<main>
<h1>${escaped(page.title)}</h1>
${page.body}
</main>
${script === undefined ? '' : `<script>${script.text}</script>`}
</body>
</html>
`;
  const headers = [
    'content-type',
    'text/html; charset=utf-8',
    'cache-control',
    'no-store',
    'content-security-policy',
    policy,
    ...serverHeader([]),
  ];
  return { status: page.status, headers: [...headers, 'referrer-policy', 'no-referrer', ...(page.headers ?? [])], body: text };
}

/**
 * A text as it may stand in HTML, in an attribute as well.
 *
 * @param text - of anybody
 */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

/**
 * Fields of a form that nobody sees.
 *
 * @param fields - by name
 */
export function hiddenFields(fields: Iterable<readonly [string, string]>): string {
  return [...fields].map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`).join('\n');
}

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;margin:2rem;color:#1a1a1a;background:#fff}main{max-width:30rem;margin:auto}button,input[type=text]{font:inherit;padding:.6rem 1rem;width:100%;box-sizing:border-box;margin:.25rem 0}button{text-align:left;cursor:pointer}:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}';
