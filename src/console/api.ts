import type { FeedPage } from './api-types.js';
import { eventsFromText } from './server-sent-events.js';

/** What the control API refused, in its own words. */
export class ApiProblem extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'ApiProblem';
    this.status = status;
  }
}

/** Which system and scope a call of the API is about; `undefined`: as the API has it without. */
export interface About {
  readonly system?: string | undefined;
  readonly scope?: string | undefined;
}

/** The control API of the mock that this page came from. */
export interface Api {
  get<Answer>(path: string, about?: About): Promise<Answer>;
  send<Answer>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    options?: { readonly about?: About; readonly body?: unknown },
  ): Promise<Answer>;
  /** Tells of every call from a place in the journal on, until the connection ends. */
  follow(after: number, about: About, options: { readonly onPage: (page: FeedPage) => void; readonly signal: AbortSignal }): Promise<void>;
}

/**
 * Calls the control API next to the page.
 *
 * @param askToken - when the API answers only to whoever has its token: what the person typed
 */
export function createApi(askToken: (isWrong: boolean) => Promise<string>): Api {
  let asking: Promise<string> | undefined;
  const call = async (path: string, about: About, init: RequestInit): Promise<Response> => {
    for (;;) {
      const token = sessionStorage.getItem(TOKEN_KEY);
      const headers = { ...(init.headers as Record<string, string>), ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
      const response = await fetch(addressOf(path, about), { ...init, headers, cache: 'no-store' });
      if (response.status !== 401) return response;
      asking ??= askToken(token !== null).finally(() => {
        asking = undefined;
      });
      // In this tab, until it is closed: never where another page or another day could find it.
      sessionStorage.setItem(TOKEN_KEY, await asking);
    }
  };
  const send: Api['send'] = async <Answer>(
    method: string,
    path: string,
    { about = {}, body }: { about?: About; body?: unknown } = {},
  ): Promise<Answer> => {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await call(path, about, { method, headers: { 'content-type': 'application/json' }, ...json });
    const text = await response.text();
    if (!response.ok) throw new ApiProblem(response.status, detailOf(text, response.status));
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  };
  const get: Api['get'] = async <Answer>(path: string, about: About = {}): Promise<Answer> => {
    const response = await call(path, about, { headers: {} });
    const text = await response.text();
    if (!response.ok) throw new ApiProblem(response.status, detailOf(text, response.status));
    return JSON.parse(text) as Answer;
  };
  const follow: Api['follow'] = async (after, about, { onPage, signal }) => {
    const response = await call(`feed?after=${after}`, about, { headers: { accept: 'text/event-stream' }, signal });
    if (!response.ok || response.body === null) throw new ApiProblem(response.status, detailOf(await response.text(), response.status));
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const read = eventsFromText(rest + value);
      rest = read.rest;
      for (const data of read.events) onPage(JSON.parse(data) as FeedPage);
    }
  };
  return { get, send, follow };
}

function addressOf(path: string, { system, scope }: About): string {
  const query = new URLSearchParams();
  if (system !== undefined) query.set('system', system);
  if (scope !== undefined) query.set('scope', scope);
  const text = query.toString();
  return `api/${path}${text === '' ? '' : `${path.includes('?') ? '&' : '?'}${text}`}`;
}

function detailOf(text: string, status: number): string {
  try {
    const { detail } = JSON.parse(text) as { readonly detail?: string };
    return detail ?? `The mock answered ${status}.`;
  } catch {
    // Somebody between us and the mock has answered.
    return `The mock answered ${status}.`;
  }
}

const TOKEN_KEY = 'mortise-control-token';
