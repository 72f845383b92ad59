import { startConsole } from './shell.js';

startConsole();
