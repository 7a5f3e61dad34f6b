// Samples as lines of text, the form of SVMlight and LIBSVM: a target, then index:value for every feature that is not
// zero.
//
//     1 0:6 3:0.5     # a remark
//     -1 2:1
//
// EDGES   Indices count from `first_index` and rise within a line; the width is given, because a file need not mention
//         its last features. Throws InvalidData with file:line for anything else than these words, for an index out of
//         range or out of order, and for a number that is not finite. Blank lines and lines of remarks are no samples.
// COST    One pass; memory the file and 16 bytes per value.
#pragma once

#include <armadillo>
#include <filesystem>
#include <string>
#include <string_view>

namespace starling {

struct SvmlightShape {
  arma::uword n_features = 0;
  arma::uword first_index = 1;  // of feature 1: 0 or 1
};

struct SvmlightSamples {
  arma::sp_mat X;
  arma::vec y;
};

SvmlightSamples read_svmlight(const std::filesystem::path& path, const SvmlightShape& shape);
// The same of text in memory; `where` begins the message of an error.
SvmlightSamples parse_svmlight(std::string_view text, const SvmlightShape& shape, const std::string& where);

}  // namespace starling
