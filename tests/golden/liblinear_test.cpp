// Agreement with LIBLINEAR on augmented features. The golden values and the script that made them are in
// tests/golden/files.
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <string>

#include "algorithms/multitask_svm.hpp"
#include "lib/data/formats/npz.hpp"
#include "lib/model/one_vs_rest_model.hpp"

using namespace starling;

namespace {

constexpr arma::uword n_tasks = 3;
constexpr LossName losses[] = {LossName::hinge,
                               LossName::hinge,
                               LossName::squared_hinge,
                               LossName::squared_hinge,
                               LossName::epsilon_insensitive,
                               LossName::squared_epsilon_insensitive,
                               LossName::squared_epsilon_insensitive,
                               LossName::epsilon_insensitive,
                               LossName::logistic,
                               LossName::logistic};

MultiTaskData in_tasks(const arma::mat& X, const arma::vec& y) {
  const arma::uword n = X.n_rows / n_tasks;
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < n_tasks; ++t)
    tasks.push_back({.X = arma::mat(X.rows(t * n, (t + 1) * n - 1)), .y = y.subvec(t * n, (t + 1) * n - 1)});
  return MultiTaskData::from_tasks(std::move(tasks));
}

// Weights of the classes 0, 1, 2, ... as weights of their samples.
MultiTaskData weighted(const MultiTaskData& data, const arma::mat& of_classes) {
  arma::vec weights(data.size());
  for (arma::uword i = 0; i < weights.n_elem; ++i) weights[i] = of_classes[static_cast<arma::uword>(data.targets()[i])];
  return data.with_weights(std::move(weights));
}

// Class k's coefficients of all tasks, with the intercepts below.
arma::mat coefficients_of_class(const Model& model, arma::uword k, bool intercept) {
  const auto& machines = dynamic_cast<const OneVsRestModel&>(model).machines();
  const auto& machine = dynamic_cast<const LinearModel&>(*machines[k]);
  return intercept ? arma::mat(arma::join_cols(machine.W(), machine.b())) : machine.W();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(liblinear)

BOOST_AUTO_TEST_CASE(multitask_support_vector_machines_agree_with_one_machine_on_augmented_features) {
  NpzFile file = NpzFile::open(std::string(STARLING_SOURCE_DIR) + "/tests/golden/files/liblinear_svm.npz");
  for (int k = 0; k < static_cast<int>(std::size(losses)); ++k) {
    const auto array = [&](std::string_view name) { return file.read(fmt::format("{}_{}", name, k)).matrix(); };
    const arma::mat settings = array("settings"), W = array("W");
    const MultitaskSvm method{{.C = settings[0], .mu = settings[1], .loss = losses[k], .intercept = false}};
    const Fit fit = method.fit(in_tasks(array("X"), array("y").col(0)), {.stop = {.gap = 1e-11}});
    BOOST_TEST_CONTEXT("case " << k) {
      const Certificate& proof = fit.report.certificate;
      BOOST_TEST(proof.primal == settings[2], boost::test_tools::tolerance(1e-8));
      BOOST_TEST(settings[2] >= proof.dual - 1e-10);
      const double difference = arma::abs(fit.linear().W() - W).max();
      BOOST_TEST(difference <= 1e-4);
    }
  }
}

BOOST_AUTO_TEST_CASE(one_machine_for_several_classes_agrees_with_crammer_and_singer_s_on_augmented_features) {
  NpzFile file = NpzFile::open(std::string(STARLING_SOURCE_DIR) + "/tests/golden/files/liblinear_classes.npz");
  for (int c = 0; c < 5; ++c) {
    const auto array = [&](std::string_view name) { return file.read(fmt::format("{}_{}", name, c)).matrix(); };
    const arma::mat settings = array("settings"), W = array("W");
    const auto classes = static_cast<arma::uword>(settings[0]);
    const bool intercept = settings[3] != 0.0;
    const MultitaskSvm method{
        {.C = settings[1], .mu = settings[2], .intercept = intercept, .classes = SvmClasses::crammer_singer}};
    const MultiTaskData data = weighted(in_tasks(array("X"), array("y").col(0)), array("weights"));
    const Fit fit = method.fit(data, {.stop = {.gap = 1e-11}});
    BOOST_TEST_CONTEXT("case " << c) {
      const Certificate& proof = fit.report.certificate;
      // Between two classes the fitted machine is that of their difference, with twice the objective.
      const double objective = classes == 2 ? 2.0 * settings[4] : settings[4];
      BOOST_TEST(proof.primal == objective, boost::test_tools::tolerance(1e-8));
      BOOST_TEST(objective >= proof.dual - 1e-10);
      const auto of_class = [&](arma::uword k) { return W.cols(k * n_tasks, (k + 1) * n_tasks - 1); };
      if (classes == 2)
        BOOST_TEST(arma::abs(fit.linear().W() - (of_class(1) - of_class(0))).max() <= 1e-4);
      else
        for (arma::uword k = 0; k < classes; ++k)
          BOOST_TEST(arma::abs(coefficients_of_class(*fit.model, k, intercept) - of_class(k)).max() <= 1e-4);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
