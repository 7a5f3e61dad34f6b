// Trace-norm regularisation: tasks share a low-dimensional subspace.
//
// PROBLEM  minimise over W (d x T), b
//              sum_t sum_i c_ti loss(y_ti, x_ti'w_t + b_t) + lambda sum_i sigma_i(W) + mu / 2 |W|^2
//          with sigma_i the singular values of W, c the sample weights under the averaging; b is not penalised.
// WHEN     Task coefficients are combinations of a few unknown directions. Where they share single features prefer
//          multitask_lasso; where tasks form groups prefer clustered_regression.
// METHOD   Squared loss: Douglas-Rachford splitting on one factor a task, and growing subspaces where tasks have fewer
//          samples than features (lib/solver/spectral_engine.hpp). Other losses: Newton's method, every step such a
//          squared loss (lib/solver/spectral_newton.hpp). [boyd2011distributed] [lee2014proximal]
// PROOF    Duality gap: the scaled dual gradient has spectral norm <= lambda.
// COST     An iteration is 2 T p^2 flops for p <= 64 features, else 4 d T min(n_t, d), plus
//          4 d T m + 9 m^3, m = min(d, T); memory the data, the factors (min(n_t, d)^2 a task) and a few d x T.
// EDGES    lambda >= lambda_max gives W exactly zero.
//          One task has penalty lambda |w|_2.
//          T identical tasks with lambda are one task with penalty lambda / sqrt(T) |w|_2.
// PAPERS   argyriou2007multi, argyriou2008convex, ji2009accelerated, pong2010trace
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling {

struct TraceNorm {
  static constexpr std::string_view name = "trace_norm";
  static constexpr std::string_view summary = "tasks in a low-dimensional subspace (trace norm)";

  struct Options {
    Lambda lambda = Lambda::share_of_max(0.1);
    double mu = 0.0;
    LossName loss = LossName::squared;
    double huber_delta = 1.0;
    double epsilon = 0.1;
    bool intercept = true;
    bool standardize = false;
    Averaging averaging = Averaging::task_mean;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.lambda, fields::lambda);
      visit(self.mu, Field{.name = "mu",
                           .help = "strength of an additional ridge penalty mu / 2 |W|^2",
                           .range = Range::at_least(0)});
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
  std::optional<double> lambda_max(const MultiTaskData& data) const;
  bool is_classifier() const { return is_classification(options.loss); }
};

}  // namespace starling
