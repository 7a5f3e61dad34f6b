// Agreement with LIBLINEAR on augmented features. The golden values and the script that made them are in
// tests/golden/files.
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <string>

#include "algorithms/multitask_svm.hpp"
#include "lib/data/formats/npz.hpp"

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

BOOST_AUTO_TEST_SUITE_END()
