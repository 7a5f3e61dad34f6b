#include "lib/linalg/rows.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "lib/base/random.hpp"

using namespace starling;

namespace {

bool close(const arma::vec& a, const arma::vec& b, double tolerance = 1e-15) {
  return arma::approx_equal(a, b, "absdiff", tolerance);
}

arma::vec shrunk(const arma::vec& h, const arma::vec& v, double strength) {
  arma::vec w(v.n_elem, arma::fill::zeros);
  shrink_row(h, v, strength, w);
  return w;
}

arma::vec levelled(const arma::vec& h, const arma::vec& v, double strength) {
  arma::vec w(v.n_elem, arma::fill::zeros);
  level_row(h, v, strength, w);
  return w;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rows)

BOOST_AUTO_TEST_CASE(rows_that_are_not_zero_are_found_in_order) {
  arma::mat W(6, 3, arma::fill::zeros);
  W(4, 0) = -1e-300;
  W(1, 2) = 2.0;
  W(4, 2) = arma::datum::nan;
  BOOST_TEST((nonzero_rows(W) == std::vector<arma::uword>{1, 4}));
  BOOST_TEST(nonzero_rows(arma::mat(0, 3)).empty());
  BOOST_TEST(nonzero_rows(arma::mat(3, 0)).empty());
}

BOOST_AUTO_TEST_CASE(norms_neither_overflow_nor_underflow) {
  for (const double size : {1e-200, 1.0, 1e200}) {
    const arma::vec norms = row_norms(size * arma::mat{{3, 4}, {0, 0}, {5, 12}});
    BOOST_CHECK_CLOSE(norms[0], 5.0 * size, 1e-13);
    BOOST_CHECK_EQUAL(norms[1], 0.0);
    BOOST_CHECK_CLOSE(norms[2], 13.0 * size, 1e-13);
  }
  BOOST_CHECK_EQUAL(row_norms(arma::mat(2, 0)).max(), 0.0);
}

BOOST_AUTO_TEST_CASE(soft_thresholding_by_hand) {
  BOOST_CHECK_EQUAL(soft_threshold(3.0, 2.0), 1.0);
  BOOST_CHECK_EQUAL(soft_threshold(-3.0, 2.0), -1.0);
  BOOST_CHECK_EQUAL(soft_threshold(2.0, 2.0), 0.0);
}

BOOST_AUTO_TEST_CASE(a_shrunk_row_by_hand) {
  BOOST_CHECK(close(shrunk({1, 1}, {3, 4}, 2.0), {1.8, 2.4}));
  BOOST_CHECK(close(shrunk({2, 2}, {3, 4}, 2.0), {0.9, 1.2}));
  BOOST_CHECK(close(shrunk({1, 1}, {3, 4}, 5.0), {0, 0}));
  BOOST_CHECK(close(shrunk({1, 4}, {3, 4}, 0.0), {3, 1}));
  BOOST_CHECK(close(shrunk({1, 4}, {3, 4}, arma::datum::inf), {0, 0}));
}

BOOST_AUTO_TEST_CASE(a_levelled_row_by_hand) {
  BOOST_CHECK(close(levelled({1, 1}, {5, -3}, 1.0), {4, -3}));
  BOOST_CHECK(close(levelled({1, 1}, {5, -3}, 2.0), {3, -3}));
  BOOST_CHECK(close(levelled({1, 1}, {5, -3}, 4.0), {2, -2}));
  BOOST_CHECK(close(levelled({1, 1}, {5, -3}, 8.0), {0, 0}));
  BOOST_CHECK(close(levelled({2, 1}, {4, 3}, 0.5), {2, 2.5}));
  BOOST_CHECK(close(levelled({2, 1}, {4, 3}, 2.0), {5.0 / 3.0, 5.0 / 3.0}));
  BOOST_CHECK(close(levelled({2, 1}, {4, 3}, 0.0), {2, 3}));
  BOOST_CHECK(close(levelled({0, 1}, {0, 3}, 1.0), {0, 2}));
}

// Equal entries reach the level together.
BOOST_AUTO_TEST_CASE(ties_are_levelled_alike) {
  BOOST_CHECK(close(levelled({1, 1, 1}, {2, 2, -2}, 3.0), {1, 1, -1}));
  BOOST_CHECK(close(levelled({1, 1, 1}, {2, 2, -2}, 6.0), {0, 0, 0}));
}

BOOST_AUTO_TEST_CASE(no_neighbour_of_a_levelled_row_is_better) {
  const RandomStream stream(1, "rows");
  for (std::uint64_t k = 0; k < 200; ++k) {
    arma::vec h(5), v(5);
    for (arma::uword t = 0; t < 5; ++t) {
      h[t] = std::exp(2.0 * stream.normal(100 * k + t));
      v[t] = stream.normal(100 * k + 10 + t);
    }
    const double strength = 2.0 * stream.uniform(100 * k + 20);
    const auto objective = [&](const arma::vec& w) {
      return arma::dot(h % w, w) / 2.0 - arma::dot(v, w) + strength * arma::abs(w).max();
    };
    const arma::vec w = levelled(h, v, strength);
    for (std::uint64_t trial = 0; trial < 20; ++trial) {
      arma::vec e(5);
      for (arma::uword t = 0; t < 5; ++t) e[t] = 1e-3 * stream.child(trial).normal(100 * k + t);
      BOOST_CHECK_LE(objective(w), objective(w + e) + 1e-14);
    }
    const double level = arma::abs(w).max();
    BOOST_CHECK_LE(objective(w), objective(arma::clamp(w, -0.999 * level, 0.999 * level)) + 1e-14);
  }
}

BOOST_AUTO_TEST_SUITE_END()
