// Token ids -> X.
#pragma once

#include "tensor/expected.hpp"
#include "tensor/view.hpp"
#include "transformer/sentences.hpp"

namespace attention {

// (L, E): row ids[l] of table (V, E), times sqrt(E), plus sinusoidalPositions of its place in its sentence.
// Errors: InvalidSize (no token, an empty sentence, an id that is no row of the table).
Expected<Matrix> embed(const Sentences& sentences, ConstView table);

}  // namespace attention
