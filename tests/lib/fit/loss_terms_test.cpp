#include "lib/fit/loss_terms.hpp"

#include <boost/test/unit_test.hpp>
#include <tuple>

#include "lib/loss/names.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using starling::testing::normal_matrix;

namespace {

using Losses =
    std::tuple<Squared, Logistic, Hinge, SquaredHinge, Huber, EpsilonInsensitive, SquaredEpsilonInsensitive, Poisson>;

// One task with targets the loss is for; every fifth sample has factor zero and a target nobody may look at.
template <class L>
struct Samples {
  explicit Samples(std::uint64_t seed) {
    const RandomStream factors(seed, "c");
    for (arma::uword i = 0; i < y.n_elem; ++i) {
      if (L::is_classification) y[i] = y[i] > 0.3 ? 1.0 : -1.0;
      if (std::is_same_v<L, Poisson>) y[i] = std::floor(std::abs(2.0 * y[i]));
      c[i] = i % 5 == 3 ? 0.0 : factors.uniform(i);
      if (c[i] == 0.0) y[i] = arma::datum::nan;
    }
  }
  arma::vec y = normal_matrix(1, "y", 30, 1), eta = 2.0 * normal_matrix(1, "eta", 30, 1);
  arma::vec c = arma::vec(30);
  Rows rows = {0, 30};
};

template <class L>
bool in_domain(const L& loss, const Samples<L>& at, const arma::vec& u) {
  for (arma::uword i = 0; i < u.n_elem; ++i) {
    if (at.c[i] == 0.0) {
      if (u[i] != 0.0) return false;
      continue;
    }
    const Interval domain = loss.dual_interval(at.y[i]);
    const double rounding = 4.0 * arma::datum::eps * at.c[i];
    if (!(u[i] >= at.c[i] * domain.low - rounding && u[i] <= at.c[i] * domain.high + rounding)) return false;
  }
  return true;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(loss_terms)

BOOST_AUTO_TEST_CASE_TEMPLATE(samples_of_factor_zero_are_not_looked_at, L, Losses) {
  const L loss;
  const Samples<L> at(1);
  double sum = 0.0;
  for (arma::uword i = 0; i < at.y.n_elem; ++i)
    if (at.c[i] > 0.0) sum += at.c[i] * loss.value(at.y[i], at.eta[i]);
  BOOST_CHECK_SMALL(loss_sum(loss, at.y, at.c, at.eta).value() - sum, 1e-13);
  const arma::vec u = loss_gradient(loss, at.y, at.c, at.eta);
  BOOST_CHECK(u.is_finite());
  BOOST_CHECK(in_domain(loss, at, u));
  BOOST_CHECK(std::isfinite(dual_loss_sum(loss, at.y, at.c, u, 0.5).value()));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(primal_and_dual_sums_meet_at_the_gradient, L, Losses) {
  const L loss;
  const Samples<L> at(2);
  const arma::vec u = loss_gradient(loss, at.y, at.c, at.eta);
  const double primal = loss_sum(loss, at.y, at.c, at.eta).value();
  const double dual = dual_loss_sum(loss, at.y, at.c, u, 1.0).value();
  BOOST_CHECK_SMALL(primal - dual - arma::dot(u, at.eta), 1e-12);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(balance_ends_in_the_domain_with_sum_zero, L, Losses) {
  const L loss;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Samples<L> at(seed);
    arma::vec u = (seed % 2 == 0 ? 1.0 : -1.0) * arma::abs(normal_matrix(seed, "u", 30, 1)) + 0.2;
    clip_to_domain(loss, at.y, at.c, u);
    BOOST_REQUIRE(in_domain(loss, at, u));
    balance(loss, at.y, at.c, at.rows, u);
    BOOST_CHECK(in_domain(loss, at, u));
    BOOST_CHECK_SMALL(arma::accu(u), 8.0 * arma::datum::eps * (arma::accu(at.c) + arma::accu(arma::abs(u))));
  }
}

BOOST_AUTO_TEST_CASE(balance_touches_its_own_task_alone) {
  const arma::vec y = {1, 2, 3, 4}, c = {1, 1, 1, 1};
  arma::vec u = {3, 1, 5, 7};
  balance(Squared{}, y, c, {0, 2}, u);
  BOOST_CHECK(arma::approx_equal(u, arma::vec{1, -1, 5, 7}, "absdiff", 0.0));
}

BOOST_AUTO_TEST_CASE(balance_of_a_single_class_ends_at_zero) {
  const arma::vec y = {1, 1, 1}, c = {0.2, 0.3, 0.5};
  arma::vec u = {-0.1, -0.3, -0.05};
  balance(Hinge{}, y, c, {0, 3}, u);
  BOOST_CHECK(arma::approx_equal(u, arma::zeros(3), "absdiff", 1e-17));
}

BOOST_AUTO_TEST_SUITE_END()
