#include "lib/linalg/blas_library.hpp"

#include <cblas.h>

namespace starling::blas {

Library library() {
  return {.name = openblas_get_config(), .kernel = openblas_get_corename(), .threads = openblas_get_num_threads()};
}

}  // namespace starling::blas
