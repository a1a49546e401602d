// exp for a handful of floats at once.
#pragma once

#include "kernels/lanes.hpp"

namespace attention {

// exp(x) for x <= 0, within 2 units in the last place; below -87.33, where float32 has no normal number left, 0.
// Cody and Waite (1980): x = n·ln 2 + r, exp(x) = 2^n·exp(r), |r| <= ln 2 / 2, and a polynomial of degree 7 for exp(r)
// with the coefficients of Cephes (Moshier 1989).
inline Lanes exponential(Lanes x) {
  constexpr float kSmallest = -87.33f;
  constexpr float kShift = 12582912;  // 1.5·2^23: adding it rounds to a whole number in the low bits
  const Lanes shifted = multiplyAdd(x, splat(1.44269504f), splat(kShift));
  const Lanes n = shifted - kShift;
  Lanes r = multiplyAdd(n, splat(-0.693359375f), x);  // ln 2 in two parts; n times the first is exact
  r = multiplyAdd(n, splat(2.12194440e-4f), r);
  Lanes p = splat(1.9875691500e-4f);
  p = multiplyAdd(p, r, splat(1.3981999507e-3f));
  p = multiplyAdd(p, r, splat(8.3334519073e-3f));
  p = multiplyAdd(p, r, splat(4.1665795894e-2f));
  p = multiplyAdd(p, r, splat(1.6666665459e-1f));
  p = multiplyAdd(p, r, splat(5.0000001201e-1f));
  p = multiplyAdd(p * r, r, r) + 1.0f;
  const IntegerLanes scaled = IntegerLanes(p) + (IntegerLanes(shifted) << 23);  // 2^n goes into the exponent
  return x < kSmallest ? Lanes{} : Lanes(scaled);
}

}  // namespace attention
