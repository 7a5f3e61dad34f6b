// Convex clustered multi-task regression: tasks lie around a few centres that are learned with them.
//
// PROBLEM  minimise over W (d x T), b    sum_t sum_i c_ti loss(y_ti, x_ti'w_t + b_t)
//                                        + rho1 eta (1 + eta) min_M tr(W (eta I + M)^-1 W'),  eta = rho2 / rho1,
//          over T x T matrices 0 <= M <= I with trace n_clusters: the convex relaxation of k-means on the columns of W.
//          c are the sample weights under the averaging; b is not penalised.
// WHEN     Tasks fall into groups of similar coefficients and the groups are unknown. Where all tasks resemble one
//          another prefer pooled_ridge or multitask_svm; where they share directions prefer trace_norm.
// METHOD   M is eliminated by water-filling on the singular values of W; Douglas-Rachford splitting
//          (lib/solver/spectral_engine.hpp) on what remains, inside Newton's method for other than squared losses. The
//          objective is that of convex alternating structure optimisation with n_clusters dimensions.
//          [zhou2011clustered] [boyd2011distributed] [lee2014proximal]
// PROOF    Duality gap with the conjugate (eta |G|_F^2 + sum of the n_clusters largest sigma_i(G)^2) / (4 kappa).
// COST     An iteration is 2 T p^2 flops for p <= 64 features, else 4 d T min(n_t, d), plus 4 d T m + 9 m^3 where
//          m = min(d, T);
//          memory the data, the factors (min(n_t, d)^2 a task) and a few d x T.
// EDGES    n_clusters >= min(d, T) is ridge regression with penalty rho2 |W|_F^2.
//          n_clusters above the number of tasks is an error.
// PAPERS   jacob2008clustered, zhou2011clustered, chen2009convex
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling {

struct ClusteredRegression {
  static constexpr std::string_view name = "clustered_regression";
  static constexpr std::string_view summary = "tasks around a few learned centres (convex clustering)";

  struct Options {
    double rho1 = 0.1;
    double rho2 = 0.01;
    int n_clusters = 2;
    LossName loss = LossName::squared;
    double huber_delta = 1.0;
    double epsilon = 0.1;
    bool intercept = true;
    bool standardize = false;
    Averaging averaging = Averaging::task_mean;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.rho1, Field{.name = "rho1",
                             .help = "weight of the spread of tasks around their cluster centres",
                             .range = Range::above(0),
                             .scale = Scale::logarithmic});
      visit(self.rho2, Field{.name = "rho2",
                             .help = "weight of the size of all coefficients",
                             .range = Range::above(0),
                             .scale = Scale::logarithmic});
      visit(self.n_clusters, Field{.name = "n_clusters",
                                   .help = "number of clusters, at most the number of tasks",
                                   .range = Range::at_least(1)});
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
  std::optional<std::string> unsuited(const MultiTaskData& data) const;
  // No strength of this penalty makes the coefficients zero.
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return is_classification(options.loss); }
};

}  // namespace starling
