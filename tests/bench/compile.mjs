// The bench's own C and C++, by the compilers of the project.
import { mkdirSync, readFileSync } from 'node:fs';

import { runInToolchain } from '../../.ci/lib.mjs';

export const KERNELS = 'build/bench';

const BUILDS = [
  { name: 'simd', flags: ['-msimd128'], library: 'libattention.a' },
  { name: 'relaxed', flags: ['-msimd128', '-mrelaxed-simd'], library: 'libattention-relaxed.a' },
];
const MODULE = ['--no-entry', '-sSTANDALONE_WASM', '-sSTACK_SIZE=256KB', '-sINITIAL_MEMORY=64MB'];
/** The product comes from what `npm run build` left, and is linked with the flags of CMakePresets.json. */
const LIKE_OURS = ['-std=c++20', '-Oz', '-flto', '-DNDEBUG', '-Isrc', '-isystem', 'build/wasm/include'];

export async function compileKernels() {
  mkdirSync(KERNELS, { recursive: true });
  for (const { name, flags, library } of BUILDS) {
    const emcc = (/** @type {string[]} */ ...args) => runInToolchain(['emcc', ...flags, ...MODULE, ...args], 'bench');
    await emcc('-O3', 'tests/bench/peak.c', '-o', `${KERNELS}/peak.${name}.wasm`);
    await emcc(...LIKE_OURS, 'tests/bench/multiply.cpp', `build/wasm/${library}`, '-o', `${KERNELS}/multiply.${name}.wasm`);
    await emcc('-std=c++20', '-O3', '-Isrc', 'tests/bench/exponential.cpp', '-o', `${KERNELS}/exponential.${name}.wasm`);
  }
  if (hasFma()) {
    await runInToolchain(['cc', '-O3', '-mavx2', '-mfma', 'tests/bench/peak.c', '-o', `${KERNELS}/peak.native`], 'bench');
  }
}

/** Whether this processor has AVX2 and fused multiply-add. */
export const hasFma = () => /^flags\s*:(?=.* avx2\b)(?=.* fma\b)/m.test(readFileSync('/proc/cpuinfo', 'utf8'));
