/** p-retry with its own settings around `fetch`: whatever is no success is thrown. */
import pRetry from 'p-retry';

await pRetry(async () => {
  const response = await fetch(`${process.env['MORTISE_URL']}/things/1`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
});
