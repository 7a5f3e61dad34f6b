// Multi-task Lasso and elastic net: tasks use the same few features.
//
// PROBLEM  minimise over W (d x T), b    sum_t sum_i c_ti loss(y_ti, x_ti'w_t + b_t)
//                                        + lambda (a Omega(W) + (1 - a)/2 |W|_F^2)
//          with a = l1_ratio, w^j row j of W, c the sample weights under the averaging; b is not penalised.
//          Omega(W) is
//            sum_j |w^j|_2                                   unless another norm is asked for
//            sum_j row_weights_j |w^j|_2                     row_weights; inf leaves the feature out, 0 leaves it free
//            tau |W|_1 + (1 - tau) sum_j |w^j|_2             entry_share = tau > 0: tasks differ within shared features
//            sum_j max_t |W_jt|                              norm = linf: shared features of about the same size
//            sum_g |W_g|_F                                   feature_groups: features enter by groups
//          and W >= 0 may be asked for (nonnegative). Standardised features are weighted, and grouped, as such.
// WHEN     Many features, few of them relevant, and the same ones for all tasks. Where tasks use different features
//          prefer independent_elastic_net; where they share directions rather than features prefer trace_norm.
// METHOD   Row norms, squared loss and one dense X: Newton's method on the scales of the rows, over a working set.
//          Otherwise block-coordinate descent with exact updates of rows [obozinski2010joint] [liu2009multitask] or of
//          groups of features.
// PROOF    Duality gap: the scaled dual gradient has a dual norm <= lambda a.
// COST     Newton's method: a few products of X with n x T numbers, and for s working rows
//          min(n, s)^2 max(n, s) + s^2 T flops a step; memory the data, n s and min(n, s)^2. A sweep of descent:
//          2 N d flops, or s^2 T with Gram matrices.
// EDGES    lambda >= lambda_max gives W exactly zero.
//          One task is the Lasso.
//          T identical tasks with lambda are the Lasso with lambda / sqrt(T).
//          Shared X, squared loss and task_mean are scikit-learn's MultiTaskLasso with alpha = lambda.
//          entry_share 1 is the Lasso of every entry; linf with one task is the Lasso.
//          T identical tasks with lambda and linf are the Lasso with lambda / T.
//          Equal row_weights multiply lambda; an infinite one is a feature left out; groups of one feature are rows.
//          The poisson loss takes targets >= 0; predictions are means, exp of the decision.
//          A feature of weight 0 is not penalised at all, by the ridge neither: lambda >= lambda_max leaves the best
//          model of such features and intercepts. Weights of 0 alone are least squares (or maximum likelihood).
//          feature_groups go with no other norm, no row_weights and no nonnegative; row_weights with l2 alone, and
//          those of 0 not with nonnegative: otherwise InvalidOption, as for a list whose length is not the number of
//          features.
// PAPERS   obozinski2006multi, obozinski2010joint, liu2009multitask, zou2005regularization, yuan2006model,
//          simon2013sparse, turlach2005simultaneous
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling {

enum class RowNorm { l2, linf };
std::span<const std::string_view> enum_names(RowNorm);

struct MultitaskLasso {
  static constexpr std::string_view name = "multitask_lasso";
  static constexpr std::string_view summary = "features shared by all tasks (L2,1 norm, elastic net)";

  struct Options {
    Lambda lambda = Lambda::share_of_max(0.1);
    double l1_ratio = 1.0;
    LossName loss = LossName::squared;
    double huber_delta = 1.0;
    bool intercept = true;
    bool standardize = false;
    Averaging averaging = Averaging::task_mean;
    RowNorm norm = RowNorm::l2;
    double entry_share = 0.0;
    bool nonnegative = false;
    std::vector<double> row_weights = {};  // one per feature, or none
    std::vector<int> feature_groups = {};  // the group's number of every feature, or none

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      static constexpr std::string_view losses[] = {"squared", "logistic", "huber", "poisson"};
      visit(self.lambda, fields::lambda);
      visit(self.l1_ratio, Field{.name = "l1_ratio",
                                 .help = "share of the row norms in the penalty, the rest is ridge",
                                 .range = {.low = 0, .high = 1, .low_open = true}});
      visit(self.loss, fields::loss(losses));
      visit(self.huber_delta, fields::huber_delta);
      visit(self.intercept, fields::intercept);
      visit(self.standardize, fields::standardize);
      visit(self.averaging, fields::averaging);
      visit(self.norm, Field{.name = "norm", .help = "norm of a row of coefficients"});
      visit(self.entry_share, Field{.name = "entry_share",
                                    .help = "share of the single coefficients in the norm, the rest is rows",
                                    .range = Range::between(0, 1)});
      visit(self.nonnegative, Field{.name = "nonnegative", .help = "allow no negative coefficients"});
      visit(self.row_weights, Field{.name = "row_weights",
                                    .help = "factors of the features' norms; inf leaves a feature out, 0 unpenalised",
                                    .range = {.low = 0}});
      visit(self.feature_groups,
            Field{.name = "feature_groups", .help = "numbers, equal for features that enter together"});
    }
  };
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  // Products, Gram matrices and working rows serve all strengths.
  void fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                const PathSink& sink) const;
  std::optional<std::string> unsuited(const MultiTaskData& data) const;
  std::optional<double> lambda_max(const MultiTaskData& data) const;
  bool is_classifier() const { return is_classification(options.loss); }
  // Whether feature j has zero coefficients in every optimum for these data and options, as far as a fit can prove it
  // (see lib/fit/proved_zero.hpp); any fit will do, one of a small gap proves the most. Throws InvalidInput for
  // coefficients of another shape.
  // Throws InvalidOption unless proves_zeros(): with other norms, signs or counts there is no such proof.
  std::vector<bool> proved_zero(const MultiTaskData& data, const Fit& fit) const;
  bool proves_zeros() const;
};

}  // namespace starling
