#include "lib/solver/row_newton/scale_point.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/lib/solver/row_newton/shared_data.hpp"

using namespace starling;
using namespace starling::testing;
using row_newton::ScaleFunction;
using row_newton::ScalePoint;
using row_newton::WorkingRows;

namespace {

ScalePoint at(ScaleFunction& function, const WorkingRows& rows, const arma::vec& tau) {
  ScalePoint point;
  function.evaluate(rows, tau, false, point);
  return point;
}

// The same rows seen from the other side.
WorkingRows by_samples(WorkingRows rows) {
  rows.by_rows = false;
  rows.X32 = arma::conv_to<arma::fmat>::from(rows.X);
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scale_function)

BOOST_AUTO_TEST_CASE(both_sides_see_the_same_point) {
  const SharedData shared(20, 15, 4);
  const WorkingRows rows = shared.working(15), other = by_samples(rows);
  BOOST_REQUIRE(rows.by_rows);
  for (const double mu : {0.0, 0.7}) {
    ScaleFunction function(shared.whitened.targets(), mu);
    const ScalePoint one = at(function, rows, rows.tau), two = at(function, other, rows.tau);
    BOOST_TEST(one.phi == two.phi, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(one.primal == two.primal, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(one.dual == two.dual, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(arma::abs(one.W - two.W).max() < 1e-12);
    BOOST_TEST(arma::abs(one.G - two.G).max() < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(slopes_agree_with_differences_and_primal_and_dual_enclose) {
  const SharedData shared(20, 12, 4);
  const WorkingRows rows = shared.working(12);
  for (const double mu : {0.0, 0.7}) {
    ScaleFunction function(shared.whitened.targets(), mu);
    const ScalePoint here = at(function, rows, rows.tau);
    for (arma::uword j = 0; j < rows.size(); ++j) {
      constexpr double step = 1e-6;
      arma::vec up = rows.tau, down = rows.tau;
      up[j] += step;
      const double below = rows.tau[j] > step ? step : 0.0;
      down[j] -= below;
      const double slope = (at(function, rows, up).phi - at(function, rows, down).phi) / (step + below);
      const double lambda = rows.strength[j], g = here.norms[j];
      BOOST_TEST(std::abs(slope - 0.5 * (lambda * lambda - g * g)) < 1e-5);
    }
    const arma::mat X = rows.X.cols(here.active), R = shared.whitened.targets() - X * here.W.t();
    double primal = 0.5 * arma::accu(arma::square(R)) + 0.5 * mu * arma::accu(arma::square(here.W));
    for (arma::uword k = 0; k < here.active.n_elem; ++k)
      primal += rows.strength[here.active[k]] * arma::norm(here.W.col(k));
    BOOST_TEST(here.primal == primal, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(here.dual <= here.primal);
    BOOST_TEST(here.phi >= here.primal * (1.0 - 1e-12));  // the scales are not yet the best for W
  }
}

BOOST_AUTO_TEST_CASE(float_agrees_to_its_precision) {
  const SharedData shared(30, 260, 5);
  const WorkingRows rows = by_samples(shared.working(260));
  ScaleFunction function(shared.whitened.targets(), 0.0);
  ScalePoint coarse;
  function.evaluate(rows, rows.tau, true, coarse);
  BOOST_TEST(coarse.coarse);
  BOOST_TEST(coarse.phi == at(function, rows, rows.tau).phi, boost::test_tools::tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(rows_added_at_zero_extend_a_point) {
  const SharedData shared(10, 40, 3);
  const WorkingRows few = by_samples(shared.working(20));
  WorkingRows all = by_samples(shared.working(40));
  all.tau.zeros();
  all.tau.head(20) = few.tau;
  ScaleFunction function(shared.whitened.targets(), 0.0);
  ScalePoint point = at(function, few, few.tau);
  function.extend(all, point);
  const ScalePoint expected = at(function, all, all.tau);
  BOOST_TEST(point.primal == expected.primal, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(point.dual == expected.dual, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(arma::abs(point.G - expected.G).max() < 1e-13);
}

BOOST_AUTO_TEST_SUITE_END()
