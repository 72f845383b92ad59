/** got 16 with its own retry settings. */
import got from 'got-16';

await got(`${process.env['MORTISE_URL']}/things/1`).json();
