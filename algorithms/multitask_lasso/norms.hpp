// The multi-task Lasso with other norms than the plain one: which norm the options ask for, and its solution.
//
// Each norm is compiled in a source of its own, for every loss and with and without W >= 0.
#pragma once

#include "algorithms/multitask_lasso.hpp"
#include "lib/estimator/linear_fit.hpp"
#include "lib/penalty/feature_groups.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/penalty/row_max_norm.hpp"
#include "lib/penalty/sparse_group_rows.hpp"
#include "lib/solver/row_engine.hpp"

namespace starling::multitask_lasso {

using Options = MultitaskLasso::Options;

// Throws InvalidOption for options that do not go together, and for lists of another length than the features.
void check_norm(const Options& options, arma::uword n_features);

// True where the options ask for row norms (and a ridge) alone.
bool is_plain(const Options& options);

// The smallest strength of the norm (its own does not matter) at which every coefficient is zero.
double zero_strength(const Options& options, const PreparedData& ready, const RowGroupLasso& norm);
double zero_strength(const Options& options, const PreparedData& ready, const SparseGroupRows& norm);
double zero_strength(const Options& options, const PreparedData& ready, const RowMaxNorm& norm);
double zero_strength(const Options& options, const PreparedData& ready, const FeatureGroupLasso& norm);

// The solution with norm + mu/2 |W|^2, by an engine that may have seen the data before.
Solution solve(const Options& options, const PreparedData& ready, const RowGroupLasso& norm, double mu,
               RowEngine& engine);
Solution solve(const Options& options, const PreparedData& ready, const SparseGroupRows& norm, double mu,
               RowEngine& engine);
Solution solve(const Options& options, const PreparedData& ready, const RowMaxNorm& norm, double mu, RowEngine& engine);
Solution solve(const Options& options, const PreparedData& ready, const FeatureGroupLasso& norm, double mu,
               RowEngine& engine);

// f(norm) with the norm that the options ask for, of this strength.
template <class F>
auto visit_norm(const Options& options, double strength, F&& f) {
  if (!options.feature_groups.empty()) return f(FeatureGroupLasso{strength, FeatureGroups::of(options.feature_groups)});
  if (options.norm == RowNorm::linf) return f(RowMaxNorm{strength});
  if (options.entry_share > 0.0) return f(SparseGroupRows{strength, options.entry_share});
  return f(RowGroupLasso{strength, arma::vec(options.row_weights)});
}

}  // namespace starling::multitask_lasso
