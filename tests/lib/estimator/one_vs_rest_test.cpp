#include "lib/estimator/one_vs_rest.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/catalogue.hpp"
#include "algorithms/multitask_lasso.hpp"
#include "algorithms/multitask_svm.hpp"
#include "lib/base/error.hpp"
#include "lib/data/labels.hpp"
#include "lib/estimator/metrics.hpp"
#include "lib/model/archive.hpp"
#include "lib/model/one_vs_rest_model.hpp"
#include "lib/selection/cross_validate.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

// Three clouds about corners of a triangle that is turned a little from task to task; labels as given.
MultiTaskData three_clouds(std::uint64_t seed, arma::uword n, const std::vector<double>& labels = {0, 1, 2}) {
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < 3; ++t) {
    arma::mat X = 0.5 * normal_matrix(seed, numbered("X", t), n, 2);
    arma::vec y(n);
    for (arma::uword i = 0; i < n; ++i) {
      const double angle = 2.0 * arma::datum::pi * static_cast<double>(i % 3) / 3.0 + 0.2 * static_cast<double>(t);
      X(i, 0) += 2.0 * std::cos(angle);
      X(i, 1) += 2.0 * std::sin(angle);
      y[i] = labels[i % 3];
    }
    tasks.push_back({.X = X, .y = y});
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

double score(const Fit& fit, const MultiTaskData& test, std::string_view metric) {
  return find_metric(metric).score(judge(*fit.model, test)).value.value();
}

double largest(const arma::mat& M) { return arma::abs(M).max(); }

const OneVsRestModel& model_of(const Fit& fit) { return dynamic_cast<const OneVsRestModel&>(*fit.model); }

}  // namespace

BOOST_AUTO_TEST_SUITE(one_vs_rest)

BOOST_AUTO_TEST_CASE(every_classifier_learns_three_classes_and_predicts_their_labels) {
  const std::vector<double> labels = {-1, 5, 7};
  const MultiTaskData train = three_clouds(1, 30, labels), test = three_clouds(2, 60, labels);
  for (const std::string_view name : method_names()) {
    auto method = make_estimator(name);
    if (!method->is_classifier()) continue;
    const Fit fit = method->fit(train);
    BOOST_TEST_CONTEXT(name) {
      BOOST_TEST(score(fit, test, "accuracy") > 0.9);
      BOOST_TEST(score(fit, test, "f1_macro") > 0.9);
      BOOST_TEST((fit.model->info().labels->values == labels));
      const arma::vec predicted = fit.model->predict(0, test.design(0));
      BOOST_TEST(arma::all((predicted == -1.0) + (predicted == 5.0) + (predicted == 7.0) == 1u));
      BOOST_TEST(fit.report.certificate.relative_gap <= 1e-6);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_machine_is_the_method_s_own_fit_of_its_class_and_bounds_add_up) {
  const MultiTaskData data = three_clouds(3, 20);
  const MultitaskSvm svm{{.C = 0.5}};
  const Fit fit = for_any_classes(erase(svm))->fit(data);
  double primal = 0.0, dual = 0.0, scale = 0.0;
  for (arma::uword k = 0; k < 3; ++k) {
    const Fit one = svm.fit(against_the_rest(data, static_cast<double>(k)));
    const auto& machine = dynamic_cast<const LinearModel&>(*model_of(fit).machines()[k]);
    BOOST_TEST(largest(machine.W() - one.linear().W()) == 0.0);
    BOOST_TEST(largest(machine.b() - one.linear().b()) == 0.0);
    primal += one.report.certificate.primal;
    dual += one.report.certificate.dual;
    scale += one.report.certificate.scale;
  }
  const Certificate& proof = fit.report.certificate;
  BOOST_TEST(proof.primal == primal);
  BOOST_TEST(proof.dual == dual);
  BOOST_TEST(proof.relative_gap == proof.gap / scale);
  BOOST_TEST(fit.model->info().primal == primal);
  BOOST_TEST(proof.dual_point.n_elem == 3 * data.size());
}

BOOST_AUTO_TEST_CASE(two_classes_and_options_that_make_the_method_no_classifier_are_the_method_itself_bit_for_bit) {
  const MultiTaskData two = random_tasks(4, {.labels = true}), numbers = random_tasks(4, {});
  const MultitaskSvm machine{{.C = 0.5}}, tube{{.C = 0.5, .loss = LossName::epsilon_insensitive}};
  BOOST_TEST(model_bytes(*for_any_classes(erase(machine))->fit(two).model) == model_bytes(*machine.fit(two).model));
  BOOST_TEST(model_bytes(*for_any_classes(erase(tube))->fit(numbers).model) == model_bytes(*tube.fit(numbers).model));
  BOOST_TEST(!for_any_classes(erase(tube))->unsuited(numbers).has_value());
}

BOOST_AUTO_TEST_CASE(targets_that_are_no_whole_numbers_and_more_than_a_thousand_are_no_classes) {
  const auto method = for_any_classes(erase(MultitaskSvm{}));
  const MultiTaskData numbers = random_tasks(5, {});
  BOOST_TEST(method->unsuited(numbers).value().find("no classes") != std::string::npos);
  BOOST_CHECK_THROW(method->fit(numbers), InvalidData);
  const arma::vec many = arma::linspace(0, 1000, 1001);
  BOOST_TEST(method->unsuited(MultiTaskData::from_tasks({{.X = many, .y = many}})).has_value());
  BOOST_TEST(!method->unsuited(MultiTaskData::from_tasks({{.X = many, .y = arma::clamp(many, 0, 999)}})).has_value());
}

BOOST_AUTO_TEST_CASE(a_class_may_have_no_sample_in_some_of_the_tasks) {
  const MultiTaskData all = three_clouds(6, 30);
  std::vector<arma::uvec> kept = {arma::regspace<arma::uvec>(0, 29), arma::find(all.targets_of(1) != 2.0),
                                  arma::find(all.targets_of(2) == 1.0)};
  const MultiTaskData data = all.subset(kept);
  const Fit fit = for_any_classes(erase(MultitaskSvm{}))->fit(data);
  BOOST_TEST(fit.report.certificate.relative_gap <= 1e-6);
  BOOST_TEST(score(fit, all, "accuracy") > 0.9);
}

BOOST_AUTO_TEST_CASE(a_share_of_lambda_max_is_one_of_the_largest_and_all_machines_have_the_same_strength) {
  const MultiTaskData data = three_clouds(7, 20);
  const auto method =
      for_any_classes(erase(MultitaskLasso{{.lambda = Lambda::share_of_max(0.2), .loss = LossName::logistic}}));
  const double largest_of_all = method->lambda_max(data).value();
  double found = 0.0;
  for (const double label : {0.0, 1.0, 2.0})
    found = std::max(
        found, erase(MultitaskLasso{{.loss = LossName::logistic}})->lambda_max(against_the_rest(data, label)).value());
  BOOST_TEST(largest_of_all == found);
  const Fit fit = method->fit(data);
  for (const auto& machine : model_of(fit).machines()) BOOST_TEST(machine->info().lambda == 0.2 * found);
  BOOST_TEST(fit.model->info().params.at("lambda") == "0.2max");
  const Fit none = [&] {
    auto at = method->clone();
    at->set_params({{"lambda", "1max"}});
    return at->fit(data);
  }();
  for (const auto& machine : model_of(none).machines())
    BOOST_TEST(dynamic_cast<const LinearModel&>(*machine).nonzero_rows() == 0u);
}

BOOST_AUTO_TEST_CASE(paths_are_fits_one_after_the_other_and_cross_validation_judges_labels) {
  const MultiTaskData data = three_clouds(8, 30);
  const auto method = make_estimator("multitask_lasso", {{"loss", "logistic"}});
  const std::vector<Lambda> strengths = {Lambda::share_of_max(0.5), Lambda::share_of_max(0.1)};
  std::vector<double> lambdas;
  method->fit_path(data, strengths, {}, [&](double lambda, const Fit& fit) {
    lambdas.push_back(lambda);
    const auto at = method->clone();
    at->set_params({{"lambda", spelling::print(lambda)}});
    BOOST_TEST(fit.report.certificate.primal == at->fit(data).report.certificate.primal);
    return true;
  });
  BOOST_TEST(lambdas.size() == 2u);
  const CrossValidation search =
      cross_validate(*method, data, {.grid = {{"lambda", {"0.5max", "0.05max"}}}, .folds = 3});
  BOOST_TEST(search.metric == "error");
  BOOST_TEST(search.points[search.chosen].mean < 0.1);
}

BOOST_AUTO_TEST_CASE(features_are_proved_irrelevant_for_all_machines_together) {
  const MultiTaskData clouds = three_clouds(9, 40);
  const MultiTaskData data = clouds.map_designs([](const Design& X) {
    return Design(arma::join_rows(X.dense(), 0.01 * normal_matrix(10, "noise", X.rows(), 3)));
  });
  const auto method = make_estimator("multitask_lasso", {{"loss", "logistic"}, {"lambda", "0.3max"}});
  const Fit fit = method->fit(data, {.stop = {.gap = 1e-9}});
  BOOST_TEST((method->proved_zero(data, fit) == std::vector<bool>{false, false, true, true, true}));
}

BOOST_AUTO_TEST_CASE(a_warm_start_is_InvalidInput_and_progress_stops_all_machines) {
  const MultiTaskData data = three_clouds(11, 20);
  const auto method = for_any_classes(erase(MultitaskSvm{}));
  const Coefficients start = zero_coefficients(data);
  BOOST_CHECK_THROW(method->fit(data, {.start = &start}), InvalidInput);
  int asked = 0;
  const Fit fit = method->fit(data, {.stop = {.gap = 1e-15, .on_progress = [&](const Progress&) {
                                                ++asked;
                                                return false;
                                              }}});
  BOOST_TEST(asked == 1);
  BOOST_TEST((fit.report.status == Status::interrupted));
  BOOST_TEST(model_of(fit).machines().size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
