// npm start: builds the page and serves it on this machine until Ctrl-C. PORT chooses the port.
import { build } from './build.mjs';
import { Failure, main } from './lib.mjs';
import { serve } from './serve.mjs';

await main(async () => {
  const port = Number(process.env.PORT ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Failure(`PORT is ${process.env.PORT}, a number from 1 to 65535 is needed.`);
  }
  await build();
  const { url, close } = await serve('dist', { port }).catch((error) => {
    throw new Failure(`Port ${port} cannot be used (${error.code}): choose another with PORT=...`);
  });
  console.log(`\nattention-view is at ${url}\nCtrl-C ends it.`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void close());
});
