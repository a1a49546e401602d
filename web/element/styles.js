/** How the element looks: one scale of sizes, one of spaces, and the colours of theme.js. */
import { DARK, LIGHT } from './theme.js';

const CSS = `
:host { ${LIGHT} }
@media (prefers-color-scheme: dark) { :host { ${DARK} } }
:host([theme=light]) { ${LIGHT} }
:host([theme=dark]) { ${DARK} }

:host {
  --text-1: 0.75rem; --text-2: 0.875rem; --text-3: 1rem; --text-4: 1.375rem; --text-5: 1.875rem;
  --space-1: 0.25rem; --space-2: 0.5rem; --space-3: 0.75rem; --space-4: 1.25rem; --space-5: 2rem; --space-6: 3rem;
  display: block;
  background: var(--paper);
  color: var(--ink);
  font: var(--text-3)/1.4 var(--attention-view-font, system-ui, sans-serif);
  font-variant-numeric: tabular-nums;
}
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
p, ol, dl, dd, fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
ol { list-style: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.quiet { color: var(--quiet); font-size: var(--text-2); }
:focus-visible { outline: 2px solid var(--query); outline-offset: 2px; }

/* The roles: a hue, and a line of its own kind. */
.query { color: var(--query-ink); }
.key { color: var(--key-ink); }
.value { color: var(--value-ink); }
.token { text-decoration: underline 2px; text-underline-offset: 0.2em; }
.token.query { text-decoration-style: solid; }
.token.key { text-decoration-style: dashed; }
.token.value { text-decoration-style: dotted; }

.figure { container-type: inline-size; position: relative; }

/* The sentences */
.sentences { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-3) var(--space-6); }
.asked { display: block; color: var(--quiet); font-size: var(--text-2); }
.typed[data-role=key] .asked { color: var(--key-ink); }
.typed:has(+ .typed:not([hidden])) .asked { color: var(--query-ink); }
.sentence {
  display: block; width: 100%; max-height: 7.75rem; padding: var(--space-1) 0; overflow: auto; resize: none;
  border: 0; border-radius: 0; border-bottom: 2px solid var(--ink); background: none; color: inherit;
  font: inherit; font-size: var(--text-5); line-height: 1.3;
}
.sentence.long { font-size: 1.125rem; }
.sentence:focus-visible { outline: none; border-bottom-color: var(--query); box-shadow: 0 1px 0 var(--query); }
.cut {
  display: flex; align-items: baseline; justify-content: space-between; gap: var(--space-3);
  margin-top: var(--space-3);
}
.chips { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-1); flex: 1; min-width: 0; }
.chip {
  position: relative; max-width: 14rem; padding: 0 var(--space-2); overflow: clip; overflow-clip-margin: 8px;
  border-radius: 3px; background: var(--tint); font-size: var(--text-2); line-height: 1.6rem; white-space: pre;
  text-overflow: ellipsis; unicode-bidi: isolate;
}
.chip::before, .chip::after {
  content: ''; position: absolute; inset-inline: 0; bottom: -3px; border-bottom: 2px transparent;
}
.chip::after { bottom: -6px; }
.chip.query::before { border-bottom: 2px solid var(--query); }
.chip.key::after { border-bottom: 2px dashed var(--key); }
.chip.query, .chip.key { color: var(--ink); }
.more { line-height: 1.6rem; padding-inline: var(--space-1); }
.count { white-space: nowrap; }
.status { margin-top: var(--space-2); font-size: var(--text-2); }
.status:empty { display: none; }
.status[data-mood=wrong] { color: var(--wrong); font-weight: 600; }
.status[data-mood=wrong]::before { content: '⚠ '; }

/* The first picture, and what keeps its place until then */
.fallback { min-height: 30rem; padding-top: var(--space-4); color: var(--quiet); }
.body, .below { transition: opacity 0.15s; }
.dimmed { opacity: 0.3; }
.first {
  display: grid; gap: var(--space-3) var(--space-6); margin-top: var(--space-4);
  grid-template-columns: minmax(0, 1fr);
}
.finding { font-size: var(--text-4); line-height: 1.3; min-height: 1.3em; text-wrap: balance; }
.finding .number { white-space: nowrap; font-weight: 600; }
.about { margin-top: var(--space-1); }
.link {
  margin-inline-start: var(--space-2); padding: 0; border: 0; background: none; color: var(--query-ink);
  font: inherit; text-decoration: underline; cursor: pointer;
}
.plot { display: grid; gap: var(--space-1) 6px; width: max-content; max-width: 100%; }
.axis { font-size: var(--text-2); font-weight: 600; white-space: nowrap; color: var(--quiet); }
.axis.rows { text-align: right; }
.axis[data-role=query] { color: var(--query-ink); }
.axis[data-role=key] { color: var(--key-ink); }
.labels { position: relative; font-size: var(--text-2); line-height: 1.2; }
.labels.columns { grid-column: 2; }
.labels.rows { grid-column: 1; grid-row: 3; }
.plot > .matrix { grid-column: 2; grid-row: 3; }
.label { position: absolute; white-space: pre; overflow: hidden; text-overflow: ellipsis; }
.labels.rows .label { right: 0; transform: translateY(-50%); }
.labels.columns .label { bottom: 0; transform: translateX(-50%); }
.labels.columns .label[data-angle='45'] { transform-origin: 0 100%; transform: translateX(0.3em) rotate(-45deg); }
.labels.columns .label[data-angle='90'] { transform-origin: 0 50%; transform: translateY(50%) rotate(-90deg); }
.label.on, .label.pointed { font-weight: 600; }
.label.aside { visibility: hidden; }
.labels.rows .label.on, .labels.rows .pointed { color: var(--query-ink); }
.labels.columns .label.on, .labels.columns .pointed { color: var(--key-ink); }

.matrix { position: relative; width: max-content; line-height: 0; cursor: crosshair; touch-action: manipulation; }
.matrix:focus-visible { outline-offset: 4px; }
canvas { display: block; }
.mark { position: absolute; pointer-events: none; outline: 2px solid var(--ink); }
.mark[data-role=query] { outline: 2px solid var(--query); }
.mark[data-role=key] { outline: 2px dashed var(--key); }
.mark[data-role=value] { outline: 2px dotted var(--value); }
.mark.column { outline: 2px dashed var(--key); }
.mark.cell { outline: 2px solid var(--ink); outline-offset: 1px; box-shadow: 0 0 0 1px var(--paper); }
.mark.cell.pinned { outline-width: 3px; }
.mark.part {
  display: flex; justify-content: center; margin-top: 4px; outline: 0; border-top: 3px solid var(--ink);
  font: inherit; font-size: var(--text-1); line-height: 1.4; white-space: nowrap;
}

.figure:not(.pointing) .hero :is(.mark.row, .mark.column) { display: none; }
.legend {
  grid-column: 2; display: flex; flex-wrap: wrap; align-items: start; gap: var(--space-1) var(--space-3);
  margin-top: var(--space-2); font-size: var(--text-1); line-height: 1; color: var(--quiet);
}
.ruler { padding-inline-end: 1.5rem; }
.scale { display: block; width: 11rem; height: 0.75rem; }
.legend .numbers { position: relative; height: 1.5em; }
.legend .numbers span { position: absolute; top: 0.35em; transform: translateX(-50%); }
.legend .numbers span:first-child { transform: none; }
.legend .masked::before {
  content: ''; display: inline-block; width: 0.75rem; height: 0.75rem; margin-inline-end: var(--space-1);
  vertical-align: top; background: repeating-linear-gradient(-45deg, var(--line) 0 3px, var(--quiet) 3px 4px);
}

.way { display: grid; gap: var(--space-3); align-content: start; }
.strips {
  display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: var(--space-2) var(--space-3);
  align-items: center;
}
.strips .quiet { overflow-wrap: anywhere; padding-bottom: 3px; }
.box { width: max-content; outline: 2px solid var(--quiet); outline-offset: 1px; }
.box[data-role=query] { outline: 2px solid var(--query); }
.box[data-role=key] { outline: 2px dashed var(--key); }
.box[data-role=value] { outline: 2px dotted var(--value); }
.steps {
  display: grid; grid-template-columns: minmax(5rem, max-content) max-content 1fr; gap: 0 var(--space-3);
  align-items: baseline;
}
.steps dd { text-align: right; }
.steps dd.quiet { text-align: left; }
.steps dd:nth-last-child(2) { font-weight: 600; }

.heads legend { padding: 0; font-size: var(--text-2); color: var(--quiet); }
.multiples { display: flex; flex-wrap: wrap; gap: 12px; margin-top: var(--space-2); }
.multiples label {
  display: grid; gap: var(--space-1); justify-items: start; font-size: var(--text-1); color: var(--quiet);
  cursor: pointer; position: relative;
}
.multiples canvas { outline-offset: 2px; }
.multiples label:hover canvas { outline: 1px solid var(--quiet); }
.multiples :checked ~ canvas { outline: 2px solid var(--ink); }
.multiples :checked ~ span { color: var(--ink); font-weight: 600; }
.multiples :focus-visible ~ canvas { outline: 3px solid var(--query); }

/* The controls */
.toolbar {
  display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--space-4);
  margin-top: var(--space-5); padding-top: var(--space-3); border-top: 1px solid var(--line);
}
.toolbar fieldset { display: grid; gap: var(--space-2); align-content: start; }
.toolbar legend { padding: 0; margin-bottom: var(--space-2); font-size: var(--text-2); font-weight: 600; }
.toolbar label { display: grid; gap: 2px; font-size: var(--text-1); color: var(--quiet); }
.toolbar label.check { grid-template-columns: auto 1fr; gap: var(--space-2); align-items: start; }
.toolbar .rests { opacity: 0.45; }
.toolbar :is(select, input[type=number]) {
  width: 100%; min-width: 0; padding: 0.2rem 0.3rem; border: 1px solid var(--line); border-radius: 3px;
  background: var(--paper); color: var(--ink); font: inherit; font-size: var(--text-2);
}
.toolbar input[type=range] { width: 100%; margin: 0; accent-color: var(--ink); }
.toolbar input[type=checkbox] { margin: 0.1rem 0 0; accent-color: var(--ink); }
.toolbar output { color: var(--ink); }

/* The flow */
.below { margin-top: var(--space-5); }
.note { max-width: 44rem; padding-inline-start: var(--space-3); border-inline-start: 3px solid var(--line); }
.flow { display: flex; flex-wrap: wrap; gap: var(--space-5) var(--space-4); }
.group { flex: 1 0 auto; max-width: 100%; display: flex; flex-direction: column; }
p.title {
  padding-top: var(--space-3); margin-bottom: var(--space-3); border-top: 1px solid var(--line);
  font-size: var(--text-2); font-weight: 600;
}
.row { flex: 1; display: flex; flex-wrap: wrap; gap: var(--space-4) 0; align-items: center; }
.stack, .single { display: grid; gap: var(--space-4); }
.apart { display: flex; flex-wrap: wrap; gap: var(--space-4) 0; }
.stage {
  display: grid; grid-template-columns: auto auto; column-gap: 0; row-gap: var(--space-2);
  justify-content: start;
}
.stage > .words { grid-column: 2; align-self: end; }
.stage > .matrix { grid-column: 2; grid-row: 2; }
.stack > .stage { grid-template-columns: auto auto auto; align-items: center; }
.stack > .stage > .matrix { grid-row: 1; }
.stack > .stage > .words { grid-column: 3; align-self: center; margin-inline-start: var(--space-3); }
.operation {
  grid-column: 1; grid-row: 2; display: grid; grid-template-rows: 1fr auto 1fr; justify-items: center;
  min-width: 3.5rem; padding: 0 var(--space-2); font-size: var(--text-2); line-height: 1.2;
  text-align: center;
}
.stack > .stage > .operation { grid-row: 1; align-self: stretch; }
.operation b { align-self: end; font-weight: 500; white-space: nowrap; }
.operation i { position: relative; width: 100%; height: 1px; margin: 3px 0; background: var(--quiet); }
.operation i::after {
  content: ''; position: absolute; right: 0; top: -3px; border: 3.5px solid transparent;
  border-left: 6px solid var(--quiet); border-right: 0;
}
.operation small { font-size: var(--text-1); color: var(--quiet); max-width: 5.5rem; text-wrap: balance; }
/* Room for the name under the chosen head's columns. */
.row:has(.part:not([hidden])) { row-gap: 2.25rem; padding-bottom: var(--space-3); }
sub { font-size: 0.75em; line-height: 0; }
.name {
  padding: 0; border: 0; background: none; color: inherit; font: inherit; font-size: var(--text-2);
  cursor: pointer; text-align: start; white-space: nowrap;
}
.name:not(:has(b)), .name b { font-weight: 600; }
.name:hover { text-decoration: underline; }
.shape, .range { font-size: var(--text-1); color: var(--quiet); white-space: nowrap; }
.range { display: flex; align-items: center; gap: var(--space-1); }
.range .scale { width: 1.75rem; height: 0.4rem; }

.tooltip {
  position: absolute; z-index: 2; display: grid; max-width: min(22rem, 92vw);
  padding: var(--space-1) var(--space-2); border: 1px solid var(--line); border-radius: 3px;
  background: var(--paper); box-shadow: 0 2px 8px #0003; font-size: var(--text-2); pointer-events: none;
}

@container (max-width: 31.99rem) { .operation { width: 6.25rem; } }
@container (min-width: 32rem) { .toolbar { grid-template-columns: repeat(3, minmax(0, 1fr)); } }
@container (min-width: 60rem) { .toolbar { grid-template-columns: repeat(6, minmax(0, 1fr)); } }
@container (min-width: 68rem) {
  .finding { font-size: 1.75rem; }
  /* The names above a matrix must not push it off the line that its neighbours' middles share. */
  .row:has(.stack) > .single:not(:has(.stage + .stage)), .beside .group:nth-child(2) .single { align-self: stretch; }
  .row:has(.stack) > .single:not(:has(.stage + .stage)) .stage, .beside .group:nth-child(2) .stage {
    height: 100%; grid-template-rows: 1fr auto 1fr;
  }
}
@container (min-width: 52rem) {
  .sentences:not(:has(> [hidden])) { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .first { grid-template-columns: minmax(0, 34rem) minmax(0, 1fr); grid-template-rows: auto auto 1fr; }
  .hero { grid-column: 1; grid-row: 1 / span 3; }
  .way { grid-row: 2; grid-column: 2; margin-top: var(--space-3); }
  .heads, .note { grid-column: 2; grid-row: 3; align-self: end; }
}
@media (forced-colors: active) {
  .operation i { forced-color-adjust: none; background: CanvasText; }
  .operation i::after { border-left-color: CanvasText; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
`;

/** @type {CSSStyleSheet | null} */
let sheet = null;

/** One sheet for all figures of a page; a strict page allows it where it refuses a style element. */
export function styleSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
