#include "algorithms/alternating_structure.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/baselines.hpp"
#include "algorithms/clustered_regression.hpp"
#include "lib/linalg/decompose.hpp"
#include "tests/support/random_problems.hpp"
#include "tests/support/real_data.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const FitControl exact{.stop = {.gap = 1e-11}};

}  // namespace

BOOST_AUTO_TEST_SUITE(alternating_structure)

BOOST_AUTO_TEST_CASE(the_optimum_is_that_of_clustered_regression_with_as_many_clusters) {
  const MultiTaskData data = random_tasks(6, {.n = 12, .d = 7, .T = 5});
  const Fit structure = AlternatingStructure{{.rho1 = 0.3, .rho2 = 0.02, .n_dimensions = 3}}.fit(data, exact);
  const Fit clusters = ClusteredRegression{{.rho1 = 0.3, .rho2 = 0.02, .n_clusters = 3}}.fit(data, exact);
  BOOST_CHECK_SMALL(arma::abs(structure.linear().W() - clusters.linear().W()).max(), 1e-12);
}

// The penalty with the learned d x d M in it, by a dense inverse: what both sides of the equality are.
BOOST_AUTO_TEST_CASE(the_learned_subspace_gives_the_penalty_on_the_side_of_the_features) {
  const MultiTaskData data = random_tasks(6, {.n = 12, .d = 7, .T = 5});
  const double rho1 = 0.3, rho2 = 0.02, eta = rho2 / rho1;
  const Fit fit = AlternatingStructure{{.rho1 = rho1, .rho2 = rho2, .n_dimensions = 2}}.fit(data, exact);
  const arma::mat &W = fit.linear().W(), &U = fit.model->info().learned.at("basis");
  const arma::vec m = fit.model->info().learned.at("basis_weights");
  BOOST_CHECK_CLOSE(arma::accu(m), 2.0, 1e-8);
  BOOST_TEST(m.max() <= 1.0);
  const arma::mat M = U * arma::diagmat(m) * U.t();
  double loss = 0.0;
  for (arma::uword t = 0; t < 5; ++t) {
    const arma::vec r = data.design(t).dense() * W.col(t) + fit.linear().b()[t] - data.targets_of(t);
    loss += 0.5 * arma::dot(r, r) / static_cast<double>(r.n_elem);
  }
  const arma::mat inverse = arma::inv_sympd(arma::symmatu(eta * arma::eye(7, 7) + M));
  const double penalty = rho1 * eta * (1.0 + eta) * arma::trace(W.t() * inverse * W);
  BOOST_CHECK_CLOSE(loss + penalty, fit.report.certificate.primal, 1e-7);
}

BOOST_AUTO_TEST_CASE(as_many_dimensions_as_there_are_is_ridge_regression) {
  const MultiTaskData data = random_tasks(6, {.n = 12, .d = 4, .T = 5});
  const Fit ridge = IndependentRidge{{.lambda = 0.04}}.fit(data, exact);
  const Fit fit = AlternatingStructure{{.rho1 = 0.3, .rho2 = 0.02, .n_dimensions = 4}}.fit(data, exact);
  BOOST_CHECK_SMALL(arma::abs(ridge.linear().W() - fit.linear().W()).max(), 1e-5);
}

BOOST_AUTO_TEST_CASE(school_is_proved_to_a_hundred_millionth_over_five_decades_of_rho) {
  with_real_data("school", [](const Dataset& school) {
    for (const double rho : {1.0, 0.1, 1e-2, 1e-3, 1e-4}) {
      const AlternatingStructure method{{.rho1 = rho, .rho2 = rho, .n_dimensions = 3}};
      const Fit fit = method.fit(school.train, {.stop = {.gap = 1e-8}});
      BOOST_TEST(std::string(to_string(fit.report.status)) == "optimal");
      BOOST_TEST(fit.report.certificate.proved_relative_gap() <= 1e-8);
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()
