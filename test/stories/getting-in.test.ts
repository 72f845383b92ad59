// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how variables are written in a workspace
import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../../src/cli/main.js';
import { createDocumentPort } from '../../src/host/document-port.js';
import type { TestWorkspaceOptions, WorkspaceTestResult } from '../../src/host/workspace-test.js';
import { testWorkspace } from '../../src/host/test-workspace.js';
import { readWorkspace } from '../../src/workspace/read-workspace.js';
import type { TokenServer, TokenServerOptions } from '../support/token-server.js';
import { CLIENT_SECRET, startTokenServer, USER_PASSWORD } from '../support/token-server.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortise-'));
  return () => rm(folder, { recursive: true, force: true });
});

const THINGS_CONTRACT = `
openapi: 3.1.0
info: { title: Things, version: '1' }
security: [{ oauth: [] }]
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{ name: id, in: path, required: true, schema: { type: string, minLength: 1 } }]
      responses:
        '200': { description: One, content: { application/json: { schema: { type: object, required: [id], properties: { id: { type: string } } } } } }
        '401': { description: Not known }
        '404': { description: None of that id }
components:
  securitySchemes:
    oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: /token, scopes: {} } } }
`;

const SESSIONS_CONTRACT = `
openapi: 3.1.0
info: { title: Sessions, version: '1' }
paths:
  /login:
    post: { operationId: login, responses: { '303': { description: In } } }
  /me:
    get:
      operationId: getMe
      security: [{ session: [] }]
      responses: { '200': { description: Who }, '401': { description: Not known } }
    post: { operationId: setMe, responses: { '200': { description: Done } } }
    put: { operationId: putMe, responses: { '200': { description: Done } } }
    patch: { operationId: patchMe, responses: { '200': { description: Done } } }
    delete: { operationId: deleteMe, responses: { '200': { description: Done } } }
components:
  securitySchemes: { session: { type: apiKey, in: cookie, name: sid } }
`;

describe('a provider behind a token endpoint', () => {
  it('is reached with one token, fetched anew when it is refused, by several workers at once', async () => {
    const server = await tokenServer({ callsPerToken: 7, refresh: 'works' });
    const result = await test(
      workspaceText(
        server.url,
        'auth: { schemes: { oauth: { clientCredentials: { tokenUrl: /token, clientId: shop, clientSecret: "${SECRET}" } } } }',
      ),
      { workers: 4, caseCount: 40 },
    );
    expect(result.findings).toEqual([]);
    expect(result.outcomes).toMatchObject([{ kind: 'tested', result: { reachedOperationCount: 1 } }]);
    expect(server.grants.length).toBeGreaterThan(3);
    // One refused call for each token that was used up; those without good credentials were refused on purpose.
    expect(server.grants.length).toBeLessThan(server.callCount() / 3);
    expect(await told(result)).not.toMatch(/tok\/|tok%2F|refresh-\d|s3cret/);
  });

  it('is not reached with the wrong secret, and that is all that is said', async () => {
    const server = await tokenServer();
    const result = await test(
      workspaceText(
        server.url,
        'auth: { clientCredentials: { tokenUrl: /token, clientId: shop, clientSecret: not-the-secret, clientAuth: post } }',
      ),
    );
    expect(result.findings.map(({ code, severity }) => [code, severity])).toEqual([['check/login-failed', 'error']]);
    expect(result.findings[0]?.args['reason']).toBe('it was answered 401 invalid_client: nobody has [redacted]');
    expect(server.callCount()).toBe(0);
    expect(await told(result)).not.toContain('not-the-secret');
  });

  it('is reached by a user and a password at an endpoint elsewhere', async () => {
    const [server, elsewhere] = [await tokenServer(), await tokenServer()];
    const grant = `{ tokenUrl: "${elsewhere.url}/token", clientId: shop, clientSecret: "\${SECRET}", username: ana, password: "\${PW}" }`;
    const result = await test(workspaceText(server.url, `auth: { password: ${grant} }`), { phases: ['examples'] });
    // The one service does not take what the other gives out: asked once more, and then no more.
    expect(elsewhere.grants).toHaveLength(2);
    expect(server.refusalCount()).toBe(server.callCount());
    expect(await told(result)).not.toMatch(/tok\/|s3cret|pa55/);
  });

  it('is mocked without a token when nobody runs it', async () => {
    await writeFile(join(folder, 'things.yaml'), THINGS_CONTRACT);
    const result = await test(
      'systems: { things: { openapi: things.yaml }, shop: }\nintegrations: [{ consumer: shop, provider: things, auth: { clientCredentials: { tokenUrl: "https://id.invalid/token", clientId: shop, clientSecret: x } } }]',
      { phases: ['examples'] },
    );
    expect(result.findings).toEqual([]);
    expect(result.outcomes).toMatchObject([{ kind: 'tested', result: { providerKind: 'mock', reachedOperationCount: 1 } }]);
  });
});

describe('a provider that keeps sessions', () => {
  it('is reached with the cookie that its login sets', async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.cookie ?? '-'}`);
      request.resume();
      if (request.url === '/login')
        response.writeHead(303, { location: '/', 'set-cookie': ['theme=dark', 'sid=s3ss10n; Path=/; HttpOnly'] }).end();
      else response.writeHead(request.headers.cookie === 'sid=s3ss10n' ? 200 : 401).end();
    });
    const url = await listen(server);
    await writeFile(join(folder, 'sessions.yaml'), SESSIONS_CONTRACT);
    const text = workspaceText(url, 'uses: [getMe]\n    auth: { operation: login, token: "cookie:sid" }').replace(
      'things.yaml',
      'sessions.yaml',
    );
    const result = await test(text, { phases: ['examples', 'coverage'] });
    expect(result.findings).toEqual([]);
    expect(seen.slice(0, 2)).toEqual(['POST /login -', 'GET /me sid=s3ss10n']);
    expect(seen).toContain('GET /me -');
    expect(await told(result)).not.toContain('s3ss10n');
  });
});

describe('a provider with states', () => {
  it('is brought into them, and asked with the values it then names', async () => {
    const seen: string[] = [];
    const made = new Set<string>();
    const url = await serve(async (request, body) => {
      seen.push(`${request.method} ${request.url}`);
      if (request.url === '/_states') {
        const { action } = JSON.parse(body) as { action: string };
        if (action === 'setup') made.add('made-1');
        else made.clear();
        return [200, { id: 'made-1' }];
      }
      return made.has(request.url?.slice('/things/'.length) ?? '') ? [200, { id: 'made-1' }] : [404, {}];
    });
    const result = await test(
      workspaceText(url, 'states: { url: /_states, teardown: true }\n    fixtures: { getThing: { states: [a thing exists] } }'),
      { phases: ['examples'] },
    );
    expect(seen).toEqual(['POST /_states', 'GET /things/made-1', 'POST /_states']);
    expect(result.findings).toEqual([]);
    expect(result.outcomes).toMatchObject([{ kind: 'tested', result: { reachedOperationCount: 1 } }]);
  });

  it('is not tested when it cannot be brought into them', async () => {
    const seen: string[] = [];
    const url = await serve(async (request) => {
      seen.push(`${request.method} ${request.url}`);
      return [500, {}];
    });
    const result = await test(workspaceText(url, 'states: { url: /_states }\n    fixtures: { getThing: { states: [a thing exists] } }'), {
      phases: ['examples'],
    });
    expect(seen).toEqual(['POST /_states']);
    expect(result.findings).toMatchObject([
      {
        code: 'check/state-failed',
        severity: 'error',
        operation: 'getThing',
        args: { state: 'a thing exists', reason: 'it was answered 500' },
      },
    ]);
  });
});

describe('a provider that wants signed requests', () => {
  const sign = (target: string): string => createHmac('sha256', 'k').update(target).digest('hex');

  it('gets them from a hook in TypeScript', async () => {
    const signatures: boolean[] = [];
    const url = await serve(async (request) => {
      signatures.push(request.headers['x-signature'] === sign(request.url ?? ''));
      return signatures.at(-1) === true ? [200, { id: 't1' }] : [401, {}];
    });
    await writeFile(
      join(folder, 'hooks.mts'),
      `import { createHmac } from 'node:crypto';
type Request = { target: string; headers: string[] };
export const beforeCall = (request: Request): Request => ({
  ...request,
  headers: [...request.headers, 'x-signature', createHmac('sha256', 'k').update(request.target).digest('hex')],
});
export const filterCase = ({ phase }: { phase: string }): boolean => phase === 'examples';
`,
    );
    const result = await test(workspaceText(url, 'hooks: ./hooks.mts\n    fixtures: { getThing: { parameters: { id: t1 } } }'), {
      phases: ['examples', 'coverage'],
    });
    expect(result.findings).toEqual([]);
    expect(signatures.length).toBeGreaterThan(0);
    expect(signatures).not.toContain(false);
  });

  it('gets them from a function of the caller', async () => {
    const url = await serve(async (request) =>
      request.headers['x-signature'] === sign(request.url ?? '') ? [200, { id: 't1' }] : [401, {}],
    );
    const order: string[] = [];
    const result = await test(workspaceText(url, ''), {
      phases: ['examples'],
      hooks: {
        beforeAll: ({ provider }) => void order.push(`before ${provider}`),
        beforeCall: (request) => ({ ...request, headers: [...request.headers, 'x-signature', sign(request.target)] }),
        afterCall: ({ response }) => void order.push(String(response?.status)),
        afterAll: () => void order.push('after'),
      },
    });
    expect(result.findings).toEqual([]);
    expect(order).toEqual(['before things', '200', 'after']);
  });

  it('is not asked when a hook fails, and the run says which', async () => {
    const url = await serve(async () => [200, { id: 't1' }]);
    const failing = {
      beforeCall: (): never => {
        throw new Error('no key');
      },
    };
    await expect(test(workspaceText(url, ''), { phases: ['examples'], hooks: failing })).rejects.toMatchObject({
      code: 'E_HOOKS_INVALID',
      args: { problem: 'beforeCall: it threw: no key' },
    });
  });
});

describe('a dictionary', () => {
  it('is what values are drawn from', async () => {
    const asked = new Set<string>();
    const url = await serve(async (request) => {
      asked.add(decodeURIComponent(request.url?.slice('/things/'.length) ?? ''));
      return [200, { id: 't1' }];
    });
    await test(workspaceText(url, 'dictionary: { id: [from-the-dictionary] }'), { phases: ['fuzzing'], caseCount: 30 });
    expect(asked).toContain('from-the-dictionary');
    expect(asked.size).toBeGreaterThan(5);
  });
});

describe('mortise test', () => {
  it('says that nobody gets in, and no secret', async () => {
    const server = await tokenServer();
    const credential = '{ tokenUrl: /token, clientId: shop, clientSecret: "${WRONG}", clientAuth: post }';
    const run = await mortise(workspaceText(server.url, `auth: { schemes: { oauth: { clientCredentials: ${credential} } } }`), {
      WRONG: 'not the+secret',
    });
    expect(run.code).toBe(1);
    expect(run.said).toContain('the login at "things" failed');
    expect(run.said).toContain('it was answered 401 invalid_client');
    expect(run.said).not.toMatch(/not the.secret|not%20the|not\+the/);
    expect(await readFile(join(folder, 'run.jsonl'), 'utf8')).not.toMatch(/not the.secret|not%20the|not\+the/);
  });

  it.each([
    ['export const beforeCall = () => { throw new Error("no key"); };', /the hooks cannot be used: beforeCall: it threw: no key/],
    ['export const beforeCal = () => undefined;', /hooks\.mjs.*there is no hook "beforeCal".*Did you mean "beforeCall"/],
  ])('ends with 2 for hooks that cannot be used: %s', async (text, problem) => {
    const server = await tokenServer();
    await writeFile(join(folder, 'hooks.mjs'), text);
    const run = await mortise(workspaceText(server.url, 'hooks: hooks.mjs'), {});
    expect(run.said).toMatch(problem);
    expect(run.code).toBe(2);
  });

  it('ends with 2 for a check that does not exist', async () => {
    const server = await tokenServer();
    const run = await mortise(workspaceText(server.url, 'checks: { authentication-requird: off }'), {});
    expect(run.said).toMatch(/mortise\.yaml:5:15: there is no check "authentication-requird".*Did you mean "authentication-required"/);
    expect(run.code).toBe(2);
  });
});

/** What the command says, all of it, and how it ends. */
async function mortise(
  workspace: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly said: string }> {
  await writeFile(join(folder, 'things.yaml'), THINGS_CONTRACT);
  await writeFile(join(folder, 'mortise.yaml'), workspace);
  let said = '';
  const say = (words: string): void => {
    said += words;
  };
  const code = await runCommand(['test', 'mortise.yaml', '--record', 'run.jsonl'], {
    stdout: say,
    stderr: say,
    stdin: Readable.from([]),
    env,
    cwd: folder,
    isTerminal: false,
    colour: false,
    status: () => undefined,
    columnCount: 120,
    signal: new AbortController().signal,
  });
  return { code, said };
}

function workspaceText(url: string, line: string): string {
  return `systems: { things: { openapi: things.yaml, url: '${url}' }, shop: }\nintegrations:\n  - consumer: shop\n    provider: things\n    ${line}\n`;
}

async function test(workspace: string, options: Partial<TestWorkspaceOptions> = {}): Promise<WorkspaceTestResult> {
  await writeFile(join(folder, 'things.yaml'), THINGS_CONTRACT);
  await writeFile(join(folder, 'mortise.yaml'), workspace);
  const documents = createDocumentPort({ cwd: folder, stdin: Readable.from([]) });
  const env = { SECRET: CLIENT_SECRET, PW: USER_PASSWORD };
  const read = await readWorkspace('mortise.yaml', documents, env);
  return testWorkspace({
    workspace: read,
    documents,
    env,
    cwd: folder,
    seed: 'seed',
    version: '0',
    signal: new AbortController().signal,
    recordFile: 'run.jsonl',
    ...options,
  });
}

/** Everything that a run leaves behind. */
async function told(result: WorkspaceTestResult): Promise<string> {
  return JSON.stringify(result.findings) + JSON.stringify(result.summary) + (await readFile(join(folder, 'run.jsonl'), 'utf8'));
}

async function tokenServer(options?: TokenServerOptions): Promise<TokenServer> {
  const server = await startTokenServer(options);
  onTestFinished(() => server.close());
  return server;
}

type Answer = readonly [status: number, body: unknown];

async function serve(answer: (request: IncomingMessage, body: string) => Promise<Answer>): Promise<string> {
  const server = createServer(async (request, response) => {
    const [status, body] = await answer(request, await text(request));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  return listen(server);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
