// Convex alternating structure optimisation: tasks share a low-dimensional subspace, and each adds a part of its own.
//
// PROBLEM  minimise over W (d x T), b    sum_t sum_i c_ti loss(y_ti, x_ti'w_t + b_t)
//                                        + rho1 eta (1 + eta) min_M tr(W'(eta I + M)^-1 W),  eta = rho2 / rho1,
//          over d x d matrices 0 <= M <= I with trace n_dimensions: the convex relaxation of w_t = u_t + B v_t with
//          orthonormal B (d x n_dimensions), penalty rho1 |u_t|^2 + rho2 |w_t|^2. c are the sample weights under the
//          averaging; b is not penalised.
// WHEN     Tasks share a subspace of the features that is small but not all they use. Where it is all prefer
// trace_norm;
//          where tasks fall into groups clustered_regression, which has the same optimum and learns the other side.
// METHOD   M is eliminated by water-filling on the singular values of W; Douglas-Rachford splitting
//          (lib/solver/spectral_engine.hpp) on what remains, inside Newton's method for other than squared losses.
//          [chen2009convex] [zhou2011clustered] [lee2014proximal]
// PROOF    Duality gap with the conjugate (eta |G|_F^2 + sum of the n_dimensions largest sigma_i(G)^2) / (4 kappa).
// LEARNED  basis (d x r): the directions that M keeps, orthonormal. basis_weights (r): its eigenvalues, 1 where a
//          direction is shared entirely.
// COST     An iteration is 2 T p^2 flops for p <= 64 features, else 4 d T min(n_t, d), plus 4 d T m + 9 m^3, m = min(d,
//          T); memory the data, the factors (min(n_t, d)^2 a task) and a few d x T.
// EDGES    The optimum is that of clustered_regression with as many clusters.
//          n_dimensions >= min(d, T) is ridge regression with penalty rho2 |W|_F^2.
// PAPERS   chen2009convex, ando2005framework, zhou2011clustered
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling {

struct AlternatingStructure {
  static constexpr std::string_view name = "alternating_structure";
  static constexpr std::string_view summary = "tasks in a learned subspace with parts of their own (convex ASO)";

  struct Options {
    double rho1 = 0.1;
    double rho2 = 0.01;
    int n_dimensions = 2;
    LossName loss = LossName::squared;
    double huber_delta = 1.0;
    double epsilon = 0.1;
    bool intercept = true;
    bool standardize = false;
    Averaging averaging = Averaging::task_mean;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.rho1, Field{.name = "rho1",
                             .help = "weight of the tasks' parts outside the shared subspace",
                             .range = Range::above(0),
                             .scale = Scale::logarithmic});
      visit(self.rho2, Field{.name = "rho2",
                             .help = "weight of the size of all coefficients",
                             .range = Range::above(0),
                             .scale = Scale::logarithmic});
      visit(self.n_dimensions,
            Field{.name = "n_dimensions", .help = "dimensions of the shared subspace", .range = Range::at_least(1)});
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
