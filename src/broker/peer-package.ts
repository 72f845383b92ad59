import { HostError } from '../base/errors.js';

/**
 * A client library that users install only when they use its broker.
 *
 * @param loading - `import('…')` of it, with its name written out
 * @param what - what to install, and the URLs it is for
 * @throws HostError `E_PACKAGE_MISSING` with the command when it is not installed
 */
export async function peerPackage<T>(loading: Promise<T>, what: { readonly package: string; readonly purpose: string }): Promise<T> {
  try {
    return await loading;
  } catch (cause) {
    throw new HostError({ code: 'E_PACKAGE_MISSING', args: { ...what }, cause });
  }
}
