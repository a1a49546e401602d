import assert from 'node:assert/strict';
import { test } from 'node:test';
import { color, domainOf, gradientOf, hatching, inkOn, largest, maskedColor } from '../../web/figure/palette.js';

/** @type {(rgb: number[]) => number} relative luminance as WCAG has it */
function luminance(rgb) {
  const [red, green, blue] = rgb.map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const unit = domainOf('magnitude', 1, 'light');

test('magnitudes are viridis', () => {
  // From matplotlib's table of 256: its first, 65th, 129th, 193rd and last colour.
  const known = { 0: [68, 1, 84], 64: [58, 82, 139], 128: [32, 144, 140], 192: [94, 201, 97], 255: [253, 231, 36] };
  for (const [index, rgb] of Object.entries(known)) {
    const ours = color(Number(index) / 255, unit);
    ours.forEach((channel, i) => assert.ok(Math.abs(channel - rgb[i]) <= 2, `${index}: ${ours} is not ${rgb}`));
  }
});

test('the lighter, the larger', () => {
  for (let i = 1; i <= 100; i++) assert.ok(luminance(color(i / 100, unit)) > luminance(color((i - 1) / 100, unit)));
});

test('zero of a signed scale is a grey, and both sides go away from it alike', () => {
  for (const theme of /** @type {const} */ (['light', 'dark'])) {
    const domain = domainOf('signed', 3, theme);
    const [red, green, blue] = color(0, domain);
    assert.ok(Math.max(red, green, blue) - Math.min(red, green, blue) <= 2, `${theme}: ${[red, green, blue]}`);
    const zero = luminance([red, green, blue]);
    const away = (/** @type {number} */ value) => Math.abs(luminance(color(value, domain)) - zero);
    for (const side of [-1, 1]) {
      for (let i = 1; i <= 30; i++) {
        assert.ok(away(side * i / 10) > away(side * (i - 1) / 10), `${theme} at ${side * i / 10}`);
      }
    }
    assert.ok(Math.abs(away(3) - away(-3)) < 0.2);
    assert.notDeepEqual(color(1, domain), color(-1, domain));
  }
});

test('beyond its ends a scale stays at its ends', () => {
  assert.deepEqual(color(7, unit), color(1, unit));
  assert.deepEqual(color(-7, unit), color(0, unit));
});

test('a domain of zeros is a domain', () => {
  assert.deepEqual(domainOf('magnitude', 0, 'light'), { kind: 'magnitude', min: 0, max: 1, theme: 'light' });
  assert.deepEqual(domainOf('signed', 2, 'dark'), { kind: 'signed', min: -2, max: 2, theme: 'dark' });
});

test('the largest distance from zero leaves masked cells out', () => {
  assert.equal(largest([1, -3, -Infinity], [2]), 3);
  assert.equal(largest([]), 0);
});

test('the gradient of a scale runs through its colours', () => {
  for (const domain of [unit, domainOf('signed', 2, 'light'), domainOf('signed', 2, 'dark')]) {
    const stops = gradientOf(domain).match(/#\w{6}/g) ?? [];
    assert.ok(stops.length >= 17);
    stops.forEach((hex, i) => {
      const rgb = color(domain.min + (domain.max - domain.min) * i / (stops.length - 1), domain);
      const stop = (hex.match(/\w\w/g) ?? []).map((pair) => parseInt(pair, 16));
      rgb.forEach((channel, at) => assert.ok(Math.abs(channel - stop[at]) <= 2, `${hex}: ${rgb}`));
    });
  }
});

test('hatching is lines on the masked colour, one CSS pixel wide, on any screen', () => {
  for (const theme of /** @type {const} */ (['light', 'dark'])) {
    const plain = maskedColor(theme).join();
    const colors = (/** @type {number} */ ratio) =>
      Array.from(hatching(theme, ratio), (pixel) => [pixel & 255, pixel >> 8 & 255, pixel >> 16 & 255].join());
    assert.deepEqual(colors(0), [plain]);
    for (const ratio of [1, 1.5, 2, 3]) {
      const all = colors(ratio);
      assert.equal(all.length, Math.round(6 * ratio));
      const bare = all.filter((color) => color === plain).length;
      assert.ok(bare >= all.length / 3 && bare < all.length, `${bare} of ${all.length} at ${ratio}`);
      assert.equal(all[0], colors(1)[0], 'the middle of a line has its full colour');
    }
  }
});

test('numbers can be read on every colour', () => {
  const domains = [unit, domainOf('signed', 1, 'light'), domainOf('signed', 1, 'dark')];
  for (const domain of domains) {
    for (let i = -100; i <= 100; i++) {
      const rgb = color(i / 100, domain);
      const [light, dark] = [inkOn(rgb) === '#fff' ? 1 : luminance(rgb), inkOn(rgb) === '#fff' ? luminance(rgb) : 0];
      assert.ok((light + 0.05) / (dark + 0.05) >= 4.5, `${rgb} under ${inkOn(rgb)}`);
    }
  }
});
