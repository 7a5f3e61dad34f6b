// The features of every task, sample by sample: what coordinate descent reads.
//
// Dense features are copied row by row, padded to whole cache lines; sparse ones as compressed rows with 32-bit
// columns. A penalised intercept is one more feature that is 1 everywhere. One copy where all tasks share X.
#pragma once

#include <armadillo>
#include <cstdint>
#include <vector>

#include "lib/data/multitask_data.hpp"
#include "lib/linalg/aligned.hpp"
#include "lib/linalg/large_array.hpp"
#include "lib/linalg/row_kernels.hpp"

namespace starling::svm {

// The samples of one task.
struct RowBlock {
  arma::uword n = 0, stride = 0;
  const double* dense = nullptr;           // n rows, stride apart; null: sparse
  const arma::mat* columns = nullptr;      // the same without the constant feature, as it is in the data
  const std::uint64_t* starts = nullptr;   // n + 1
  const std::uint32_t* indices = nullptr;  // of the values
  const double* values = nullptr;
  const double* square_norms = nullptr;  // n

  const double* dense_row(arma::uword k) const { return dense + k * stride; }
  kernels::SparseRow sparse_row(arma::uword k) const {
    return {static_cast<arma::uword>(starts[k + 1] - starts[k]), indices + starts[k], values + starts[k]};
  }
};

// The last column, beside the features: nothing, a feature that is 1 everywhere, or room for an intercept that is not
// penalised: zeros, in whose place direct methods put what they need.
enum class LastColumn { feature, constant, intercept };

class SampleRows {
 public:
  // The data must outlive this object.
  explicit SampleRows(const MultiTaskData& data, LastColumn last = LastColumn::feature);

  const MultiTaskData& data() const { return data_; }
  arma::uword n_tasks() const { return data_.n_tasks(); }
  arma::uword size() const { return data_.size(); }  // flat samples
  arma::uword width() const { return width_; }       // features and the last column
  arma::uword stride() const { return stride_; }     // width, padded: vectors of features are that long
  bool has_constant() const { return constant_; }
  bool is_dense() const { return !data_.any_sparse(); }
  const RowBlock& of(arma::uword t) const { return blocks_[t]; }

  // out_k = x_k'z over task t.
  void products(arma::uword t, const double* z, double* out) const;
  double product(arma::uword t, arma::uword k, const double* z) const;
  // z += c x_k.
  void add(arma::uword t, arma::uword k, double c, double* z) const;
  // |x_k|^2 of task t.
  double square_norm(arma::uword t, arma::uword k) const { return blocks_[t].square_norms[k]; }

 private:
  // Where the rows of every task begin in the arrays of all.
  struct Place {
    std::size_t dense = 0, starts = 0, stored = 0, row = 0;
  };
  RowBlock copy(const Design& design, const Place& place);
  void copy_dense(const arma::mat& X, const Place& place);
  void copy_sparse(const arma::sp_mat& X, const Place& place);

  const MultiTaskData& data_;
  bool constant_;
  arma::uword width_, stride_;
  LargeArray<double> dense_, values_, square_norms_;
  LargeArray<std::uint64_t> starts_;
  LargeArray<std::uint32_t> indices_;
  std::vector<RowBlock> blocks_;  // one a task
};

}  // namespace starling::svm
