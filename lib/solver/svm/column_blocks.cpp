#include "lib/solver/svm/column_blocks.hpp"

#include <algorithm>

namespace starling::svm {

ColumnBlocks::ColumnBlocks(const SampleRows& rows, const std::vector<std::vector<SignedSample>>& chosen,
                           const std::vector<double>& last)
    : width_(rows.width()),
      shared_width_(width_ - (last.empty() ? 0 : 1)),
      stride_(rows.stride()),
      begins_{0},
      starts_{0} {
  for (const auto& task : chosen) {
    begins_.push_back(begins_.back() + task.size());
    starts_.push_back(starts_.back() + AlignedDoubles::padded(task.size()) * width_);
  }
  values_ = AlignedDoubles(starts_.back());
  for (arma::uword t = 0; t < n_tasks(); ++t) {
    double* out = values_.data() + starts_[t];
    const arma::uword apart = column_stride(t);
    for (arma::uword i = 0; i < count(t); ++i) {
      const double* row = rows.of(t).dense_row(chosen[t][i].position);
      for (arma::uword j = 0; j < width_; ++j) out[j * apart + i] = chosen[t][i].sign * row[j];
      if (!last.empty()) out[shared_width_ * apart + i] = chosen[t][i].sign * last[t];
    }
  }
}

void ColumnBlocks::products(arma::uword t, const double* w, double* out) const {
  if (count(t) > 0) blas::multiply_vector(blas::Op::none, 1.0, view(t), w, 0.0, out + begin(t));
}

void ColumnBlocks::moments(arma::uword t, const double* v, double* out) const {
  std::fill(out, out + stride_, 0.0);
  if (count(t) > 0) blas::multiply_vector(blas::Op::transpose, 1.0, view(t), v + begin(t), 0.0, out);
}

}  // namespace starling::svm
