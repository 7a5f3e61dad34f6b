// Which BLAS a program really runs: results have the same bits only for one library and one kernel.
#pragma once

#include <string>

namespace starling::blas {

struct Library {
  std::string name;    // with its version and build options: "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ..."
  std::string kernel;  // the processor it has code for: "Haswell"
  int threads = 1;     // that it would use on its own
};
Library library();

}  // namespace starling::blas
