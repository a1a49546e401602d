/**
 * What each of the other pictures gets, and what it does.
 *
 * @import { Cell, Selection } from './selection.js'
 * @import { Stage, Stages } from './stages.js'
 * @import { Later } from './languages/en.js'
 * @import { Strings } from './strings.js'
 * @typedef {{
 *   strings: Strings, words: Later['views'], point: (cell: Cell | null) => void,
 *   choose: (head: number) => void,
 * }} Reader the words, and what the reader can do
 * @typedef {{ stages: Stages, large: Stage, head: number, width: number, ratio: number }} Picture
 * @typedef {{ element: HTMLElement, draw: (picture: Picture) => void, mark: (selection: Selection | null) => void }} View
 */
export {};
