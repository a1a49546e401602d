/**
 * A window that moves to a screen of another density keeps its size, so that nothing else tells.
 * @param {() => void} changed
 * @param {AbortSignal} signal
 */
export function onDensityChange(changed, signal) {
  const again = () => {
    changed();
    onDensityChange(changed, signal);
  };
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', again, { once: true, signal });
}
