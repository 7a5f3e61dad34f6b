// Where and by what numbers are computed.
#pragma once

#include "lib/base/params.hpp"

namespace starling::cli {

// version, compiler, armadillo, blas, blas_kernel, processor, threads.
Params provenance();

}  // namespace starling::cli
