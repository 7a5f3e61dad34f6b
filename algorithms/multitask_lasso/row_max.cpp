#include "algorithms/multitask_lasso/row_norm.hpp"

namespace starling::multitask_lasso {

double zero_strength(const Options& options, const PreparedData& ready, const RowMaxNorm& norm) {
  return zero_strength_of(options, ready, norm);
}

Solution solve(const Options& options, const PreparedData& ready, const RowMaxNorm& norm, double mu,
               RowEngine& engine) {
  return solve_by_rows(options, ready, norm, mu, engine);
}

}  // namespace starling::multitask_lasso
