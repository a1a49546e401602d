// custom-elements.json, by which editors and documentation know the tag: from the table of options, the hand-written
// types and their comments, and the style sheet. Form: https://github.com/webcomponents/custom-elements-manifest
import { readFileSync } from 'node:fs';

import { OPTIONS, propertyOf, serialize } from '../web/element/options.js';

/** The comment and the type of each member and event that the types declare. @param {string} types */
export function declared(types) {
  const [before, inside] = types.split('export declare class AttentionViewElement ');
  const entry = /\/\*\*\s*((?:(?!\*\/)[^])*?)\s*\*\/\s*(readonly )?(\w+)(?=[:(])([^;]*);/g;
  const read = (/** @type {string} */ text) => [...text.matchAll(entry)].map(([, comment, readonly, name, type]) => ({
    name,
    readonly: readonly !== undefined,
    description: comment.replace(/\s*\n\s*\* ?/g, ' ').replace(/^\* /, ''),
    type: type.replace(/^:\s*/, ''),
  }));
  return {
    events: read(before.slice(before.indexOf('interface AttentionViewElementEventMap'))),
    members: read(inside),
  };
}

const parts = {
  canvas: 'A matrix as a picture.',
  grid: 'The same matrix for the keyboard and screen readers.',
  toolbar: 'The controls.',
  legend: 'The scale of the colours.',
  tooltip: 'What is said of the cell under the pointer.',
  status: 'What is going on, or what is wrong.',
};

export function customElements() {
  const { members, events } = declared(readFileSync('web/element/types/attention-view.d.ts', 'utf8'));
  const fields = members.filter(({ type }) => !type.startsWith('('));
  const about = (/** @type {string} */ name) => {
    const found = fields.find((field) => field.name === name);
    if (!found) throw new Error(`web/element/types/attention-view.d.ts does not declare ${name}`);
    return found;
  };
  const attributes = OPTIONS.map((option) => {
    const fieldName = propertyOf(option.name);
    const { description, type } = about(fieldName);
    const initial = serialize(option, option.initial);
    const values = option.kind === 'switch' ? "'on' | 'off'" : type.replace(/ \| null$/, '').replace('string[]', 'string');
    return {
      name: option.name, fieldName, description, type: { text: values }, ...(initial !== null && { default: initial }),
    };
  });
  attributes.push({
    name: 'lang',
    fieldName: 'lang',
    description: 'The language of its words (ar, de, en, es, fr, zh); else the nearest ancestor’s.',
    type: { text: 'string' },
  });
  const styles = readFileSync('web/element/styles.css', 'utf8');
  const properties = [...styles.matchAll(/var\((--attention-view-[\w-]+), (.*?)\)(?=[;,]|$)/gm)];
  const tag = {
    kind: 'class',
    customElement: true,
    name: 'AttentionViewElement',
    tagName: 'attention-view',
    description: 'A figure of attention, computed in the reader’s browser.',
    superclass: { name: 'HTMLElement' },
    attributes,
    members: members.map(({ name, description, type, readonly }) => {
      if (type.startsWith('(')) return { kind: 'method', name, description };
      const attribute = OPTIONS.find((option) => propertyOf(option.name) === name)?.name;
      const own = attribute ? { attribute, reflects: true } : { readonly };
      return { kind: 'field', name, description, type: { text: type }, ...own };
    }),
    events: events.map(({ name, description, type }) => ({ name, description, type: { text: type } })),
    slots: [{ name: '', description: 'Shown until the first figure, and where there is none.' }],
    cssParts: Object.entries(parts).map(([name, description]) => ({ name, description })),
    cssProperties: properties.map(([, name, initial]) => ({ name, default: initial })),
  };
  const path = 'dist/attention-view.js';
  const reference = { name: 'AttentionViewElement', module: path };
  const manifest = {
    schemaVersion: '2.1.0',
    modules: [
      {
        kind: 'javascript-module',
        path,
        declarations: [tag],
        exports: [{ kind: 'js', name: 'AttentionViewElement', declaration: reference }],
      },
      {
        kind: 'javascript-module',
        path: 'dist/auto.js',
        exports: [{ kind: 'custom-element-definition', name: 'attention-view', declaration: reference }],
      },
    ],
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
