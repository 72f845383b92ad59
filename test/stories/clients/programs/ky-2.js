/** ky 2 with its own retry settings. */
import ky from 'ky-2';

await ky(`${process.env['MORTISE_URL']}/things/1`).json();
