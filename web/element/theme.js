/** The colours of the two themes; each is a variable that a page may set. */

export const LIGHT = `
  --theme: light;
  --paper: var(--attention-view-background, #fff);
  --ink: var(--attention-view-color, #1b1d21);
  --quiet: var(--attention-view-quiet-color, #5a5f67);
  --line: var(--attention-view-line-color, #d8dadd);
  --tint: var(--attention-view-tint-color, #f3f4f4);
  --query: var(--attention-view-query-color, #0072b2);
  --key: var(--attention-view-key-color, #d55e00);
  --value: var(--attention-view-value-color, #009e73);
  --query-ink: var(--attention-view-query-ink, #0068a3);
  --key-ink: var(--attention-view-key-ink, #b34d00);
  --value-ink: var(--attention-view-value-ink, #007857);
  --wrong: #a3132a;
  color-scheme: light;
`;

export const DARK = `
  --theme: dark;
  --paper: var(--attention-view-background, #15171a);
  --ink: var(--attention-view-color, #e8e9ea);
  --quiet: var(--attention-view-quiet-color, #a0a6ad);
  --line: var(--attention-view-line-color, #35393f);
  --tint: var(--attention-view-tint-color, #202327);
  --query: var(--attention-view-query-color, #5fb8ee);
  --key: var(--attention-view-key-color, #f79a58);
  --value: var(--attention-view-value-color, #45c9a0);
  --query-ink: var(--attention-view-query-ink, #5fb8ee);
  --key-ink: var(--attention-view-key-ink, #f79a58);
  --value-ink: var(--attention-view-value-ink, #45c9a0);
  --wrong: #ff9aa6;
  color-scheme: dark;
`;
