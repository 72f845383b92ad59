/** ky 1 with its own retry settings. */
import ky from 'ky-1';

await ky(`${process.env['MORTISE_URL']}/things/1`).json();
