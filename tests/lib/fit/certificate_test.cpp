#include "lib/fit/certificate.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/certify.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

// Coefficients of random size, with zeros below row `rows`.
Coefficients somewhere(const MultiTaskData& data, arma::uword rows, double size) {
  Coefficients at = zero_coefficients(data);
  at.W.head_rows(rows) = size * normal_matrix(5, "W", rows, data.n_tasks());
  return at;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(certificate_values)

BOOST_AUTO_TEST_CASE(a_higher_bound_of_an_earlier_certificate_is_taken_with_its_point) {
  const MultiTaskData data = random_tasks(5, {.n = 15, .d = 6, .T = 3});
  const Problem<Squared, RowGroupLasso> problem{
      data, {}, {0.2}, Intercept::free, data.loss_weights(Averaging::task_mean)};
  const double scale = null_objective(problem);
  const Certificate near = certify(problem, somewhere(data, 6, 0.01), scale);
  const Certificate far = certify(problem, somewhere(data, 6, 3.0), scale);
  BOOST_REQUIRE_GT(near.dual, far.dual);

  Certificate taken = far;
  taken.take_bound_of(near);
  BOOST_CHECK_EQUAL(taken.dual, near.dual);
  BOOST_CHECK(arma::all(taken.dual_point == near.dual_point));
  BOOST_CHECK_EQUAL(taken.primal, far.primal);
  BOOST_CHECK_EQUAL(taken.gap, far.primal - near.dual);
  BOOST_CHECK_EQUAL(taken.relative_gap, taken.gap / scale);
  // As if the point had been a hint to begin with.
  const Certificate hinted = certify(problem, somewhere(data, 6, 3.0), scale, &near.dual_point);
  BOOST_CHECK_CLOSE(taken.gap, hinted.gap, 1e-10);
  BOOST_CHECK_CLOSE(taken.rounding_floor, hinted.rounding_floor, 1e-8);

  Certificate kept = near;
  kept.take_bound_of(far);
  BOOST_CHECK_EQUAL(kept.dual, near.dual);
  BOOST_CHECK_EQUAL(kept.gap, near.gap);
  BOOST_CHECK_EQUAL(kept.rounding_floor, near.rounding_floor);
}

BOOST_AUTO_TEST_CASE(a_certificate_without_a_bound_takes_any_and_gives_none) {
  Certificate none, some;
  some.primal = 2.0, some.dual = 1.0, some.gap = 1.0, some.dual_point = {0.5};
  Certificate taken = none;
  taken.primal = 3.0;
  taken.take_bound_of(some);
  BOOST_CHECK_EQUAL(taken.gap, 2.0);
  taken.take_bound_of(none);
  BOOST_CHECK_EQUAL(taken.gap, 2.0);
  // A bound above the objective by rounding leaves no negative gap.
  taken.primal = 1.0 - 1e-16;
  taken.take_bound_of(some);
  BOOST_CHECK_EQUAL(taken.proved_relative_gap() >= 0.0, true);
}

BOOST_AUTO_TEST_CASE(the_pullback_is_the_balanced_loss_gradient_and_what_the_features_make_of_it) {
  for (const bool shared : {true, false})
    for (const Intercept intercept : {Intercept::none, Intercept::free}) {
      const MultiTaskData data = random_tasks(6, {.n = 15, .d = 30, .T = 3, .shared = shared});
      const Problem<Squared, RowGroupLasso> problem{data, {}, {0.2}, intercept, data.loss_weights(Averaging::sum)};
      // Few rows: a certificate that nobody asks for its pullback looks at few of them.
      const Coefficients at = somewhere(data, 2, 1.0);
      Pullback pulled;
      const double scale = null_objective(problem);
      const Certificate with = certify(problem, at, scale, nullptr, &pulled), without = certify(problem, at, scale);
      BOOST_CHECK_CLOSE(with.dual, without.dual, 1e-10);
      BOOST_CHECK_SMALL(arma::abs(pulled.G - data.adjoint(pulled.u)).max(), 1e-12);
      arma::vec expected = data.forward(at.W, at.b);
      loss_gradient_in_place(problem.loss, data.targets(), problem.c, expected);
      for (arma::uword t = 0; t < data.n_tasks() && intercept == Intercept::free; ++t) {
        const Rows rows = data.rows_of(t);
        expected.subvec(rows.begin, rows.end - 1) -= arma::mean(expected.subvec(rows.begin, rows.end - 1));
      }
      BOOST_CHECK_SMALL(arma::abs(pulled.u - expected).max(), 1e-12);
    }
}

BOOST_AUTO_TEST_SUITE_END()
