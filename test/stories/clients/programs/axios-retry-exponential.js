/** axios behind axios-retry with the delay that it offers. */
import axios from 'axios';
import axiosRetry, { exponentialDelay } from 'axios-retry';

axiosRetry(axios, { retryDelay: exponentialDelay });
await axios.get(`${process.env['MORTISE_URL']}/things/1`);
