#include "lib/solver/row_newton/one_task.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/lib/solver/row_newton/shared_data.hpp"

using namespace starling;
using namespace starling::testing;
using row_newton::OneTaskPoint;

namespace {

const auto never = [](int) { return false; };

}  // namespace

BOOST_AUTO_TEST_SUITE(one_task)

BOOST_AUTO_TEST_CASE(the_optimality_conditions_hold_from_any_start) {
  const SharedData shared(30, 25, 1);
  row_newton::WorkingRows rows = shared.working(25);
  const double square = arma::accu(arma::square(shared.whitened.targets()));
  for (const double share : {0.5, 0.1, 1e-3})
    for (const double mu : {0.0, 0.2}) {
      rows.strength.fill(share * shared.scan.null_norms().max());
      for (const double size : {0.0, 1.0}) {
        OneTaskPoint at{.w = size * normal_matrix(5, "w", 25, 1), .g = {}};
        row_newton::solve_one_task(rows, square, mu, 1e-13 * square, never, at);
        const arma::vec g = rows.X.t() * (shared.whitened.targets() - rows.X * at.w) - mu * at.w;
        BOOST_TEST(arma::abs(g - at.g).max() < 1e-12);
        for (arma::uword j = 0; j < 25; ++j) {
          if (at.w[j] != 0.0)
            BOOST_TEST(std::abs(g[j] - std::copysign(rows.strength[j], at.w[j])) < 1e-5 * rows.strength[j]);
          else
            BOOST_TEST(std::abs(g[j]) <= rows.strength[j] * (1.0 + 1e-5));
        }
      }
    }
}

BOOST_AUTO_TEST_CASE(a_stop_ends_it_between_rounds) {
  const SharedData shared(30, 25, 1);
  const row_newton::WorkingRows rows = shared.working(25);
  OneTaskPoint at{.w = arma::vec(25, arma::fill::zeros), .g = {}};
  BOOST_TEST(row_newton::solve_one_task(
                 rows, 1.0, 0.0, 0.0, [](int done) { return done == 1; }, at) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
