import { connect } from 'node:net';

/**
 * Sends bytes as they are to a server and gives all that comes back until it closes; the time is for a server that never does.
 *
 * @param url - `http://127.0.0.1:4010`
 * @param bytes - a request, well-formed or not
 * @param waitMs - how long to listen; 10,000 when absent
 */
export function sendRaw(url: string, bytes: string | Uint8Array, waitMs = 10_000): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(received);
    };
    const timer = setTimeout(finish, waitMs);
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text;
    });
    socket.on('error', finish).on('close', finish);
  });
}
