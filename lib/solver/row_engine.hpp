// The solver of row penalties: for every problem the method that suits it.
//
// METHOD  Squared loss with the row norm (and ridge), one dense X and every row penalised: Newton's method on the row
//         scales (lib/solver/row_newton/row_newton.hpp), kept between problems of the same data; where samples were
//         reduced for it and it does not get there, once more on all of them. Free rows of dense squared-loss problems
//         are projected out first (lib/solver/projected_rows.hpp). Everything else, and whatever Newton's method leaves
//         unproved: row block-coordinate descent, which gives way to Newton's method task by task where that is cheaper
//         (lib/solver/row_newton/row_hybrid.hpp).
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <type_traits>

#include "lib/base/error.hpp"
#include "lib/solver/projected_rows.hpp"
#include "lib/solver/row_newton/reduced_samples.hpp"
#include "lib/solver/row_newton/row_hybrid.hpp"
#include "lib/solver/row_newton/row_newton.hpp"

namespace starling {

class RowEngine {
 public:
  // On a path Newton's method goes on from its last solution of the same data, whatever start is given, and works on as
  // many samples as there are features where the path is long enough for that to pay
  // (lib/solver/row_newton/reduced_samples.hpp).
  enum class Use { single_fits, path };
  // fits: how many the path will have, as far as that is known.
  explicit RowEngine(Use use = Use::single_fits, std::size_t fits = 100) : use_(use), fits_(fits) {}

  template <CurvedLoss L, RowSolvable P>
  Solution operator()(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) {
    if constexpr (std::is_same_v<L, Squared> && std::is_same_v<P, Ridged<RowGroupLasso>>) {
      if (row_newton_suits(problem)) return by_newton(problem, rule, std::move(start));
      if (ProjectedRows::suits(problem) && rule.max_iterations > 0)
        return by_projection(problem, rule, std::move(start));
    }
    return RowHybrid{}(problem, rule, std::move(start));
  }
  // Whether the last problem was solved on as many samples as there are features.
  bool is_on_reduced_samples() const { return reduced_.has_value(); }
  // For solve_rescaled(); this object must outlive it.
  auto as_solver() {
    return [this](const auto& problem, const StopRule& rule, Coefficients start) {
      return (*this)(problem, rule, std::move(start));
    };
  }

 private:
  Solution by_newton(const row_newton::RowNormProblem& problem, const StopRule& rule, Coefficients start);
  Solution by_kept_engine(const row_newton::RowNormProblem& problem, const StopRule& rule, const Coefficients& start);
  bool keeps(const row_newton::RowNormProblem& problem) const;
  void keep(const row_newton::RowNormProblem& problem, bool may_reduce);
  Solution by_projection(const row_newton::RowNormProblem& problem, const StopRule& rule, Coefficients start);

  Use use_;
  std::size_t fits_;
  // The engine of the last data, and what tells them: X, targets, factors and intercept.
  std::optional<MultiTaskData> data_;
  arma::vec c_;
  Intercept intercept_ = Intercept::none;
  std::optional<row_newton::ReducedSamples> reduced_;
  std::unique_ptr<row_newton::SharedEngine> engine_;
  std::unique_ptr<ProjectedRows> projected_;
};

}  // namespace starling
