#include "lib/penalty/row_group_lasso.hpp"

#include <boost/test/unit_test.hpp>

using namespace starling;

namespace {

const double inf = arma::datum::inf;
bool close(const arma::mat& a, const arma::mat& b) { return arma::approx_equal(a, b, "absdiff", 1e-14); }

}  // namespace

BOOST_AUTO_TEST_SUITE(row_group_lasso)

BOOST_AUTO_TEST_CASE(values_by_hand) {
  const arma::mat W = {{3, 4}, {0, 2}};
  BOOST_CHECK_CLOSE((RowGroupLasso{0.5}.value(W)), 3.5, 1e-13);
  BOOST_CHECK_CLOSE((RowGroupLasso{0.5, {2, 3}}.value(W)), 8.0, 1e-13);
  BOOST_CHECK_CLOSE((RowGroupLasso{0.5}.dual_norm(W)), 5.0, 1e-13);
  BOOST_CHECK_CLOSE((RowGroupLasso{0.5, {10, 1}}.dual_norm(W)), 2.0, 1e-13);
  BOOST_CHECK(close(RowGroupLasso{0.5, {4, 1}}.prox(W, 1.0), {{1.8, 2.4}, {0, 1.5}}));
}

BOOST_AUTO_TEST_CASE(weights_of_two_are_twice_the_strength) {
  const RowGroupLasso weighted{0.3, {2, 2}}, doubled{0.6};
  const arma::mat W = {{1, -2}, {0.5, 0.1}};
  BOOST_CHECK_CLOSE(weighted.value(W), doubled.value(W), 1e-13);
  BOOST_CHECK(close(weighted.prox(W, 0.7), doubled.prox(W, 0.7)));
  BOOST_CHECK_CLOSE(weighted.dual_scales(W)[0], doubled.dual_scales(W)[0], 1e-13);
  BOOST_CHECK(close(weighted.dual_excess(W), doubled.dual_excess(W)));
}

BOOST_AUTO_TEST_CASE(an_infinite_weight_fixes_its_row_at_zero_whatever_lambda) {
  for (const double lambda : {0.0, 0.5}) {
    const RowGroupLasso penalty{lambda, {1, inf}};
    BOOST_CHECK_EQUAL(penalty.value({{3, 4}, {0, 1e-300}}), inf);
    BOOST_CHECK_CLOSE(penalty.value({{3, 4}, {0, 0}}), 5.0 * lambda, 1e-13);
    BOOST_CHECK_CLOSE(penalty.dual_norm({{3, 4}, {1e9, 0}}), 5.0, 1e-13);
    BOOST_CHECK(penalty.prox({{3, 4}, {1e9, 0}}, 0.1).row(1).is_zero());
    arma::vec w = {1, 1};
    penalty.minimise_row(1, {1, 1}, {1e9, 5}, w);
    BOOST_CHECK(w.is_zero());
    BOOST_CHECK_EQUAL(penalty.dual_excess({{3, 4}, {1e9, 0}})[1], 0.0);
  }
}

BOOST_AUTO_TEST_CASE(a_row_of_weight_0_is_not_penalised) {
  const RowGroupLasso penalty{0.5, {0, 1}};
  BOOST_CHECK_CLOSE(penalty.value({{3, 4}, {0, 2}}), 1.0, 1e-13);
  BOOST_CHECK(close(penalty.prox({{3, 4}, {0, 2}}, 1.0), {{3, 4}, {0, 1.5}}));
  BOOST_CHECK_EQUAL(penalty.dual_norm({{1e-9, 0}, {0, 2}}), inf);
  BOOST_CHECK_EQUAL(penalty.dual_scales({{1e-9, 0}, {0, 2}})[0], 0.0);
  BOOST_CHECK_CLOSE(penalty.dual_norm({{0, 0}, {0, 2}}), 2.0, 1e-13);
}

BOOST_AUTO_TEST_CASE(free_rows_are_known_and_are_one_block) {
  const RowGroupLasso penalty{0.5, {1, 0, inf, 0, 2}};
  BOOST_CHECK(arma::all(penalty.free_rows() == arma::uvec{1, 3}));
  BOOST_CHECK(penalty.is_free(3) && !penalty.is_free(2));
  BOOST_CHECK(arma::all(penalty.blocks(5) == arma::uvec{0, 1, 2, 1, 4}));
  BOOST_CHECK((RowGroupLasso{0.5, {1, 0, 2}}.blocks(3).is_empty()));
  BOOST_CHECK(RowGroupLasso{0.5}.blocks(3).is_empty());
  BOOST_CHECK(RowGroupLasso{0.5}.free_rows().is_empty());
  BOOST_CHECK(!RowGroupLasso{0.5}.is_free(0));
  static_assert(PartlyFree<RowGroupLasso> && RowBlocked<RowGroupLasso>);
}

BOOST_AUTO_TEST_CASE(weights_go_with_their_rows_and_survive_rescaling) {
  const RowGroupLasso penalty{0.5, {1, 2, 3}};
  BOOST_CHECK(close(penalty.of_rows({2, 0}).weights, arma::vec{3, 1}));
  BOOST_CHECK(close(penalty.rescaled(4, 0.5).weights, penalty.weights));
  BOOST_CHECK_EQUAL(penalty.rescaled(4, 0.5).lambda, 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
