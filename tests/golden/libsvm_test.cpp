// Agreement with LIBSVM, whose intercept is not penalised. The golden values and the scripts that made them are in
// tests/golden/files.
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <string>

#include "algorithms/multitask_svm.hpp"
#include "lib/data/formats/npz.hpp"
#include "lib/loss/names.hpp"
#include "lib/model/kernel_model.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "lib/solver/kernel_smo.hpp"

using namespace starling;

namespace {

constexpr int n_cases = 13, n_cases_of_tasks = 11;
constexpr arma::uword n_tasks = 3;

struct Case {
  arma::mat X;
  arma::vec y, f;  // f: LIBSVM's predictions
  double C, b, objective;
  SampleKernel kernel;
  LossName loss;
  double epsilon;
};

NpzFile golden(std::string_view name) {
  return NpzFile::open(fmt::format("{}/tests/golden/files/{}.npz", STARLING_SOURCE_DIR, name));
}

template <class F>
void for_every_case(const F& f) {
  NpzFile file = golden("libsvm_svm");
  for (int k = 0; k < n_cases; ++k) {
    const auto array = [&](std::string_view name) { return file.read(fmt::format("{}_{}", name, k)).matrix(); };
    const arma::mat s = array("settings");
    const Case one{.X = array("X"),
                   .y = array("y").col(0),
                   .f = array("f").col(0),
                   .C = s[0],
                   .b = s[1],
                   .objective = s[2],
                   .kernel = {.name = static_cast<KernelName>(static_cast<int>(s[3])),
                              .gamma = s[5],
                              .coef0 = s[6],
                              .degree = static_cast<int>(s[7])},
                   .loss = s[4] == 1.0 ? LossName::hinge : LossName::epsilon_insensitive,
                   .epsilon = s[8]};
    BOOST_TEST_CONTEXT("case " << k) f(one);
  }
}

MultiTaskData in_tasks(const arma::mat& X, const arma::vec& y) {
  const arma::uword n = X.n_rows / n_tasks;
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < n_tasks; ++t)
    tasks.push_back({.X = arma::mat(X.rows(t * n, (t + 1) * n - 1)), .y = y.subvec(t * n, (t + 1) * n - 1)});
  return MultiTaskData::from_tasks(std::move(tasks));
}

// settings: as make_libsvm_task_kernels.py lists them.
MultitaskSvm of_tasks(const arma::mat& settings, const arma::mat& task_matrix) {
  constexpr SvmCoupling couplings[] = {SvmCoupling::mean, SvmCoupling::chain, SvmCoupling::matrix};
  const SvmCoupling coupling = couplings[static_cast<int>(settings[5])];
  MultitaskSvm method{{.C = settings[0],
                       .mu = settings[1],
                       .loss = settings[4] == 0.0 ? LossName::hinge : LossName::epsilon_insensitive,
                       .epsilon = settings[10],
                       .intercept = settings[6] == 1.0,
                       .coupling = coupling,
                       .kernel = static_cast<KernelName>(static_cast<int>(settings[3])),
                       .gamma = settings[7],
                       .degree = static_cast<int>(settings[9]),
                       .coef0 = settings[8]}};
  if (coupling == SvmCoupling::matrix)
    method.options.task_matrix = arma::conv_to<std::vector<double>>::from(task_matrix.as_col());
  return method;
}

void must_agree(const Certificate& proof, const arma::vec& predictions, double b, const Case& one) {
  BOOST_TEST(proof.relative_gap <= 1e-9);
  BOOST_TEST(proof.primal == one.objective, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(one.objective >= proof.dual - proof.rounding_floor);
  BOOST_TEST(arma::abs(predictions - one.f).max() <= 2e-3);
  BOOST_TEST(std::abs(b - one.b) <= 2e-3);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(libsvm)

BOOST_AUTO_TEST_CASE(a_linear_machine_with_an_intercept_of_its_own_is_the_same) {
  for_every_case([](const Case& one) {
    if (one.kernel.name != KernelName::linear) return;
    // One task of ridge strength mu / (1 + mu): 1 to rounding.
    const MultitaskSvm method{
        {.C = one.C, .mu = 1e15, .loss = one.loss, .epsilon = one.epsilon, .penalise_intercept = false}};
    const Fit fit = method.fit(MultiTaskData::from_tasks({{.X = one.X, .y = one.y}}), {.stop = {.gap = 1e-9}});
    must_agree(fit.report.certificate, fit.model->decision(0, one.X), fit.linear().b()[0], one);
  });
}

BOOST_AUTO_TEST_CASE(a_machine_with_a_kernel_is_the_same) {
  for_every_case([](const Case& one) {
    const MultiTaskData data = MultiTaskData::from_tasks({{.X = one.X, .y = one.y}});
    const KernelSamples kernel(data, one.kernel);
    kernel.rows().check_semidefinite();
    visit_one_of<Hinge, EpsilonInsensitive>({.name = one.loss, .epsilon = one.epsilon}, [&](const auto& loss) {
      const Problem<std::remove_cvref_t<decltype(loss)>, QuadraticCoupling> problem{
          data, loss, QuadraticCoupling(arma::mat(1, 1, arma::fill::ones)), Intercept::free, one.C * data.weights()};
      const Solution solution = KernelSmo{}(problem, kernel, {.gap = 1e-9, .max_iterations = 10000000});
      const Certificate& proof = solution.report.certificate;
      const double b = solution.coefficients.b[0];
      must_agree(proof, kernel_predictions(kernel, problem.penalty.inverse_coupling(), proof.dual_point) + b, b, one);
      return true;
    });
  });
}

BOOST_AUTO_TEST_CASE(the_method_with_a_kernel_is_the_same_and_keeps_its_support_vectors_alone) {
  for_every_case([](const Case& one) {
    if (one.kernel.name != KernelName::rbf && one.kernel.name != KernelName::polynomial) return;
    const MultitaskSvm method{{.C = one.C,
                               .mu = 1e15,
                               .loss = one.loss,
                               .epsilon = one.epsilon,
                               .penalise_intercept = false,
                               .kernel = one.kernel.name,
                               .gamma = one.kernel.gamma,
                               .degree = one.kernel.degree,
                               .coef0 = one.kernel.coef0}};
    const Fit fit = method.fit(MultiTaskData::from_tasks({{.X = one.X, .y = one.y}}), {.stop = {.gap = 1e-9}});
    const auto& model = dynamic_cast<const KernelModel&>(*fit.model);
    must_agree(fit.report.certificate, model.decision(0, one.X), model.machine().b[0], one);
    BOOST_TEST(model.n_support_vectors() == arma::uvec(arma::find(fit.report.certificate.dual_point)).n_elem);
  });
}

BOOST_AUTO_TEST_CASE(tasks_of_any_coupling_and_kernel_are_one_machine_of_the_task_kernel) {
  NpzFile file = golden("libsvm_task_kernels");
  for (int k = 0; k < n_cases_of_tasks; ++k) {
    const auto array = [&](std::string_view name) { return file.read(fmt::format("{}_{}", name, k)).matrix(); };
    const arma::mat settings = array("settings"), unseen = array("unseen"), Z = array("Z");
    const MultitaskSvm method = of_tasks(settings, file.read("task_matrix").matrix());
    const MultiTaskData data = in_tasks(array("X"), array("y").col(0));
    const Fit fit = method.fit(data, {.stop = {.gap = 1e-9}});
    BOOST_TEST_CONTEXT("case " << k) {
      const Certificate& proof = fit.report.certificate;
      arma::vec predictions(data.size());
      for (arma::uword t = 0; t < n_tasks; ++t) {
        predictions.subvec(data.rows_of(t).begin, data.rows_of(t).end - 1) = fit.model->decision(t, data.design(t));
        BOOST_TEST(arma::abs(fit.model->decision(t, Z) - unseen.col(t)).max() <= 2e-3);
      }
      BOOST_TEST(arma::abs(predictions - array("f").col(0)).max() <= 2e-3);
      BOOST_TEST(proof.relative_gap <= 1e-9);
      BOOST_TEST(proof.primal == settings[2], boost::test_tools::tolerance(1e-6));
      BOOST_TEST(settings[2] >= proof.dual - proof.rounding_floor);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
