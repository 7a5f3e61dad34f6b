// Regularised multi-task support vector machine, linear.
//
// PROBLEM  minimise over w_0, v_1 .. v_T    (sum_t |v_t|^2 + mu |w_0|^2) / 2 + C sum_t sum_i c_ti loss(y_ti, x_ti'w_t)
//          with w_t = w_0 + v_t: w_0 is what the tasks share, C what a violation costs, c the sample weights under the
//          averaging (sum by default: as in the paper, C multiplies the sum of the slacks, so that it means the same
//          whatever the number of samples). loss is hinge, squared_hinge or, for regression, epsilon_insensitive or its
//          square. The intercept, where there is one, is penalised: a feature that is 1 everywhere.
// WHEN     Related classification (or robust regression) tasks with similar coefficients. Where they rather share
//          features or directions prefer multitask_lasso or trace_norm with logistic loss.
// METHOD   Dual coordinate descent, task by task, on the kernel (1/mu + [s = t]) x_s'x_t, and direct methods where
//          that is slow (lib/solver/svm_engine.hpp). [evgeniou2004regularized] [hsieh2008dual]
//          [mehrotra1992implementation]
// PROOF    Duality gap of the dual point that gives the coefficients.
// COST     A sweep is 4 flops per stored feature value plus d T; memory one transposed copy of the features.
// EDGES    mu towards infinity: independent support vector machines with the same C.
//          mu towards 0 with C / mu fixed: one pooled machine with that C.
//          One task is a machine of ridge strength mu / (1 + mu).
//          Two columns that are equal get equal coefficients.
// PAPERS   evgeniou2004regularized, evgeniou2005learning, cortes1995support, hsieh2008dual, mehrotra1992implementation,
//          ho2012large
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling {

struct MultitaskSvm {
  static constexpr std::string_view name = "multitask_svm";
  static constexpr std::string_view summary = "support vector machines drawn to a common one (Evgeniou & Pontil)";

  struct Options {
    double C = 1.0;
    double mu = 1.0;
    LossName loss = LossName::hinge;
    double epsilon = 0.1;
    bool intercept = true;
    bool standardize = false;
    Averaging averaging = Averaging::sum;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      static constexpr std::string_view losses[] = {"hinge", "squared_hinge", "epsilon_insensitive",
                                                    "squared_epsilon_insensitive"};
      visit(self.C,
            Field{.name = "C", .help = "cost of a violation", .range = Range::above(0), .scale = Scale::logarithmic});
      visit(self.mu, Field{.name = "mu",
                           .help = "how strongly the shared part is penalised: small couples the tasks, large does not",
                           .range = Range::above(0),
                           .scale = Scale::logarithmic});
      visit(self.loss, fields::loss(losses));
      visit(self.epsilon, Field{.name = "epsilon",
                                .help = "error that costs nothing, for losses that are epsilon insensitive",
                                .range = Range::at_least(0)});
      visit(self.intercept,
            Field{.name = "intercept", .help = "fit an intercept, penalised like a feature that is 1 everywhere"});
      visit(self.standardize, fields::standardize);
      visit(self.averaging, fields::averaging);
    }
  };
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  std::optional<std::string> unsuited(const MultiTaskData& data) const;
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return is_classification(options.loss); }
};

}  // namespace starling
