// What SciPy, statsmodels and scikit-posthocs say: tests/golden/files/make_compare_statistics.py made it.
#pragma once

#include <string>
#include <vector>

#include "lib/data/formats/npz.hpp"

namespace starling::compare {

inline arma::mat golden(const std::string& name) {
  static NpzFile file = NpzFile::open(STARLING_SOURCE_DIR "/tests/golden/files/compare_statistics.npz");
  return file.read(name).matrix();
}

inline std::vector<double> golden_numbers(const std::string& name) {
  return arma::conv_to<std::vector<double>>::from(arma::vectorise(golden(name)));
}

}  // namespace starling::compare
