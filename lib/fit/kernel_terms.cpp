#include "lib/fit/kernel_terms.hpp"

namespace starling {
namespace {

Design all_rows(const MultiTaskData& data) {
  if (data.is_shared()) return data.design(0);
  std::vector<Design> designs;
  for (arma::uword t = 0; t < data.n_tasks(); ++t) designs.push_back(data.design(t));
  return stack_rows(designs);
}

}  // namespace

KernelSamples::KernelSamples(const MultiTaskData& data, const SampleKernel& kernel)
    : data_(data), rows_(all_rows(data), kernel) {}

arma::vec kernel_predictions(const KernelSamples& samples, const arma::mat& task_kernel, const arma::vec& u) {
  const MultiTaskData& data = samples.data();
  const arma::uword n = samples.rows().size(), T = data.n_tasks();
  arma::mat sums(n, T, arma::fill::zeros);  // column s: sum over task s of u_i k(x_i, .)
  arma::vec row(n);
  for (arma::uword r = 0; r < n; ++r) {
    bool is_known = false;
    for (arma::uword t = 0; t < T; ++t) {
      const arma::uword first = samples.first_row(t);
      if (r < first || r >= first + data.rows_of(t).size()) continue;
      const double weight = u[data.rows_of(t).begin + r - first];
      if (weight == 0.0) continue;
      if (!is_known) samples.rows().row(r, row.memptr());
      is_known = true;
      sums.col(t) += weight * row;
    }
  }
  arma::vec eta(data.size());
  for (arma::uword t = 0; t < T; ++t) {
    const Rows rows = data.rows_of(t);
    if (rows.size() == 0) continue;
    const arma::uword first = samples.first_row(t);
    eta.subvec(rows.begin, rows.end - 1) = -sums.rows(first, first + rows.size() - 1) * task_kernel.col(t);
  }
  return eta;
}

}  // namespace starling
