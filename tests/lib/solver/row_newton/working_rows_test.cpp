#include "lib/solver/row_newton/working_rows.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/lib/solver/row_newton/shared_data.hpp"

using namespace starling;
using namespace starling::testing;
using row_newton::revise;
using row_newton::WorkingRows;

BOOST_AUTO_TEST_SUITE(working_rows)

BOOST_AUTO_TEST_CASE(a_revised_set_is_the_set_made_anew) {
  const SharedData shared(30, 60, 4);
  const WorkingRows first = shared.working(20);
  const WorkingRows next = revise(first, shared.whitened, {.keep = {1, 4, 19}, .add = {40, 33}});
  const arma::uvec id = {1, 4, 19, 40, 33};
  BOOST_TEST(arma::all(next.id == id));
  const WorkingRows anew = revise({}, shared.whitened, {.keep = {}, .add = id});
  BOOST_TEST(next.by_rows);
  BOOST_TEST(arma::abs(next.X - anew.X).max() == 0.0);
  BOOST_TEST(arma::abs(next.C - anew.C).max() < 1e-13);
  BOOST_TEST(arma::abs(next.C - anew.X.t() * anew.X).max() < 1e-13);
  BOOST_TEST(arma::abs(next.B - shared.whitened.targets().t() * anew.X).max() < 1e-13);
  BOOST_TEST(next.tau[0] == first.tau[1]);
  BOOST_TEST(next.tau[4] == 0.0);
}

BOOST_AUTO_TEST_CASE(many_rows_are_seen_by_samples_and_few_again_by_rows) {
  const SharedData shared(10, 60, 4);
  const WorkingRows many =
      revise({}, shared.whitened, {.keep = {}, .add = arma::regspace<arma::uvec>(0, 39), .wants_float = true});
  BOOST_TEST(!many.by_rows);
  BOOST_TEST(arma::abs(arma::conv_to<arma::mat>::from(many.X32) - many.X).max() < 1e-6);
  const WorkingRows few = revise(many, shared.whitened, {.keep = {3, 5}, .add = {50}});
  BOOST_TEST(few.by_rows);
  BOOST_TEST(arma::abs(few.C - few.X.t() * few.X).max() < 1e-13);
}

BOOST_AUTO_TEST_SUITE_END()
