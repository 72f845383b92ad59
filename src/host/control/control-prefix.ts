/** What stands before the path of every request that is for the server itself. */
export const CONTROL_PREFIX = '/_mortise/api/';
