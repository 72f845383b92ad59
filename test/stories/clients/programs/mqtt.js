/** mqtt with its own settings, connected for as long as it runs. */
import mqtt from 'mqtt';

const { host } = new URL(process.env['MORTISE_URL'] ?? '');
const client = mqtt.connect(`mqtt://${host}`);
client.on('error', () => undefined);
