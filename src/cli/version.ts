/** The version of the package; a test holds it to `package.json`, so that saying it reads no file. */
export const VERSION = '0.1.0';
