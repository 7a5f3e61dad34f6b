#include "lib/selection/cross_validate.hpp"

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <functional>

#include "algorithms/catalogue.hpp"
#include "lib/base/error.hpp"
#include "lib/base/random.hpp"
#include "lib/data/split.hpp"
#include "lib/estimator/linear_fit.hpp"
#include "lib/estimator/metrics.hpp"

namespace {

using namespace starling;

struct Call {
  double lambda;
  std::optional<double> start;
  arma::uword n_samples;
  double of_fold;  // the sum of the targets
};

// Predicts lambda for everything, and writes down what it was asked.
struct Constant {
  static constexpr std::string_view name = "constant";
  static constexpr std::string_view summary = "predicts its lambda";
  struct Options {
    Lambda lambda = 1.0;
    double mu = 0.0;
    LossName loss = LossName::squared;
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.lambda, Field{.name = "lambda", .help = "what is predicted"});
      visit(self.mu, Field{.name = "mu", .help = "added to it"});
      visit(self.loss, Field{.name = "loss", .help = "loss"});
    }
  };
  Options options = {};
  std::vector<Call>* calls = nullptr;  // with one thread
  std::function<void(const MultiTaskData&)> before_fit = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const {
    if (before_fit) before_fit(data);
    if (calls != nullptr) {
      calls->push_back({options.lambda.value, {}, data.n_samples(), arma::accu(data.targets())});
      if (control.start != nullptr) calls->back().start = control.start->b[0];
    }
    return fit_linear(*this, data, control, [&](const PreparedData& ready) {
      LinearSolution found;
      found.solution.coefficients = ready.start;
      found.solution.coefficients.b.fill(options.lambda.value + options.mu);
      if (ready.stop.on_progress && !ready.stop.on_progress({})) found.solution.report.status = Status::interrupted;
      return found;
    });
  }
  std::optional<std::string> unsuited(const MultiTaskData&) const { return {}; }
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return is_classification(options.loss); }
};

arma::mat normals(arma::uword rows, arma::uword cols, std::string_view name) {
  const RandomStream stream(5, name);
  arma::mat X(rows, cols);
  for (arma::uword i = 0; i < X.n_elem; ++i) X[i] = stream.normal(i);
  return X;
}

MultiTaskData around_one() {
  return MultiTaskData::from_tasks({{.X = normals(13, 1, "X1"), .y = 1.0 + normals(13, 1, "y1")},
                                    {.X = normals(9, 1, "X2"), .y = 1.0 + normals(9, 1, "y2")}});
}

MultiTaskData planted() {
  const arma::mat X = normals(40, 6, "X");
  arma::mat W(6, 3, arma::fill::zeros);
  W.head_rows(2) = normals(2, 3, "W");
  return MultiTaskData::from_shared(X, X * W + 0.3 * normals(40, 3, "noise"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cross_validation)

BOOST_AUTO_TEST_CASE(means_and_standard_errors_are_those_of_the_folds) {
  const auto data = around_one();
  const auto estimator = erase(Constant{});
  const auto search = cross_validate(*estimator, data, {.grid = parse_grid({"lambda=0,1,2,4"}, *estimator), .seed = 3});
  BOOST_TEST(search.metric == "mse");
  BOOST_TEST(search.folds_used == 5u);
  for (const GridPointScore& point : search.points) {
    const double value = std::stod(point.params.at("lambda"));
    arma::vec expected(5);
    std::size_t k = 0;
    for (const Split& split : k_folds(data, {.folds = 5, .seed = 3})) {
      const auto test = data.subset(split.test);
      expected[k++] = arma::mean(arma::square(test.targets() - value));
    }
    BOOST_TEST(std::abs(point.mean - arma::mean(expected)) < 1e-14);
    BOOST_TEST(std::abs(point.standard_error - arma::stddev(expected) / std::sqrt(5.0)) < 1e-14);
  }
  BOOST_TEST(search.points[search.best].params.at("lambda") == "1");
  BOOST_TEST(search.refit.linear().b()[0] == 1.0);
}

BOOST_AUTO_TEST_CASE(one_standard_error_takes_the_largest_strength_that_is_no_worse) {
  const auto data = around_one();
  const auto estimator = erase(Constant{});
  CrossValidationPlan plan{.grid = parse_grid({"lambda=1,1.01,1.02,5", "mu=0,100"}, *estimator),
                           .rule = SelectionRule::one_se};
  const auto search = cross_validate(*estimator, data, plan);
  const GridPointScore &best = search.points[search.best], &chosen = search.points[search.chosen];
  BOOST_TEST(search.chosen == search.one_se);
  BOOST_TEST(best.params.at("mu") == "0");
  BOOST_TEST(chosen.params.at("mu") == "0");
  BOOST_TEST(chosen.params.at("lambda") == "1.02");
  BOOST_TEST(chosen.mean <= best.mean + best.standard_error);
  BOOST_TEST(search.points[0].mean > best.mean + best.standard_error);
  plan.grid = parse_grid({"mu=-1,0"}, *estimator);
  const auto without_strength = cross_validate(*estimator, data, plan);
  BOOST_TEST(without_strength.one_se == without_strength.best);
}

BOOST_AUTO_TEST_CASE(a_metric_where_more_is_better_is_maximised) {
  const auto estimator = erase(Constant{});
  const auto search = cross_validate(*estimator, around_one(),
                                     {.grid = parse_grid({"lambda=-3,1,9"}, *estimator), .metric = "ev_global"});
  BOOST_TEST(search.higher_is_better);
  BOOST_TEST(search.points[search.best].params.at("lambda") == "1");
}

BOOST_AUTO_TEST_CASE(paths_start_cold_in_every_fold_and_follow_falling_strengths) {
  std::vector<Call> calls;
  const auto estimator = erase(Constant{.calls = &calls});
  cross_validate(*estimator, around_one(),
                 {.grid = parse_grid({"lambda=1,2,3", "mu=0,0.5"}, *estimator), .folds = 2, .control = {.threads = 1}});
  BOOST_REQUIRE(calls.size() == 2u * 6u + 1u);
  std::stable_sort(calls.begin(), calls.end() - 1, [](const Call& a, const Call& b) { return a.of_fold < b.of_fold; });
  for (std::size_t k = 0; k < 12; ++k) {
    BOOST_TEST(calls[k].lambda == 3.0 - double(k % 3));
    BOOST_TEST(calls[k].start.has_value() == (k % 3 != 0));
    if (k % 3 != 0) BOOST_TEST(*calls[k].start == calls[k].lambda + 1.0 + (k % 6 < 3 ? 0.0 : 0.5));
  }
  BOOST_TEST(!calls.back().start.has_value());
  BOOST_TEST(calls.back().n_samples == 22u);
}

BOOST_AUTO_TEST_CASE(a_share_of_lambda_max_is_resolved_on_the_training_samples_of_the_fold) {
  const auto data = planted();
  const auto lasso = make_estimator("multitask_lasso");
  const auto search = cross_validate(*lasso, data, {.grid = parse_grid({"lambda=0.2max,0.5max"}, *lasso)});
  BOOST_TEST(search.refit.model->info().lambda ==
             std::stod(search.points[search.best].params.at("lambda")) * lasso->lambda_max(data).value());
  const Split first = k_folds(data, {.folds = 5})[0];
  lasso->set_params({{"lambda", "0.5max"}});
  const auto fit = lasso->fit(data.subset(first.train));
  const double score = *find_metric("mse").score(judge(*fit.model, data.subset(first.test))).value;
  BOOST_TEST(std::abs(*search.points[0].folds[0] - score) < 1e-3 * score);
}

BOOST_AUTO_TEST_CASE(classifiers_are_searched_by_log_loss_in_stratified_folds) {
  const auto data = planted();
  const auto classes = data.with_targets(arma::sign(data.targets()));
  const auto lasso = make_estimator("multitask_lasso", {{"loss", "logistic"}});
  const auto search = cross_validate(*lasso, classes, {.grid = parse_grid({"lambda=0.1max,1max"}, *lasso)});
  BOOST_TEST(search.metric == "log_loss");
  BOOST_TEST(search.best == 1u);
}

BOOST_AUTO_TEST_CASE(adv_D16_folds_without_an_auc_are_left_out_for_all_points) {
  // Two positives in all: stratified folds test them in two of the four folds.
  arma::vec y(12, arma::fill::value(-1.0));
  y[3] = y[7] = 1.0;
  const auto data = MultiTaskData::from_tasks({{.X = normals(12, 1, "X"), .y = y}});
  const auto estimator = erase(Constant{{.loss = LossName::logistic}});
  const auto search =
      cross_validate(*estimator, data, {.grid = parse_grid({"lambda=1,2"}, *estimator), .folds = 4, .metric = "auc"});
  BOOST_TEST(search.folds_used == 2u);
  BOOST_TEST(search.points[0].mean == 0.5);
  const auto none =
      MultiTaskData::from_tasks({{.X = normals(3, 1, "X"), .y = {1, 1, 1}}, {.X = normals(3, 1, "X"), .y = {0, 0, 0}}});
  BOOST_CHECK_THROW(
      cross_validate(*estimator, none, {.grid = parse_grid({"lambda=1,2"}, *estimator), .folds = 3, .metric = "auc"}),
      InvalidData);
}

BOOST_AUTO_TEST_CASE(adv_options_searches_that_cannot_be_made_are_refused) {
  const auto estimator = erase(Constant{});
  const auto data = around_one();
  const Grid grid = parse_grid({"lambda=1,2"}, *estimator);
  BOOST_CHECK_THROW(cross_validate(*estimator, data, {.grid = {}}), InvalidOption);
  BOOST_CHECK_THROW(cross_validate(*estimator, data, {.grid = grid, .folds = 1}), InvalidOption);
  BOOST_CHECK_EXCEPTION(cross_validate(*estimator, data, {.grid = grid, .folds = 10}), InvalidOption,
                        [](const InvalidOption& e) { return e.complaint().where == "option folds, task 2"; });
  BOOST_CHECK_THROW(cross_validate(*estimator, data, {.grid = grid, .metric = "mes"}), InvalidOption);
  BOOST_CHECK_THROW(cross_validate(*estimator, data, {.grid = grid, .metric = "auc"}), InvalidInput);
  BOOST_CHECK_EXCEPTION(cross_validate(*estimator, data, {.grid = parse_grid({"lambda=auto:3"}, *estimator)}),
                        InvalidOption,
                        [](const InvalidOption& e) { return e.complaint().hint == "give absolute strengths"; });
}

BOOST_AUTO_TEST_CASE(the_progress_callback_stops_the_search) {
  std::vector<Call> calls;
  const auto estimator = erase(Constant{.calls = &calls});
  CrossValidationPlan plan{.grid = parse_grid({"lambda=1,2"}, *estimator), .folds = 2, .control = {.threads = 1}};
  plan.control.stop.on_progress = [&](const Progress&) { return calls.size() < 2; };
  const auto search = cross_validate(*estimator, around_one(), plan);
  BOOST_TEST(search.interrupted);
  BOOST_TEST(search.points.empty());
  BOOST_TEST(calls.size() == 2u);
}

BOOST_AUTO_TEST_CASE(scores_are_those_of_warm_started_fits_one_after_the_other) {
  const auto data = planted();
  for (const std::string name : {"independent_elastic_net", "pooled_elastic_net"}) {
    const auto method = make_estimator(name, {{"standardize", "true"}});
    const auto search =
        cross_validate(*method, data, {.grid = parse_grid({"lambda=auto:5"}, *method), .folds = 3, .seed = 2});
    std::size_t k = 0;
    for (const Split& split : k_folds(data, {.folds = 3, .seed = 2})) {
      const auto train = data.subset(split.train), test = data.subset(split.test);
      std::optional<Coefficients> start;
      for (const GridPointScore& point : search.points) {
        method->set_params(point.params);
        const Fit fit = method->fit(train, {.start = start ? &*start : nullptr});
        BOOST_TEST(*point.folds[k] == *find_metric("mse").score(judge(*fit.model, test, &train)).value);
        start = fit.coefficients();
      }
      ++k;
    }
  }
}

BOOST_AUTO_TEST_CASE(the_same_inputs_give_the_same_bits_for_any_number_of_threads) {
  for (const std::string name : {"multitask_lasso", "trace_norm", "pooled_elastic_net"}) {
    const auto method = make_estimator(name);
    CrossValidationPlan plan{.grid = parse_grid({"lambda=auto:6", "standardize=false,true"}, *method), .folds = 4};
    plan.control.threads = 1;
    const auto alone = cross_validate(*method, planted(), plan);
    BOOST_TEST(alone.points[alone.one_se].mean >= alone.points[alone.best].mean);
    BOOST_TEST(alone.one_se <= alone.best);
    for (const int threads : {0, 1, 2, 4}) {
      plan.control.threads = threads;
      const auto search = cross_validate(*method, planted(), plan);
      BOOST_TEST(search.chosen == alone.chosen);
      for (std::size_t k = 0; k < search.points.size(); ++k)
        BOOST_TEST((search.points[k].folds == alone.points[k].folds), name << ", " << threads << " threads");
      BOOST_TEST(arma::approx_equal(search.refit.linear().W(), alone.refit.linear().W(), "absdiff", 0.0));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_exception_of_the_first_fold_that_fails_is_thrown_for_any_number_of_threads) {
  const auto data = around_one();
  std::vector<double> sums;
  for (const Split& split : k_folds(data, {.folds = 5})) sums.push_back(arma::accu(data.subset(split.train).targets()));
  const auto fail = [&](const MultiTaskData& train) {
    const double sum = arma::accu(train.targets());
    for (const std::size_t fold : {1u, 3u, 4u})
      if (sum == sums[fold]) throw NumericalFailure("fold " + std::to_string(fold));
  };
  const auto estimator = erase(Constant{.before_fit = fail});
  for (const int threads : {1, 2, 4})
    BOOST_CHECK_EXCEPTION(
        cross_validate(*estimator, data,
                       {.grid = parse_grid({"lambda=1,2,3"}, *estimator), .control = {.threads = threads}}),
        NumericalFailure, [](const NumericalFailure& e) { return std::string(e.what()) == "fold 1"; });
}

BOOST_AUTO_TEST_CASE(the_progress_callback_is_asked_by_one_fold_at_a_time_and_never_after_it_said_stop) {
  const auto estimator = erase(Constant{});
  for (const int threads : {1, 2, 4}) {
    CrossValidationPlan plan{.grid = parse_grid({"lambda=1,2,3"}, *estimator), .control = {.threads = threads}};
    std::atomic<int> inside = 0;
    int asked = 0, most = 1000;
    plan.control.stop.on_progress = [&](const Progress&) {
      BOOST_TEST(++inside == 1);
      ++asked;
      --inside;
      return asked < most;
    };
    BOOST_TEST(!cross_validate(*estimator, around_one(), plan).interrupted);
    BOOST_TEST(asked == 5 * 3 + 1);
    for (const int stop_at : {1, 4, 15}) {
      asked = 0;
      most = stop_at;
      const auto search = cross_validate(*estimator, around_one(), plan);
      BOOST_TEST(search.interrupted);
      BOOST_TEST(search.points.empty());
      BOOST_TEST(asked == stop_at);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
