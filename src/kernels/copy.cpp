#include "kernels/copy.hpp"

#include <algorithm>

namespace attention {

void copy(ConstView source, MutableView target) {
  for (std::size_t m = 0; m < source.rows; ++m) {
    std::copy_n(source.data + m * source.rowStride, source.columns, target.data + m * target.rowStride);
  }
}

}  // namespace attention
