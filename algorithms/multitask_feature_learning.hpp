// Convex multi-task feature learning: a few features, combinations of the given ones, that all tasks use.
//
// PROBLEM  minimise over orthogonal U (d x d), A (d x T), b
//              sum_t sum_i c_ti loss(y_ti, x_ti'U a_t + b_t) + lambda / 2 (sum_j |a^j|)^2
//          with a^j row j of A, the use that tasks make of learned feature j; equally, over W = U A and a d x d
//          covariance D >= 0 of trace 1 with lambda / 2 tr(W'D^-1 W). c are the sample weights under the averaging;
//          b is not penalised.
// WHEN     Tasks use the same few directions of the features. Where they use the same single features prefer
//          multitask_lasso; trace_norm has the same family of solutions and a lambda at which they are zero.
// METHOD   The best D is (WW')^(1/2) over its trace: what remains is lambda / 2 (sum_i sigma_i(W))^2, by
//          Douglas-Rachford splitting (lib/solver/spectral_engine.hpp), inside Newton's method for other than squared
//          losses. [argyriou2008convex] [lee2014proximal]
// PROOF    Duality gap with the conjugate of the squared trace norm: the optimum, from any start.
// LEARNED  basis (d x r): the learned features, orthonormal columns of U. basis_coefficients (r x T): rows of A, so
// that
//          W = basis times these. basis_weights (r): eigenvalues of D, which sum to 1.
// COST     An iteration is 2 T p^2 flops for p <= 64 features, else 4 d T min(n_t, d), plus 4 d T m + 9 m^3, m = min(d,
//          T); memory the data, the factors (min(n_t, d)^2 a task) and a few d x T.
// EDGES    The optimum is that of the trace norm with strength lambda sum_i sigma_i(W).
//          It is task_relationship with mu = 0.
//          One task is ridge regression with strength lambda.
//          A share of lambda_max is InvalidOption: no lambda makes the coefficients zero.
// PAPERS   argyriou2008convex, argyriou2007multi
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling {

struct MultitaskFeatureLearning {
  static constexpr std::string_view name = "multitask_feature_learning";
  static constexpr std::string_view summary = "a few learned features that all tasks use";

  struct Options {
    Lambda lambda = 0.1;
    LossName loss = LossName::squared;
    double huber_delta = 1.0;
    double epsilon = 0.1;
    bool intercept = true;
    bool standardize = false;
    Averaging averaging = Averaging::task_mean;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.lambda, fields::lambda);
      visit(self.loss, fields::loss(fields::smooth_losses));
      visit(self.huber_delta, fields::huber_delta);
      visit(self.epsilon, fields::epsilon);
      visit(self.intercept, fields::intercept);
      visit(self.standardize, fields::standardize);
      visit(self.averaging, fields::averaging);
    }
  };
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  // One engine for all strengths: the factors of the tasks are made once, and every fit goes on from the last one.
  void fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                const PathSink& sink) const;
  std::optional<std::string> unsuited(const MultiTaskData& data) const;
  // No strength of this penalty makes the coefficients zero.
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return is_classification(options.loss); }
};

}  // namespace starling
