/**
 * The program of `startCanary`: asks again a fixed time after each answer. What it comes later than that is how late a client comes on this
 * machine now through no fault of its own.
 */
import { get } from 'node:http';

function ask(url: string, waitMs: number): void {
  const request = get(url, (response) => {
    response.resume().on('end', () => setTimeout(() => ask(url, waitMs), waitMs));
  });
  // Whoever started it is gone.
  request.on('error', () => {
    process.exitCode = 0;
  });
}

ask(process.env['MORTISE_URL'] ?? '', Number(process.env['MORTISE_CANARY_WAIT_MS'] ?? '40'));
