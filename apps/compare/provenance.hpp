// Where and by what numbers are computed.
#pragma once

#include "lib/base/params.hpp"

namespace starling::compare {

// version, compiler, armadillo, blas, blas_kernel, processor, threads.
Params provenance();

}  // namespace starling::compare
