// Checks of a loader: a file that has other numbers than the data set it is named after is refused.
#pragma once

#include <armadillo>
#include <filesystem>
#include <string_view>

#include "lib/data/formats/mat_file.hpp"

namespace starling {

// The variable of a MATLAB file as a matrix of exactly this size. Throws InvalidData.
arma::mat expected_matrix(const MatValue& value, const std::filesystem::path& path, arma::uword rows, arma::uword cols);

// Throws InvalidData unless got is the known number; what names it: "sum of the exam scores".
void expect_number(const std::filesystem::path& path, std::string_view what, double got, double expected);

}  // namespace starling
