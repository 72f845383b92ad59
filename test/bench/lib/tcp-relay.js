// The least a proxy can do: bytes from one socket to another. node tcp-relay.js <port> <target port>
import { connect, createServer } from 'node:net';

const [port = '0', target = '0'] = process.argv.slice(2);

createServer({ noDelay: true }, (consumer) => {
  const provider = connect({ host: '127.0.0.1', port: Number(target), noDelay: true });
  consumer.on('error', () => provider.destroy()).pipe(provider);
  provider.on('error', () => consumer.destroy()).pipe(consumer);
}).listen(Number(port), '127.0.0.1');
