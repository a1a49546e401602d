// The types and the manifest say what the element is.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { AttentionViewElement } from 'attention-view';
import { files, read } from '../web/tree.js';

const manifest = JSON.parse(readFileSync(new URL('../../dist/custom-elements.json', import.meta.url), 'utf8'));
const tag = manifest.modules[0].declarations[0];
const namesOf = (/** @type {{ name: string }[]} */ list) => list.map(({ name }) => name).sort();

test('the manifest lists the attributes that the element observes', () => {
  assert.deepEqual(namesOf(tag.attributes), [...AttentionViewElement.observedAttributes].sort());
});

test('the types declare every public member of the class, and nothing that it has not', () => {
  const inherited = ['constructor', 'connectedCallback', 'disconnectedCallback', 'attributeChangedCallback'];
  const { prototype } = AttentionViewElement;
  const own = Object.getOwnPropertyNames(prototype).filter((name) => !inherited.includes(name));
  const fields = Object.keys(new AttentionViewElement()); // where there is no document its base is an empty class
  assert.deepEqual(namesOf(tag.members), [...own, ...fields].sort());
  for (const { kind, name } of tag.members) {
    const isMethod = typeof Object.getOwnPropertyDescriptor(prototype, name)?.value === 'function';
    assert.equal(kind, isMethod ? 'method' : 'field', name);
  }
});

test('the manifest lists the parts, the events and the CSS variables that the sources have', () => {
  const sources = files.filter((path) => /^web\/element\/\w.*\.(js|css)$/.test(path)).map(read).join('\n');
  const found = (/** @type {RegExp} */ what) => [...new Set([...sources.matchAll(what)].map(([, name]) => name))].sort();
  assert.deepEqual(namesOf(tag.cssParts), found(/\bpart: '(?!encoder|decoder|cross)(\w+)'/g)); // those three are parts of a model
  assert.deepEqual(namesOf(tag.cssProperties), found(/var\((--attention-view-[\w-]+)/g));
  assert.deepEqual(namesOf(tag.events), ['change', 'error', 'load', 'progress']);
  for (const { name } of tag.events) assert.match(sources, new RegExp(`CustomEvent\\(.*'${name}'`), name);
});

test('every entry of the manifest is explained', () => {
  for (const { name, description } of [...tag.attributes, ...tag.members, ...tag.events, ...tag.cssParts]) {
    assert.match(description, /^\p{L}.*\.$/u, name);
  }
});
