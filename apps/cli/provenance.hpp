// Where and by what numbers are computed.
#pragma once

#include "lib/base/params.hpp"

namespace starling::cli {

// version, commit (of the sources when the build was configured), compiler, compiler_flags, armadillo, blas,
// blas_kernel, processor, threads, memory_mib.
Params provenance();

}  // namespace starling::cli
