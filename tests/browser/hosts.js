// Other hosts than the tests' own: with other headers, and with no server at all.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../.ci/serve.mjs';

/** dist/ and the tests' own pages in a folder of their own. @param {(folder: string) => Promise<void>} use */
export async function inCopy(use) {
  const folder = await mkdtemp(join(tmpdir(), 'attention-view-host-'));
  try {
    await cp(new URL('../../dist/', import.meta.url), folder, { recursive: true });
    await cp(new URL('pages/', import.meta.url), join(folder, 'pages'), { recursive: true });
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Opens a page of a host with other headers; what is asked of that host is no trouble.
 * @param {import('./support.js').Reader} reader
 * @param {{ path: string, headers: (path: string) => Record<string, string> }} host
 * @param {(page: import('./support.js').Page) => Promise<void>} read
 */
export async function served({ open, troubles }, { path, headers }, read) {
  await inCopy(async (folder) => {
    const { url, close } = await serve(folder, { headers });
    try {
      const { page } = await open({ path: 'pages/empty.html', wait: false });
      await page.goto(url + path);
      await read(page);
      await page.evaluate(() => 0);
      const left = troubles.splice(0).filter((trouble) => !trouble.startsWith(`foreign: ${url}`));
      troubles.push(...left);
      await page.goto('about:blank');
    } finally {
      await close();
    }
  });
}
