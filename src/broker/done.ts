/**
 * What a broker in this process answers with when there is nothing to wait for. Whoever finds this very promise need not wait, and makes none of its
 * own: two or three for each message cost as much as judging it.
 */
export const DONE: Promise<void> = Promise.resolve();
