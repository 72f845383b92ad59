/** axios behind axios-retry with its own settings: three more attempts without a wait. */
import axios from 'axios';
import axiosRetry from 'axios-retry';

axiosRetry(axios);
await axios.get(`${process.env['MORTISE_URL']}/things/1`);
