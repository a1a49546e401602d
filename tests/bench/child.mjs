// A Node process with one engine: node child.mjs MODULE OPTIONS, and then calls of the sampler over IPC.
import { Sampler } from './sampler.mjs';

const [module, options] = process.argv.slice(2);
const { open } = await import(module);
const sampler = /** @type {any} */ (new Sampler(await open(JSON.parse(options))));

process.on('message', async (/** @type {{ name: string, given: unknown[] }} */ { name, given }) => {
  try {
    process.send?.({ result: await sampler[name](...given) });
  } catch (error) {
    process.send?.({ error: String(error) });
  }
});
process.on('disconnect', () => process.exit());
process.send?.({ result: 'open' });
