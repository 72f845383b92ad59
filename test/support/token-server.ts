import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface TokenServerOptions {
  /** Default 3,600. */
  readonly expiresInSeconds?: number;
  /** How many calls a token is good for; without end when absent. */
  readonly callsPerToken?: number;
  /** Whether a refresh token is given out, and what it can be exchanged for. */
  readonly refresh?: 'works' | 'is refused';
}

/** A service behind a token endpoint of its own, `POST /token`, whose one client is `shop:s3cret/+ word` and whose one user is `ana:pa55 w&rd`. */
export interface TokenServer {
  readonly url: string;
  /** The forms that were sent to the token endpoint, each as it was. */
  readonly grants: readonly Readonly<Record<string, string>>[];
  /** How many calls were refused for want of a good token. */
  readonly refusalCount: () => number;
  readonly callCount: () => number;
  close(): Promise<void>;
}

export const CLIENT_SECRET = 's3cret/+ word';
export const USER_PASSWORD = 'pa55 w&rd';

/**
 * Starts the service; everything but `/token` answers GET with `{ "id": "t1" }` to who carries a token that was given out and not used up, else 401.
 *
 * @param options - how long tokens hold
 */
export async function startTokenServer(options: TokenServerOptions = {}): Promise<TokenServer> {
  const grants: Record<string, string>[] = [];
  const usesLeft = new Map<string, number>();
  const calls = { refused: 0, all: 0 };
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const json = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (request.url?.startsWith('/token') === true) {
      const form = Object.fromEntries(new URLSearchParams(body));
      grants.push(form);
      if (!isClient(request, form)) return json(401, { error: 'invalid_client', error_description: `nobody has ${form['client_secret']}` });
      if (!isGranted(form, options)) return json(400, { error: 'invalid_grant' });
      const token = `tok/${grants.length}+secret=`;
      usesLeft.set(token, options.callsPerToken ?? Number.POSITIVE_INFINITY);
      const refresh = options.refresh === undefined ? {} : { refresh_token: `refresh-${grants.length}` };
      return json(200, { access_token: token, token_type: 'Bearer', expires_in: options.expiresInSeconds ?? 3_600, ...refresh });
    }
    calls.all += 1;
    const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const left = usesLeft.get(token) ?? 0;
    if (left <= 0) {
      calls.refused += 1;
      return json(401, { error: 'no token' });
    }
    usesLeft.set(token, left - 1);
    if (request.method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
    return json(200, { id: 't1' });
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, grants, refusalCount: () => calls.refused, callCount: () => calls.all, close };
}

/** @see RFC 6749 §2.3.1: name and secret are encoded as in a form before they are joined. */
function isClient({ headers }: IncomingMessage, form: Readonly<Record<string, string>>): boolean {
  const basic = /^Basic (.*)$/.exec(headers.authorization ?? '')?.[1];
  if (basic === undefined) return form['client_id'] === 'shop' && form['client_secret'] === CLIENT_SECRET;
  const [id, secret] = Buffer.from(basic, 'base64').toString().split(':');
  return id === 'shop' && new URLSearchParams(`secret=${secret}`).get('secret') === CLIENT_SECRET;
}

function isGranted(form: Readonly<Record<string, string>>, options: TokenServerOptions): boolean {
  switch (form['grant_type']) {
    case 'client_credentials':
      return true;
    case 'password':
      return form['username'] === 'ana' && form['password'] === USER_PASSWORD;
    case 'refresh_token':
      return form['refresh_token'] === 'first-refresh' || options.refresh === 'works';
    default:
      return false;
  }
}
