// Summaries of samples, and a fit.

/** @typedef {{ median: number, least: number, most: number, spread: number, count: number }} Summary
 *   spread: between the quartiles, as a share of the median */

/** @param {number[]} samples @param {number} share 0 to 1 */
export function quantile(samples, share) {
  const sorted = [...samples].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  return sorted[below] + (place - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
}

/** @param {number[]} samples @returns {Summary} */
export function summarize(samples) {
  const median = quantile(samples, 0.5);
  return {
    median,
    least: Math.min(...samples),
    most: Math.max(...samples),
    spread: (quantile(samples, 0.75) - quantile(samples, 0.25)) / median,
    count: samples.length,
  };
}

/**
 * The numbers a, b, c for which t = a + b·x + c·x² is nearest to the points, by the squares of relative errors: so that
 * the small times say as much as the large ones.
 * @param {{ x: number, t: number }[]} points
 * @returns {[number, number, number]}
 */
export function fitQuadratic(points) {
  const largest = Math.max(...points.map(({ x }) => x)); // x in units of this, so that the equations are well conditioned
  const rows = points.map(({ x, t }) => [1, x / largest, (x / largest) ** 2].map((value) => value / t));
  const normal = [0, 1, 2].map((i) => [
    ...[0, 1, 2].map((j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0)),
    rows.reduce((sum, row) => sum + row[i], 0),
  ]);
  const [a, b, c] = solve(normal);
  return [a, b / largest, c / largest ** 2];
}

/** Gauss's elimination. @param {number[][]} augmented */
function solve(augmented) {
  const n = augmented.length;
  for (let i = 0; i < n; i++) {
    const pivot = augmented.slice(i).reduce((best, row) => (Math.abs(row[i]) > Math.abs(best[i]) ? row : best));
    augmented.splice(augmented.indexOf(pivot), 1);
    augmented.splice(i, 0, pivot);
    for (const row of augmented) {
      if (row === pivot) continue;
      const factor = row[i] / pivot[i];
      for (let j = i; j <= n; j++) row[j] -= factor * pivot[j];
    }
  }
  return augmented.map((row, i) => row[n] / row[i]);
}
