// Ragged tasks as the Python side writes them: PREFIX-y.npy and PREFIX-sizes.npy, and PREFIX-X.npy (dense) or
// PREFIX-indptr.npy, PREFIX-indices.npy and PREFIX-data.npy (compressed rows).
#pragma once

#include <filesystem>
#include <starling.hpp>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/input_file.hpp"
#include "lib/data/formats/npy.hpp"

namespace starling::bench {

inline NpyArray read_array(const std::string& path) {
  const std::string bytes = read_file(path);
  MemoryBudget budget(path, bytes.size());
  return parse_npy(bytes, path, budget);
}
inline arma::vec read_vector(const std::string& path) { return read_array(path).vector(); }

// The rows of one task, of a dense matrix or of three arrays of compressed rows.
class Features {
 public:
  explicit Features(const std::string& prefix) : sparse_(std::filesystem::exists(prefix + "-indptr.npy")) {
    if (sparse_) {
      starts_ = arma::conv_to<arma::uvec>::from(read_vector(prefix + "-indptr.npy"));
      indices_ = arma::conv_to<arma::uvec>::from(read_vector(prefix + "-indices.npy"));
      values_ = read_vector(prefix + "-data.npy");
      width_ = indices_.max() + 1;
    } else {
      dense_ = read_array(prefix + "-X.npy").matrix();
    }
  }
  Design rows(arma::uword begin, arma::uword end) const {
    if (!sparse_) return arma::mat(dense_.rows(begin, end - 1));
    const arma::uword first = starts_[begin], last = starts_[end];
    const arma::uvec starts = starts_.subvec(begin, end) - first;
    const arma::sp_mat transposed(indices_.subvec(first, last - 1), starts, values_.subvec(first, last - 1), width_,
                                  end - begin);
    return arma::sp_mat(transposed.t());
  }

 private:
  bool sparse_;
  arma::mat dense_;
  arma::uvec starts_, indices_;
  arma::vec values_;
  arma::uword width_ = 0;
};

inline MultiTaskData read_tasks(const std::string& prefix) {
  const Features features(prefix);
  const arma::vec y = read_vector(prefix + "-y.npy");
  std::vector<Task> tasks;
  arma::uword begin = 0;
  for (const double size : read_vector(prefix + "-sizes.npy")) {
    const arma::uword end = begin + static_cast<arma::uword>(size);
    tasks.push_back({.X = features.rows(begin, end), .y = y.subvec(begin, end - 1)});
    begin = end;
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

}  // namespace starling::bench
