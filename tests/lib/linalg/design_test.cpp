#include "lib/linalg/design.hpp"

#include <boost/test/unit_test.hpp>

using namespace starling;

namespace {

const arma::mat small = {{1, 0, 2}, {0, 3, 0}, {4, 0, 5}, {0, 0, 6}};

// Both forms of the same matrix.
std::vector<Design> both(const arma::mat& X) { return {Design(X), Design(arma::sp_mat(X))}; }

bool equal(const Design& X, const arma::mat& expected) {
  const arma::mat found = X.dense();
  return found.n_rows == expected.n_rows && found.n_cols == expected.n_cols &&
         arma::all(arma::vectorise(found == expected));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(design)

BOOST_AUTO_TEST_CASE(a_default_design_is_empty_and_dense) {
  BOOST_CHECK_EQUAL(Design().rows(), 0U);
  BOOST_CHECK_EQUAL(Design().cols(), 0U);
  BOOST_CHECK(!Design().is_sparse());
}

BOOST_AUTO_TEST_CASE(a_copy_shares_the_matrix_and_moving_leaves_a_valid_design) {
  for (Design X : both(small)) {
    const Design copy = X;
    BOOST_CHECK(copy.same_matrix(X));
    const Design moved = std::move(X);
    BOOST_CHECK(moved.same_matrix(copy));
    BOOST_CHECK_EQUAL(X.rows(), 4U);  // NOLINT: a moved-from design stays valid
    BOOST_CHECK(!copy.same_matrix(Design(small)));
  }
}

BOOST_AUTO_TEST_CASE(chosen_rows_come_in_the_given_order_with_repeats) {
  const arma::uvec rows = {3, 0, 0, 2, 3, 1};
  for (const Design& X : both(small)) {
    const Design chosen = X.select_rows(rows);
    BOOST_CHECK(equal(chosen, small.rows(rows)));
    BOOST_CHECK_EQUAL(chosen.is_sparse(), X.is_sparse());
    BOOST_CHECK(equal(X, small));
  }
}

BOOST_AUTO_TEST_CASE(no_rows_chosen_leave_the_columns) {
  for (const Design& X : both(small)) {
    const Design none = X.select_rows({});
    BOOST_CHECK_EQUAL(none.rows(), 0U);
    BOOST_CHECK_EQUAL(none.cols(), 3U);
  }
}

BOOST_AUTO_TEST_CASE(columns_are_scaled_each_by_its_factor) {
  const arma::vec factors = {2.0, -0.5, 0x1p400};
  for (const Design& X : both(small)) {
    BOOST_CHECK(equal(X.scale_columns(factors), small * arma::diagmat(factors)));
    BOOST_CHECK(equal(X, small));
  }
}

BOOST_AUTO_TEST_CASE(a_factor_of_zero_or_underflow_empties_its_columns_alone) {
  arma::mat many(50, 4);
  for (arma::uword i = 0; i < many.n_elem; ++i) many[i] = 1.0 + static_cast<double>(i);
  many.col(2) *= 1e-200;
  const arma::vec factors = {2.0, 0.0, 1e-200, 3.0};
  for (const Design& X : both(many)) BOOST_CHECK(equal(X.scale_columns(factors), many * arma::diagmat(factors)));
}

BOOST_AUTO_TEST_CASE(parts_are_stacked_and_stay_sparse_only_when_all_are) {
  const arma::mat below = {{7, 0, 0}};
  const arma::mat expected = arma::join_cols(small, below, small);
  const arma::sp_mat sparse(small);
  BOOST_CHECK(equal(stack_rows({small, below, small}), expected));
  BOOST_CHECK(equal(stack_rows({sparse, arma::sp_mat(below), sparse}), expected));
  BOOST_CHECK(equal(stack_rows({sparse, below, small}), expected));
  BOOST_CHECK(stack_rows({sparse, arma::sp_mat(below)}).is_sparse());
  BOOST_CHECK(!stack_rows({sparse, below}).is_sparse());
  BOOST_CHECK(equal(stack_rows({sparse, Design(sparse).select_rows({}), sparse}), arma::join_cols(small, small)));
  BOOST_CHECK(equal(stack_rows({small, Design(small).select_rows({}), below}), arma::join_cols(small, below)));
  BOOST_CHECK_EQUAL(stack_rows({}).rows(), 0U);
}

BOOST_AUTO_TEST_CASE(entries_that_are_not_finite_are_found_and_counted) {
  for (const Design& X : both(small)) BOOST_CHECK_EQUAL(find_non_finite(X).count, 0U);
  arma::mat bad = small;
  bad(2, 1) = arma::datum::nan;
  bad(0, 2) = -arma::datum::inf;
  bad(3, 2) = arma::datum::inf;
  for (const Design& X : both(bad)) {
    const NonFinite found = find_non_finite(X);
    BOOST_CHECK_EQUAL(found.count, 3U);
    BOOST_CHECK_EQUAL(found.row, 2U);
    BOOST_CHECK_EQUAL(found.col, 1U);
  }
}

BOOST_AUTO_TEST_SUITE_END()
