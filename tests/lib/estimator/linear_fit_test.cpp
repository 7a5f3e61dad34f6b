#include "lib/estimator/linear_fit.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/base/random.hpp"

namespace {

using namespace starling;

// The smallest method: ridge, each task alone, solved once. Its coefficients minimise
// sum_i c_i (y_i - x_i'w - b)^2 / 2 + lambda |w|^2 / 2.
struct TinyRidge {
  static constexpr std::string_view name = "tiny_ridge";
  static constexpr std::string_view summary = "ridge, for tests";
  struct Options {
    Lambda lambda = 0.1;
    LossName loss = LossName::squared;
    Averaging averaging = Averaging::task_mean;
    bool intercept = true;
    bool standardize = false;
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.lambda, Field{.name = "lambda", .help = "strength", .range = Range::at_least(0)});
      visit(self.loss, Field{.name = "loss", .help = "loss"});
      visit(self.averaging, Field{.name = "averaging", .help = "averaging"});
      visit(self.intercept, Field{.name = "intercept", .help = "intercept"});
      visit(self.standardize, Field{.name = "standardize", .help = "scale the features"});
    }
  };
  Options options = {};

  LinearSolution solve(const PreparedData& ready) const {
    LinearSolution found;
    found.lambda = options.lambda.resolve(10.0);
    Coefficients& at = found.solution.coefficients;
    at = ready.start;
    for (arma::uword t = 0; t < ready.data.n_tasks(); ++t) {
      const Rows rows = ready.data.rows_of(t);
      const arma::mat C = arma::diagmat(ready.c.subvec(rows.begin, rows.end - 1));
      const arma::mat X = ready.data.design(t).dense();
      const arma::vec y = ready.data.targets_of(t), c = C.diag();
      const bool centred = ready.intercept == Intercept::free;
      const arma::rowvec x_mean = centred ? arma::rowvec(c.t() * X / arma::accu(c)) : arma::rowvec(X.n_cols);
      const double y_mean = centred ? arma::dot(c, y) / arma::accu(c) : 0.0;
      const arma::mat Z = X.each_row() - x_mean;
      const arma::mat H = Z.t() * C * Z + found.lambda * arma::eye(X.n_cols, X.n_cols);
      at.W.col(t) = arma::solve(H, Z.t() * C * (y - y_mean), arma::solve_opts::no_approx);
      at.b[t] = y_mean - arma::as_scalar(x_mean * at.W.col(t));
    }
    found.solution.report.status = Status::optimal;
    found.solution.report.certificate.primal = 2.0;
    return found;
  }
  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const {
    return fit_linear(*this, data, control, [&](const PreparedData& ready) { return solve(ready); });
  }
  std::optional<std::string> unsuited(const MultiTaskData& data) const {
    if (data.n_tasks() > 3) return "more than three tasks";
    return unsuited_for_loss(options.loss, data);
  }
  std::optional<double> lambda_max(const MultiTaskData& data) const {
    return lambda_max_linear(*this, data, [](const PreparedData& ready) { return arma::accu(ready.c); });
  }
  bool is_classifier() const { return is_classification(options.loss); }
};
static_assert(Recipe<TinyRidge>);

arma::mat normals(arma::uword rows, arma::uword cols, std::string_view name) {
  const RandomStream stream(3, name);
  arma::mat X(rows, cols);
  for (arma::uword i = 0; i < X.n_elem; ++i) X[i] = stream.normal(i);
  return X;
}

MultiTaskData regression() {
  return MultiTaskData::from_tasks({{.X = normals(9, 3, "X1"), .y = normals(9, 1, "y1"), .name = "left"},
                                    {.X = normals(7, 3, "X2"), .y = normals(7, 1, "y2"), .name = "right"}});
}

MultiTaskData classes(double low, double high) {
  const MultiTaskData data = regression();
  return data.with_targets(arma::vec(data.targets()).transform([&](double y) { return y > 0 ? high : low; }));
}

double difference(const arma::mat& a, const arma::mat& b) { return arma::abs(a - b).max(); }
bool same(const arma::mat& a, const arma::mat& b) { return arma::approx_equal(a, b, "absdiff", 0.0); }

// What the callback is given.
PreparedData seen_by_solver(const LinearFitPlan& plan, const MultiTaskData& data, const FitControl& control = {}) {
  std::optional<PreparedData> seen;
  fit_linear(plan, data, control, [&](const PreparedData& ready) {
    seen = ready;
    return LinearSolution{.solution = {.coefficients = ready.start, .report = {}}};
  });
  return *seen;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(linear_fit)

BOOST_AUTO_TEST_CASE(a_fit_says_where_its_coefficients_came_from) {
  const Fit fit = TinyRidge{{.lambda = Lambda::share_of_max(0.05)}}.fit(regression());
  const ModelInfo& info = fit.model->info();
  BOOST_TEST(info.method == "tiny_ridge");
  BOOST_TEST(info.params.at("lambda") == "0.05max");
  BOOST_TEST(info.params.size() == 5u);
  BOOST_TEST(info.lambda == 0.5);
  BOOST_TEST(info.task_names[1] == "right");
  BOOST_TEST(info.status == "optimal");
  BOOST_TEST(info.primal == 2.0);
  BOOST_TEST(info.version != "");
  BOOST_TEST(!info.labels.has_value());
  BOOST_TEST((fit.report.status == Status::optimal));
  BOOST_TEST(same(fit.coefficients().W, fit.linear().W()));
}

BOOST_AUTO_TEST_CASE(the_static_and_the_dynamic_face_give_the_same_bits) {
  const MultiTaskData data = regression();
  const auto estimator = erase(TinyRidge{});
  estimator->set_params({{"lambda", "0.7"}, {"standardize", "true"}});
  const Fit by_name = estimator->clone()->fit(data);
  const Fit by_type = TinyRidge{{.lambda = 0.7, .standardize = true}}.fit(data);
  BOOST_TEST(same(by_name.linear().W(), by_type.linear().W()));
  BOOST_TEST(same(by_name.linear().b(), by_type.linear().b()));
}

BOOST_AUTO_TEST_CASE(without_a_penalty_standardising_changes_nothing_but_rounding) {
  for (const bool intercept : {true, false}) {
    const MultiTaskData data = regression();
    const Fit plain = TinyRidge{{.lambda = 0.0, .intercept = intercept}}.fit(data);
    const Fit scaled = TinyRidge{{.lambda = 0.0, .intercept = intercept, .standardize = true}}.fit(data);
    BOOST_TEST(difference(plain.linear().W(), scaled.linear().W()) < 1e-13);
    BOOST_TEST(difference(plain.linear().b(), scaled.linear().b()) < 1e-13);
    BOOST_TEST(intercept == arma::any(plain.linear().b()));
  }
}

BOOST_AUTO_TEST_CASE(a_standardised_fit_does_not_depend_on_the_units_of_the_features) {
  const MultiTaskData data = regression();
  const arma::vec factors = {1024.0, 0.25, 1.0};
  const MultiTaskData other = data.map_designs([&](const Design& X) { return X.scale_columns(factors); });
  const TinyRidge method{{.lambda = 0.3, .standardize = true}};
  const arma::mat W = method.fit(data).linear().W(), scaled = method.fit(other).linear().W();
  BOOST_TEST(difference(W, scaled.each_col() % factors) == 0.0);
}

BOOST_AUTO_TEST_CASE(labels_in_any_units_give_the_same_bits_and_predictions_in_those_units) {
  const TinyRidge method{{.loss = LossName::logistic}};
  const Fit zero_one = method.fit(classes(0, 1)), one_two = method.fit(classes(1, 2));
  BOOST_TEST(same(zero_one.linear().W(), one_two.linear().W()));
  BOOST_TEST(one_two.model->info().labels->positive() == 2.0);
  const arma::vec predicted = one_two.model->predict(0, classes(1, 2).design(0));
  BOOST_TEST(predicted.min() == 1.0);
  BOOST_TEST(predicted.max() == 2.0);
  BOOST_TEST(zero_one.model->predict_probability(0, classes(0, 1).design(0)).has_value());
}

BOOST_AUTO_TEST_CASE(a_classification_loss_refuses_targets_that_are_not_two_classes_in_the_words_of_unsuited) {
  const TinyRidge method{{.loss = LossName::hinge}};
  const std::string reason = method.unsuited(regression()).value();
  BOOST_CHECK_EXCEPTION(method.fit(regression()), InvalidInput,
                        [&](const InvalidInput& e) { return std::string(e.what()) == reason; });
  BOOST_CHECK_THROW(prepare_linear({.name = "x", .params = {}, .loss = LossName::logistic}, regression()), InvalidData);
}

BOOST_AUTO_TEST_CASE(unsuited_data_throw_the_method_s_own_words) {
  const auto data = MultiTaskData::from_shared(normals(4, 2, "X"), normals(4, 4, "Y"));
  BOOST_CHECK_EXCEPTION(TinyRidge{}.fit(data), InvalidInput,
                        [](const InvalidInput& e) { return std::string(e.what()) == "more than three tasks"; });
}

BOOST_AUTO_TEST_CASE(options_and_stopping_rules_are_checked_before_the_data) {
  const auto unsuitable = MultiTaskData::from_shared(normals(4, 2, "X"), normals(4, 4, "Y"));
  BOOST_CHECK_THROW(TinyRidge{{.lambda = -1.0}}.fit(unsuitable), InvalidOption);
  BOOST_CHECK_THROW(TinyRidge{{.lambda = arma::datum::nan}}.lambda_max(unsuitable), InvalidOption);
  BOOST_CHECK_THROW(TinyRidge{}.fit(unsuitable, {.stop = {.gap = 0.0}}), InvalidOption);
  BOOST_CHECK_THROW(TinyRidge{}.fit(regression(), {.threads = -1}), InvalidOption);
}

BOOST_AUTO_TEST_CASE(a_warm_start_reaches_the_solver_in_the_units_of_the_prepared_data) {
  const MultiTaskData data = regression();
  const Coefficients start{normals(3, 2, "W"), {0.5, -0.5}};
  const PreparedData cold = seen_by_solver({.name = "x", .params = {}}, data);
  BOOST_TEST(!cold.is_warm);
  BOOST_TEST(cold.start.W.is_zero());
  const LinearFitPlan scaling{.name = "x", .params = {}, .standardize = true};
  const PreparedData warm = seen_by_solver(scaling, data, {.start = &start});
  BOOST_TEST(warm.is_warm);
  BOOST_TEST(difference(warm.data.forward(warm.start.W, warm.start.b), data.forward(start.W, start.b)) < 1e-14);
  const LinearFitPlan through_origin{.name = "x", .params = {}, .intercept = Intercept::none};
  BOOST_TEST(seen_by_solver(through_origin, data, {.start = &start}).start.b.is_zero());
}

BOOST_AUTO_TEST_CASE(a_warm_start_of_another_shape_or_with_nan_is_refused) {
  for (const Coefficients& start : {Coefficients{normals(4, 2, "W"), {0, 0}}, Coefficients{normals(3, 1, "W"), {0, 0}},
                                    Coefficients{normals(3, 2, "W"), {0}}, Coefficients{}})
    BOOST_CHECK_EXCEPTION(TinyRidge{}.fit(regression(), {.start = &start}), InvalidInput, [](const InvalidInput& e) {
      return e.complaint().where == "warm start" && e.complaint().expected == "W 3x2, b 1x2";
    });
  const Coefficients bad{normals(3, 2, "W"), {0, arma::datum::nan}};
  BOOST_CHECK_EXCEPTION(TinyRidge{}.fit(regression(), {.start = &bad}), InvalidInput,
                        [](const InvalidInput& e) { return e.complaint().what == "coefficients that are not finite"; });
}

BOOST_AUTO_TEST_CASE(the_solver_sees_the_averaging_that_the_options_name) {
  const MultiTaskData data = regression();
  BOOST_TEST(std::abs(TinyRidge{}.lambda_max(data).value() - 2.0) < 1e-15);
  BOOST_TEST(TinyRidge{{.averaging = Averaging::sum}}.lambda_max(data).value() == 16.0);
}

BOOST_AUTO_TEST_CASE(an_exception_of_the_solver_reaches_the_caller) {
  const auto fail = [](const PreparedData&) -> LinearSolution { throw NumericalFailure("no"); };
  BOOST_CHECK_THROW(fit_linear(LinearFitPlan{.name = "x", .params = {}}, regression(), {}, fail), NumericalFailure);
}

BOOST_AUTO_TEST_CASE(a_model_of_another_kind_has_no_linear_coefficients) {
  BOOST_CHECK_EXCEPTION(Fit{}.linear(), InvalidInput,
                        [](const InvalidInput& e) { return e.complaint().got == "no model"; });
}

BOOST_AUTO_TEST_CASE(counts_must_not_be_negative_and_the_task_and_row_are_named) {
  const TinyRidge counts{{.loss = LossName::poisson}};
  BOOST_CHECK_EXCEPTION(counts.fit(regression()), InvalidData, [&](const InvalidData& error) {
    return std::string(error.what()) == *counts.unsuited(regression()) &&
           std::string(error.what()).find("task left, row ") != std::string::npos;
  });
  BOOST_CHECK_THROW(counts.lambda_max(regression()), InvalidData);
  const MultiTaskData data = regression();
  BOOST_TEST(!counts.unsuited(data.with_targets(arma::abs(data.targets()))));
}

BOOST_AUTO_TEST_SUITE_END()
