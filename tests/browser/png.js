// Just enough of PNG (ISO/IEC 15948) to read a browser's screenshot: 8 bits a channel, not interlaced.
import { inflateSync } from 'node:zlib';

/**
 * @param {Uint8Array} file
 * @returns {{ width: number, height: number, at: (x: number, y: number) => number[] }} at: red, green, blue of a pixel
 */
export function readPng(file) {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const channels = { 2: 3, 6: 4 }[bytes[25]];
  if (bytes[24] !== 8 || !channels || bytes[28] !== 0) throw new Error('no PNG as browsers make them');
  const parts = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const isData = bytes.toString('latin1', at + 4, at + 8) === 'IDAT';
    if (isData) parts.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  const lines = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const pixels = Buffer.alloc(height * stride);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const i = y * stride + x;
      const left = x >= channels ? pixels[i - channels] : 0;
      const up = y > 0 ? pixels[i - stride] : 0;
      const corner = x >= channels && y > 0 ? pixels[i - stride - channels] : 0;
      pixels[i] = lines[i + y + 1] + predict(filter, left, up, corner);
    }
  }
  const at = (/** @type {number} */ x, /** @type {number} */ y) => {
    const i = y * stride + x * channels;
    return [...pixels.subarray(i, i + 3)];
  };
  return { width, height, at };
}

/** @param {number} filter @param {number} left @param {number} up @param {number} corner */
function predict(filter, left, up, corner) {
  switch (filter) {
    case 0: return 0;
    case 1: return left;
    case 2: return up;
    case 3: return (left + up) >> 1;
  }
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
