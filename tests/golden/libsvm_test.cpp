// Agreement with LIBSVM, whose intercept is not penalised. The golden values and the script that made them are in
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

constexpr int n_cases = 13;

struct Case {
  arma::mat X;
  arma::vec y, f;  // f: LIBSVM's predictions
  double C, b, objective;
  SampleKernel kernel;
  LossName loss;
  double epsilon;
};

template <class F>
void for_every_case(const F& f) {
  NpzFile file = NpzFile::open(std::string(STARLING_SOURCE_DIR) + "/tests/golden/files/libsvm_svm.npz");
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

BOOST_AUTO_TEST_SUITE_END()
