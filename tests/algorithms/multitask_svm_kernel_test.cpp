// Multi-task support vector machines with kernels between samples.
#include <boost/test/unit_test.hpp>

#include "algorithms/multitask_svm.hpp"
#include "algorithms/multitask_svm/with_kernel.hpp"
#include "lib/base/error.hpp"
#include "lib/model/archive.hpp"
#include "lib/model/kernel_model.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const FitControl precise{.stop = {.gap = 1e-9}};

double largest(const arma::mat& M) { return arma::abs(M).max(); }

// Classes that no line separates: the sign of x1 x2, in every task around another centre.
MultiTaskData four_corners(std::uint64_t seed, arma::uword n) {
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < 3; ++t) {
    const arma::mat X = normal_matrix(seed, numbered("X", t), n, 2);
    const double shift = 0.1 * static_cast<double>(t);
    tasks.push_back({.X = X, .y = arma::sign((X.col(0) - shift) % X.col(1))});
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

double accuracy(const Fit& fit, const MultiTaskData& data) {
  double right = 0.0;
  for (arma::uword t = 0; t < data.n_tasks(); ++t)
    right += static_cast<double>(arma::accu(fit.model->predict(t, data.design(t)) == data.targets_of(t)));
  return right / static_cast<double>(data.size());
}

Fit with_kernel(MultitaskSvm::Options options, const MultiTaskData& data, const FitControl& control = precise) {
  const MultitaskSvm method{options};
  LinearFitPlan plan = plan_linear(method);
  return multitask_svm::fit_with_kernel(options, plan, data, control);
}

const KernelModel& model_of(const Fit& fit) { return dynamic_cast<const KernelModel&>(*fit.model); }

}  // namespace

BOOST_AUTO_TEST_SUITE(multitask_svm_with_kernels)

BOOST_AUTO_TEST_CASE(a_linear_kernel_is_the_linear_machine) {
  const MultiTaskData numbers = random_tasks(1, {.n = 20, .d = 4}),
                      classes = random_tasks(1, {.n = 20, .d = 4, .labels = true}),
                      shared = random_tasks(1, {.n = 20, .d = 4, .shared = true, .labels = true});
  for (const MultitaskSvm::Options& options : std::vector<MultitaskSvm::Options>{
           {.C = 0.3, .mu = 0.5},
           {.C = 0.3, .mu = 0.5, .loss = LossName::squared_hinge},
           {.C = 0.3, .mu = 0.5, .penalise_intercept = false},
           {.C = 0.3, .mu = 0.5, .intercept = false},
           {.C = 2.0, .mu = 0.5, .standardize = true, .averaging = Averaging::task_mean},
           {.C = 0.3, .coupling = SvmCoupling::chain},
           {.C = 0.3, .coupling = SvmCoupling::matrix, .task_matrix = {2, 1, 0, 1, 2, 0, 0, 0, 1}},
           {.C = 0.3, .loss = LossName::epsilon_insensitive},
           {.C = 0.3, .loss = LossName::squared_epsilon_insensitive}})
    for (const MultiTaskData& data : {is_classification(options.loss) ? classes : numbers, shared}) {
      const Fit linear = MultitaskSvm{options}.fit(data, precise), kernel = with_kernel(options, data);
      const Certificate &a = linear.report.certificate, &b = kernel.report.certificate;
      BOOST_TEST(a.scale == b.scale, boost::test_tools::tolerance(1e-12));
      BOOST_TEST(std::abs(a.primal - b.primal) <= 1e-8 * a.scale);
      BOOST_TEST(b.relative_gap <= 1e-9);
      for (arma::uword t = 0; t < data.n_tasks(); ++t)
        BOOST_TEST(largest(linear.model->decision(t, data.design(t)) - kernel.model->decision(t, data.design(t))) <=
                   2e-4);
      const arma::mat X = data.design(0).dense();
      if (options.penalise_intercept && options.coupling == SvmCoupling::mean)
        BOOST_TEST(largest(linear.model->for_new_task()->decision(0, X) -
                           kernel.model->for_new_task()->decision(0, X)) <= 2e-4);
    }
}

BOOST_AUTO_TEST_CASE(with_a_kernel_mu_towards_infinity_is_independent_machines_with_the_same_C) {
  const MultiTaskData data = four_corners(9, 30);
  for (const LossName loss : {LossName::hinge, LossName::squared_hinge})
    for (const bool penalise : {true, false}) {
      const MultitaskSvm machine{
          {.C = 0.5, .mu = 1e9, .loss = loss, .penalise_intercept = penalise, .kernel = KernelName::rbf, .gamma = 0.5}};
      const Fit together = machine.fit(data, precise);
      for (arma::uword t = 0; t < data.n_tasks(); ++t) {
        const Fit alone = machine.fit(data.task(t), precise);
        BOOST_TEST(largest(together.model->decision(t, data.design(t)) - alone.model->decision(0, data.design(t))) <=
                   2e-4);
      }
    }
}

BOOST_AUTO_TEST_CASE(with_a_kernel_mu_towards_0_with_C_over_mu_fixed_is_one_pooled_machine_with_that_C) {
  const MultiTaskData data = four_corners(10, 30);
  const double mu = 1e-7, C = 0.5;
  for (const LossName loss : {LossName::hinge, LossName::squared_hinge}) {
    const Fit together =
        MultitaskSvm{{.C = C * mu, .mu = mu, .loss = loss, .kernel = KernelName::rbf, .gamma = 0.5}}.fit(data, precise);
    const Fit pooled = MultitaskSvm{{.C = C, .mu = 1e12, .loss = loss, .kernel = KernelName::rbf, .gamma = 0.5}}.fit(
        data.pooled(), precise);
    for (arma::uword t = 0; t < data.n_tasks(); ++t)
      BOOST_TEST(largest(together.model->decision(t, data.design(t)) - pooled.model->decision(0, data.design(t))) <=
                 2e-4);
  }
}

BOOST_AUTO_TEST_CASE(an_rbf_kernel_learns_classes_that_no_line_separates) {
  const MultiTaskData train = four_corners(2, 60), test = four_corners(3, 200);
  BOOST_TEST(accuracy(MultitaskSvm{}.fit(train), test) < 0.7);
  for (const bool penalise : {true, false}) {
    const Fit rbf = MultitaskSvm{{.C = 10.0, .penalise_intercept = penalise, .kernel = KernelName::rbf}}.fit(train, {});
    BOOST_TEST(accuracy(rbf, test) > 0.9);
    BOOST_TEST(rbf.report.certificate.relative_gap <= 1e-6);
    const Fit polynomial =
        MultitaskSvm{
            {.C = 10.0, .penalise_intercept = penalise, .kernel = KernelName::polynomial, .degree = 2, .coef0 = 1.0}}
            .fit(train, {});
    BOOST_TEST(accuracy(polynomial, test) > 0.9);
  }
}

BOOST_AUTO_TEST_CASE(with_a_kernel_the_model_is_of_support_vectors_and_a_warm_start_is_InvalidInput) {
  const MultiTaskData data = four_corners(4, 50);
  const Fit fit = MultitaskSvm{{.C = 10.0, .kernel = KernelName::rbf}}.fit(data);
  const arma::uvec used = arma::find(fit.report.certificate.dual_point);
  BOOST_TEST(model_of(fit).n_support_vectors() == used.n_elem);
  BOOST_TEST(used.n_elem < data.size());
  BOOST_TEST(!fit.is_linear());
  const Coefficients start = zero_coefficients(data);
  BOOST_CHECK_THROW((MultitaskSvm{{.kernel = KernelName::rbf}}.fit(data, {.start = &start})), InvalidInput);
}

BOOST_AUTO_TEST_CASE(a_kernel_of_features_so_large_that_it_overflows_is_InvalidData) {
  const MultiTaskData data =
      four_corners(5, 10).map_designs([](const Design& X) { return Design(arma::mat(1e200 * X.dense())); });
  BOOST_CHECK_THROW((MultitaskSvm{{.kernel = KernelName::rbf}}.fit(data)), InvalidData);
  BOOST_CHECK_NO_THROW((MultitaskSvm{{.standardize = true, .kernel = KernelName::rbf}}.fit(data)));
}

BOOST_AUTO_TEST_CASE(a_saved_model_predicts_the_same_bits_and_new_tasks_by_w_0) {
  const MultiTaskData data = four_corners(6, 40);
  const Fit fit = MultitaskSvm{{.mu = 0.5, .standardize = true, .kernel = KernelName::rbf}}.fit(data);
  const auto loaded = model_from_bytes(model_bytes(*fit.model));
  const Design X = data.design(0);
  for (arma::uword t = 0; t < 3; ++t)
    BOOST_TEST(arma::approx_equal(loaded->decision(t, X), fit.model->decision(t, X), "absdiff", 0.0));
  // w_0 = sum_t w_t / (T + mu), with a penalised intercept like any feature.
  arma::vec sum(X.rows(), arma::fill::zeros);
  for (arma::uword t = 0; t < 3; ++t) sum += fit.model->decision(t, X);
  BOOST_TEST(largest(loaded->for_new_task()->decision(0, X) - sum / 3.5) <= 1e-13);
}

BOOST_AUTO_TEST_CASE(tasks_of_one_class_and_of_one_sample_are_fitted_by_coupling_for_costs_from_1e_8_to_1e6) {
  const MultiTaskData all = four_corners(7, 30);
  const MultiTaskData data =
      MultiTaskData::from_tasks({{.X = all.design(0), .y = all.targets_of(0)},
                                 {.X = all.design(1), .y = arma::vec(30, arma::fill::ones)},
                                 {.X = arma::mat(all.design(2).dense().head_rows(1)), .y = arma::vec{-1.0}}});
  for (const double C : {1e-8, 1.0, 1e6})
    for (const bool penalise : {true, false})
      for (const LossName loss : {LossName::hinge, LossName::squared_hinge}) {
        const Fit fit =
            MultitaskSvm{{.C = C, .loss = loss, .penalise_intercept = penalise, .kernel = KernelName::rbf}}.fit(data);
        BOOST_TEST_CONTEXT("C " << C << " penalise " << penalise) {
          BOOST_TEST(fit.report.certificate.relative_gap <= 1e-6);
          for (arma::uword t = 0; t < 3; ++t) BOOST_TEST(fit.model->decision(t, data.design(t)).is_finite());
        }
      }
}

BOOST_AUTO_TEST_CASE(both_faces_and_any_number_of_threads_give_the_same_bits) {
  const MultiTaskData data = four_corners(8, 300);
  const MultitaskSvm machine{{.C = 0.5, .kernel = KernelName::rbf, .gamma = KernelGamma::times_scale(0.5)}};
  const Fit one = machine.fit(data, {.threads = 1}), more = erase(machine)->fit(data, {.threads = 4});
  BOOST_TEST(model_bytes(*one.model) == model_bytes(*more.model));
  BOOST_TEST(one.model->info().params.at("gamma") == "0.5scale");
}

BOOST_AUTO_TEST_CASE(options_of_kernels_are_checked) {
  for (const auto& [name, value] : Params{{"kernel", "precomputed"},
                                          {"gamma", "0"},
                                          {"gamma", "-1scale"},
                                          {"degree", "0"},
                                          {"coef0", "-0.5"},
                                          {"cache_mb", "0"}})
    BOOST_CHECK_THROW(erase(MultitaskSvm{})->set_params({{name, value}}), InvalidOption);
  BOOST_CHECK_NO_THROW(erase(MultitaskSvm{})->set_params({{"kernel", "rbf"}, {"gamma", "scale"}}));
}

BOOST_AUTO_TEST_SUITE_END()
