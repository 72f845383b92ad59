/** got 14 with its own retry settings. */
import got from 'got-14';

await got(`${process.env['MORTISE_URL']}/things/1`).json();
