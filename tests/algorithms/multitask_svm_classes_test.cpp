// One machine for several classes: multitask_svm with classes = crammer_singer.
#include <boost/test/unit_test.hpp>

#include "algorithms/catalogue.hpp"
#include "algorithms/multitask_svm.hpp"
#include "lib/base/error.hpp"
#include "lib/estimator/metrics.hpp"
#include "lib/fit/class_terms.hpp"
#include "lib/model/archive.hpp"
#include "lib/model/one_vs_rest_model.hpp"
#include "lib/selection/probabilities.hpp"
#include "tests/support/class_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

MultiTaskData four_classes(std::uint64_t seed, const std::vector<double>& labels = {0, 1, 2, 3}) {
  const MultiTaskData data = in_classes(random_tasks(seed, {.n = 40, .d = 5, .T = 3}), 4);
  arma::vec y = data.targets();
  y.transform([&](double value) { return labels[static_cast<std::size_t>(value)]; });
  return data.with_targets(std::move(y));
}

MultitaskSvm joint(MultitaskSvm::Options options = {}) {
  options.classes = SvmClasses::crammer_singer;
  return {options};
}

const OneVsRestModel& machines_of(const Fit& fit) { return dynamic_cast<const OneVsRestModel&>(*fit.model); }
const LinearModel& machine(const Fit& fit, arma::uword k) {
  return dynamic_cast<const LinearModel&>(*machines_of(fit).machines()[k]);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(multitask_svm_classes)

BOOST_AUTO_TEST_CASE(the_fit_is_certified_by_the_coefficients_of_its_model_and_predicts_labels) {
  const std::vector<double> labels = {-3, 1, 4, 7};
  const MultiTaskData data = four_classes(1, labels);
  const MultitaskSvm method = joint({.C = 0.5, .mu = 0.7});
  const Fit fit = method.fit(data);
  BOOST_TEST(fit.report.certificate.proved_relative_gap() <= 1e-6);
  BOOST_TEST((fit.model->info().labels->values == labels));
  BOOST_TEST(fit.model->info().params.at("classes") == "crammer_singer");
  Coefficients at{arma::mat(5, 12), arma::rowvec(12)};
  for (arma::uword k = 0; k < 4; ++k) {
    at.W.cols(3 * k, 3 * k + 2) = machine(fit, k).W();
    at.b.subvec(3 * k, 3 * k + 2) = machine(fit, k).b();
    // w_0 = sum_t w_t / (T + mu).
    const CommonPart common = machine(fit, k).new_task();
    BOOST_TEST(arma::abs(common.w - arma::sum(machine(fit, k).W(), 1) / 3.7).max() <= 1e-14);
    BOOST_TEST(common.b == arma::accu(machine(fit, k).b()) / 3.7, boost::test_tools::tolerance(1e-12));
  }
  const MultiTaskData encoded = encode_classes(data).data;
  const ClassProblem problem = class_problem(encoded, 4, 0.5, 0.7);
  const Certificate again = certify(problem, at, null_objective(problem));
  BOOST_TEST(again.primal == fit.report.certificate.primal, boost::test_tools::tolerance(1e-12));
  for (arma::uword t = 0; t < 3; ++t)
    for (const double label : fit.model->predict(t, data.design(t)))
      BOOST_TEST((std::ranges::find(labels, label) != labels.end()));
  // A class is told from what chance would say of four.
  BOOST_TEST(find_metric("accuracy").score(judge(*fit.model, data)).value.value() > 0.5);
}

BOOST_AUTO_TEST_CASE(through_the_catalogue_it_is_the_same_fit_bit_for_bit) {
  const MultiTaskData data = four_classes(2);
  const auto method = make_estimator("multitask_svm", {{"classes", "crammer_singer"}});
  BOOST_TEST(method->takes_many_classes());
  BOOST_TEST(!method->unsuited(data).has_value());
  BOOST_TEST(model_bytes(*method->fit(data).model) == model_bytes(*joint().fit(data).model));
  const MultiTaskData numbers = random_tasks(3, {});
  BOOST_TEST(method->unsuited(numbers).value().find("no classes") != std::string::npos);
  BOOST_CHECK_THROW(method->fit(numbers), InvalidData);
}

BOOST_AUTO_TEST_CASE(a_saved_model_of_one_machine_for_several_classes_comes_back) {
  const MultiTaskData data = four_classes(4);
  const Fit fit = joint().fit(data);
  const auto loaded = model_from_bytes(model_bytes(*fit.model));
  for (arma::uword t = 0; t < 3; ++t)
    BOOST_TEST(arma::approx_equal(loaded->decisions(t, data.design(t)), fit.model->decisions(t, data.design(t)),
                                  "absdiff", 0.0));
  BOOST_TEST(loaded->info().params.at("classes") == "crammer_singer");
}

BOOST_AUTO_TEST_CASE(crammer_and_singer_s_machine_of_two_classes_is_the_machine_of_twice_the_cost) {
  const MultiTaskData two = random_tasks(5, {.labels = true});
  const Fit one = MultitaskSvm{{.C = 0.8}}.fit(two), fit = joint({.C = 0.4}).fit(two);
  BOOST_TEST(arma::approx_equal(fit.linear().W(), one.linear().W(), "absdiff", 0.0));
  BOOST_TEST(fit.report.certificate.primal == one.report.certificate.primal);
}

BOOST_AUTO_TEST_CASE(standardised_features_and_averages_are_those_of_other_machines) {
  const MultiTaskData data = four_classes(6);
  arma::vec factors(5);
  for (arma::uword j = 0; j < 5; ++j) factors[j] = std::pow(10.0, static_cast<double>(j) - 2.0);
  const MultiTaskData scaled =
      data.map_designs([&](const Design& X) { return Design(arma::mat(X.dense() * arma::diagmat(factors))); });
  const Fit a = joint({.standardize = true, .averaging = Averaging::task_mean}).fit(data),
            b = joint({.standardize = true, .averaging = Averaging::task_mean}).fit(scaled);
  BOOST_TEST(a.report.certificate.primal == b.report.certificate.primal, boost::test_tools::tolerance(1e-5));
  BOOST_TEST(a.report.certificate.scale == 3.0, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(arma::abs(a.model->decisions(1, data.design(1)) - b.model->decisions(1, scaled.design(1))).max() <= 0.02);
}

BOOST_AUTO_TEST_CASE(sparse_features_are_the_same_machine_as_dense_ones) {
  const DataShape form{.n = 30, .d = 12, .T = 3, .shape = Shape::sparse};
  DataShape dense = form;
  dense.as_dense = true;
  const MultiTaskData a = in_classes(random_tasks(7, form), 3), b = in_classes(random_tasks(7, dense), 3);
  const Certificate of_a = joint().fit(a, {.stop = {.gap = 1e-9}}).report.certificate,
                    of_b = joint().fit(b, {.stop = {.gap = 1e-9}}).report.certificate;
  BOOST_TEST(of_a.relative_gap <= 1e-9);
  BOOST_TEST(of_a.primal == of_b.primal, boost::test_tools::tolerance(1e-8));
}

BOOST_AUTO_TEST_CASE(other_couplings_are_certified) {
  const MultiTaskData data = four_classes(8);
  for (const auto& options :
       {MultitaskSvm::Options{.coupling = SvmCoupling::chain},
        MultitaskSvm::Options{.coupling = SvmCoupling::matrix, .task_matrix = {1, 1, 0, 1, 1, 0, 0, 0, 1}}})
    BOOST_TEST(joint(options).fit(data).report.certificate.proved_relative_gap() <= 1e-6);
}

BOOST_AUTO_TEST_CASE(probabilities_of_its_classes_add_up) {
  const MultiTaskData data = four_classes(9);
  const auto method = make_estimator("multitask_svm", {{"classes", "crammer_singer"}, {"C", "0.1"}});
  const Fit fit = with_probabilities(*method, data, method->fit(data), {.folds = 3});
  const arma::mat probability = fit.model->predict_probability(0, data.design(0)).value();
  BOOST_TEST(probability.n_cols == 4u);
  BOOST_TEST(arma::abs(arma::sum(probability, 1) - 1.0).max() <= 1e-12);
}

BOOST_AUTO_TEST_CASE(options_that_do_not_go_with_it_are_refused) {
  const MultiTaskData data = four_classes(10);
  for (const auto& options :
       {MultitaskSvm::Options{.loss = LossName::squared_hinge}, MultitaskSvm::Options{.loss = LossName::logistic},
        MultitaskSvm::Options{.loss = LossName::epsilon_insensitive}, MultitaskSvm::Options{.kernel = KernelName::rbf},
        MultitaskSvm::Options{.penalise_intercept = false}})
    BOOST_CHECK_THROW(joint(options).fit(data), InvalidOption);
  const Coefficients start = zero_coefficients(data);
  BOOST_CHECK_THROW(joint().fit(data, {.start = &start}), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
