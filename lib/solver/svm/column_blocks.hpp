// Samples of every task by columns, packed, for direct methods with few features. Task t's samples are rows begin(t) ..
// begin(t + 1) - 1 of vectors over all of them, which are padded to a multiple of AlignedDoubles::line.
#pragma once

#include <armadillo>
#include <cstdint>
#include <vector>

#include "lib/linalg/blas.hpp"
#include "lib/solver/svm/sample_rows.hpp"

namespace starling::svm {

// A sample, possibly with its sign changed.
struct SignedSample {
  std::uint32_t position = 0;  // within its task
  double sign = 1.0;
};

class ColumnBlocks {
 public:
  // Dense features only. chosen: of every task. last: what stands in the column kept for the intercept, one a task.
  ColumnBlocks(const SampleRows& rows, const std::vector<std::vector<SignedSample>>& chosen,
               const std::vector<double>& last = {});

  arma::uword n_tasks() const { return begins_.size() - 1; }
  arma::uword size() const { return begins_.back(); }
  arma::uword begin(arma::uword t) const { return begins_[t]; }
  arma::uword count(arma::uword t) const { return begins_[t + 1] - begins_[t]; }
  arma::uword width() const { return width_; }
  arma::uword shared_width() const { return shared_width_; }  // without the intercepts, which are no two tasks' own
  arma::uword stride() const { return stride_; }              // of vectors of features
  // d columns, column_stride(t) apart, with zeros below the samples.
  const double* columns(arma::uword t) const { return values_.data() + starts_[t]; }
  arma::uword column_stride(arma::uword t) const { return AlignedDoubles::padded(count(t)); }

  // out (at begin(t)) = X_t w, and out (stride long) = X_t'v.
  void products(arma::uword t, const double* w, double* out) const;
  void moments(arma::uword t, const double* v, double* out) const;

 private:
  blas::View view(arma::uword t) const { return {columns(t), count(t), width_, column_stride(t)}; }

  arma::uword width_, shared_width_, stride_;
  std::vector<arma::uword> begins_, starts_;
  AlignedDoubles values_;
};

}  // namespace starling::svm
