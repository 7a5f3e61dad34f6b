// Agreement with scikit-learn on shared X: the same lambda, no conversion. The golden values and the script that made
// them are in tests/golden/files.
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>

#include "algorithms/multitask_lasso.hpp"
#include "lib/data/formats/npz.hpp"

using namespace starling;

namespace {

constexpr int n_cases = 7;

struct GoldenCase {
  arma::mat X, Y, coef;  // coef T x d, as scikit-learn has it
  arma::rowvec intercept;
  double alpha = 0.0, l1_ratio = 1.0, objective = 0.0;
  bool fit_intercept = true;
};

GoldenCase read_case(NpzFile& file, int k) {
  const auto array = [&](std::string_view name) { return file.read(fmt::format("{}_{}", name, k)).matrix(); };
  const arma::mat settings = array("settings");
  return {.X = array("X"),
          .Y = array("Y"),
          .coef = array("coef"),
          .intercept = array("intercept"),
          .alpha = settings[0],
          .l1_ratio = settings[1],
          .objective = settings[3],
          .fit_intercept = settings[2] != 0.0};
}

// scikit-learn's objective, written out here so that nothing of ours is in it.
double objective(const GoldenCase& golden, const arma::mat& W, const arma::rowvec& b) {
  const arma::mat residual = golden.Y - golden.X * W - arma::ones(golden.X.n_rows) * b;
  double rows = 0.0;
  for (arma::uword j = 0; j < W.n_rows; ++j) rows += arma::norm(W.row(j));
  return arma::accu(arma::square(residual)) / (2.0 * static_cast<double>(golden.X.n_rows)) +
         golden.alpha * (golden.l1_ratio * rows + (1.0 - golden.l1_ratio) * 0.5 * arma::accu(arma::square(W)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scikit_learn)

BOOST_AUTO_TEST_CASE(multitask_lasso_and_elastic_net_agree_with_scikit_learn) {
  NpzFile file = NpzFile::open(std::string(STARLING_SOURCE_DIR) + "/tests/golden/files/sklearn_multitask_lasso.npz");
  for (int k = 0; k < n_cases; ++k) {
    const GoldenCase golden = read_case(file, k);
    const MultitaskLasso method{
        {.lambda = golden.alpha, .l1_ratio = golden.l1_ratio, .intercept = golden.fit_intercept}};
    const Fit fit = method.fit(MultiTaskData::from_shared(golden.X, golden.Y), {.stop = {.gap = 1e-10}});
    BOOST_TEST_CONTEXT("case " << k) {
      BOOST_TEST(fit.report.certificate.primal == golden.objective, boost::test_tools::tolerance(1e-6));
      BOOST_TEST(objective(golden, fit.linear().W(), fit.linear().b()) == golden.objective,
                 boost::test_tools::tolerance(1e-6));
      // Their coefficients cannot be below our proved lower bound, nor ours above their objective by more than our gap.
      BOOST_TEST(objective(golden, golden.coef.t(), golden.intercept) >= fit.report.certificate.dual - 1e-12);
      BOOST_TEST(fit.report.certificate.primal <= golden.objective + 1e-9 * fit.report.certificate.scale);
      const double difference = arma::abs(fit.linear().W() - golden.coef.t()).max();
      BOOST_TEST(difference <= 1e-4);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
