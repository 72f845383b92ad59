import { createRequire } from 'node:module';

/** What of Prism's own packages is used here; they come with its command line. */
interface PrismPackages {
  readonly core: { createLogger(name: string, options: { readonly enabled: boolean }): object };
  readonly http: { getHttpOperationsFromSpec(file: string): Promise<readonly object[]> };
  readonly server: { createServer(operations: readonly object[], options: object): PrismServer };
}

interface PrismServer {
  listen(port: number, host: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * Prism's mock server of a document, in this process, as its command line would start it.
 *
 * @param file - of the document
 * @returns where it listens
 */
export async function startPrism(file: string): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const { core, http, server } = packages();
  const operations = await http.getHttpOperationsFromSpec(file);
  const config = {
    isProxy: false,
    validateRequest: true,
    validateResponse: true,
    checkSecurity: true,
    errors: false,
    upstreamProxy: undefined,
    mock: { dynamic: false },
  };
  const started = server.createServer(operations, {
    cors: true,
    config,
    components: { logger: core.createLogger('test', { enabled: false }) },
  });
  const url = await started.listen(0, '127.0.0.1');
  return { url, close: () => started.close() };
}

function packages(): PrismPackages {
  const ofCommandLine = createRequire(createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js'));
  const load = (name: string): unknown => ofCommandLine(`@stoplight/${name}`);
  return { core: load('prism-core'), http: load('prism-http'), server: load('prism-http-server') } as PrismPackages;
}
