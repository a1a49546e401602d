/** What a model of the task `language` brings: its figure and its words. Loaded with the model. */
export { LanguageModelFigure as Figure } from './figure.js';
export { wordsIn } from './language.js';
