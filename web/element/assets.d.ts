/** The build gives a style sheet as minified text. */
declare module '*.css' {
  const css: string;
  export default css;
}

/** And what a worker runs as the text of one script. */
declare module '*?text' {
  const text: string;
  export default text;
}

declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
