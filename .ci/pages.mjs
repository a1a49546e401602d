// What the build makes of other files of dist/: the page in one file, and what tells other programs about it.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const json = (/** @type {unknown} */ value) => `${JSON.stringify(value, null, 2)}\n`;

/** untrained.html with all that it needs inside: it works by double click, and asks for no other file. @param {string} folder */
export function oneFilePage(folder) {
  const read = (/** @type {string} */ name) => readFileSync(join(folder, name), 'utf8');
  // Within a script element these would end it, or hide its end; in the script they are within strings.
  const script = read('page.inline.js').replace(/<(?=\/script|!--|script)/gi, '\\x3c');
  let page = read('untrained.html');
  const exchange = (/** @type {RegExp} */ what, /** @type {string} */ text) => {
    if (!what.test(page)) throw new Error(`untrained.html has nothing like ${what}`);
    page = page.replace(what, () => text);
  };
  exchange(/( *<!--(?:(?!-->)[^])*-->\n)?( *<link rel="(modulepreload|preload)".*\n)+/, '');
  exchange(/ *<link rel="alternate".*\n/, '');
  exchange(/; <a href="index.html">[^]*?<\/a>/, '');
  exchange(/<link rel="stylesheet" href="page.css">/, `<style>${read('page.css').trim()}</style>`);
  exchange(/<script type="module" src="auto.js"><\/script>/, `<script>${script.trim()}</script>`);
  return page;
}

/**
 * What a site that knows oEmbed puts in a post. It needs the whole address, which only who hosts the page knows: SITE_URL.
 * @param {string} _folder
 * @returns {string}
 */
export function oEmbed(_folder) {
  const site = process.env.SITE_URL?.replace(/\/*$/, '/') ?? '';
  const [width, height] = [720, 640];
  const title = 'What each word attends to';
  const sandbox = 'sandbox="allow-scripts"';
  return json({
    version: '1.0',
    type: 'rich',
    provider_name: 'attention-view',
    ...(site && { provider_url: site }),
    title,
    width,
    height,
    html: `<iframe src="${site}embed.html" title="${title}" width="${width}" height="${height}" ${sandbox} style="border:0;max-width:100%"></iframe>`,
  });
}

/** For the attribute integrity of a script or style sheet that a page takes from another host. @param {string} folder */
export function integrity(folder) {
  const hash = (/** @type {string} */ name) => createHash('sha384').update(readFileSync(join(folder, name))).digest('base64');
  const names = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name)).sort();
  return json(Object.fromEntries(names.map((name) => [name, `sha384-${hash(name)}`])));
}
