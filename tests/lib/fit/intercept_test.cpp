#include "lib/fit/intercept.hpp"

#include <boost/test/unit_test.hpp>
#include <tuple>

#include "lib/loss/names.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using starling::testing::normal_matrix;

namespace {

using Losses =
    std::tuple<Squared, Logistic, Hinge, SquaredHinge, Huber, EpsilonInsensitive, SquaredEpsilonInsensitive, Poisson>;

struct Samples {
  arma::vec y, c, z;
  Rows rows() const { return {0, y.n_elem}; }
};

// Sample 2 counts nothing, whatever its target.
template <class L>
Samples samples(std::uint64_t seed, arma::uword n) {
  Samples at{normal_matrix(seed, "y", n, 1), arma::vec(n), 1.5 * normal_matrix(seed, "z", n, 1)};
  const RandomStream factors(seed, "c");
  for (arma::uword i = 0; i < n; ++i) {
    if (L::is_classification) at.y[i] = i == 0 || (i > 1 && at.y[i] > 0.4) ? 1.0 : -1.0;
    if (std::is_same_v<L, Poisson>) at.y[i] = std::floor(std::abs(2.0 * at.y[i]));
    at.c[i] = i == 2 ? 0.0 : factors.uniform(i);
    if (i == 2) at.y[i] = 1e300;
  }
  return at;
}

// The derivative in long double.
template <class L>
double slope(const L& loss, const Samples& at, double b) {
  long double sum = 0.0L;
  for (arma::uword i = 0; i < at.y.n_elem; ++i)
    if (at.c[i] > 0.0)
      sum += static_cast<long double>(at.c[i]) * static_cast<long double>(loss.derivative(at.y[i], at.z[i] + b));
  return static_cast<double>(sum);
}

template <class L>
double objective(const L& loss, const Samples& at, double b) {
  return loss_sum(loss, at.y, at.c, arma::vec(at.z + b)).value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(intercept)

BOOST_AUTO_TEST_CASE_TEMPLATE(the_derivative_changes_sign_at_the_best_intercept_from_any_start, L, Losses) {
  const L loss;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Samples at = samples<L>(seed, 3 + seed % 20);
    for (const double start : {0.0, -3.0, 1e6}) {
      const double b = best_intercept(loss, at.y, at.c, at.z, at.rows(), start);
      const double near = 1e-12 * (1.0 + std::abs(b));
      BOOST_CHECK_MESSAGE(slope(loss, at, b - near) <= 0.0 && slope(loss, at, b + near) >= 0.0,
                          L::name << " seed " << seed << " start " << start << " b " << b);
    }
  }
}

// Between far classes the logistic loss is flat to rounding, and Newton's steps are of any size.
BOOST_AUTO_TEST_CASE_TEMPLATE(predictions_of_any_spread_have_their_intercept, L, Losses) {
  const L loss;
  for (std::uint64_t seed = 0; seed < 30; ++seed)
    for (const double spread : {1e3, 1e6, 1e12}) {
      Samples at = samples<L>(seed, 15);
      at.z *= spread;
      const double b = best_intercept(loss, at.y, at.c, at.z, at.rows(), 0.0);
      const double near = 1e-12 * (1.0 + std::abs(b)) + 4.0 * arma::datum::eps * arma::abs(at.z).max();
      const double rounding = arma::datum::eps * arma::accu(at.c) * (std::is_same_v<L, Squared> ? 1e-3 * spread : 1.0);
      BOOST_CHECK_MESSAGE(slope(loss, at, b - near) <= rounding && slope(loss, at, b + near) >= -rounding,
                          L::name << " seed " << seed << " spread " << spread << " b " << b);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(no_other_intercept_is_better, L, Losses) {
  const L loss;
  const Samples at = samples<L>(100, 25);
  const double best = objective(loss, at, best_intercept(loss, at.y, at.c, at.z, at.rows(), 0.0));
  for (double b = -6.0; b <= 6.0; b += 0.01) BOOST_CHECK_LE(best, objective(loss, at, b) + 1e-14);
}

BOOST_AUTO_TEST_CASE(squared_loss_has_the_weighted_mean_residual_to_the_last_bits) {
  const arma::vec y = 1e8 + normal_matrix(1, "y", 1000, 1), c = arma::abs(normal_matrix(1, "c", 1000, 1));
  const arma::vec z = normal_matrix(1, "z", 1000, 1);
  long double sum = 0.0L, weight = 0.0L;
  for (arma::uword i = 0; i < y.n_elem; ++i) {
    sum += static_cast<long double>(c[i]) * static_cast<long double>(y[i] - z[i]);
    weight += static_cast<long double>(c[i]);
  }
  const double b = best_intercept(Squared{}, y, c, z, {0, y.n_elem}, 0.0);
  BOOST_CHECK_SMALL(b / static_cast<double>(sum / weight) - 1.0, 2.0 * arma::datum::eps);
}

BOOST_AUTO_TEST_CASE(targets_of_any_magnitude_have_their_intercept) {
  for (const double size : {1e-150, 1e17, 1e150}) {
    const arma::vec y = {1.0 * size, 2.0 * size, 4.0 * size}, c = {1, 1, 1}, z = arma::zeros(3);
    BOOST_CHECK_CLOSE(best_intercept(Huber{0.5 * size}, y, c, z, {0, 3}, 0.0) / size, 2.0, 1e-10);
    BOOST_CHECK_CLOSE(best_intercept(EpsilonInsensitive{0.0}, y, c, z, {0, 3}, 0.0) / size, 2.0, 1e-10);
  }
}

BOOST_AUTO_TEST_CASE(adv_D16_a_logistic_task_of_one_class_ends_finite_where_the_loss_is_below_1e_minus_26) {
  const arma::vec c = {1, 1, 1}, z = {-5.0, 0.0, 2.0};
  for (const double label : {-1.0, 1.0}) {
    const arma::vec y(3, arma::fill::value(label));
    const double b = best_intercept(Logistic{}, y, c, label * z, {0, 3}, 0.0);
    BOOST_CHECK(std::isfinite(b));
    BOOST_CHECK_CLOSE(label * b, 65.0, 1e-6);  // 60 beyond the sample at -5
    BOOST_CHECK_LE(loss_sum(Logistic{}, y, c, arma::vec(label * z + b)).value(), 1e-26);
  }
}

BOOST_AUTO_TEST_CASE(losses_with_a_flat_part_end_on_it_for_one_class) {
  const arma::vec y = {1, 1}, c = {1, 1}, z = {-5.0, 2.0};
  BOOST_CHECK_EQUAL(loss_sum(Hinge{}, y, c, z + best_intercept(Hinge{}, y, c, z, {0, 2}, 0.0)).value(), 0.0);
  BOOST_CHECK_EQUAL(loss_sum(SquaredHinge{}, y, c, z + best_intercept(SquaredHinge{}, y, c, z, {0, 2}, 0.0)).value(),
                    0.0);
}

BOOST_AUTO_TEST_CASE(every_task_has_its_own) {
  const auto data =
      MultiTaskData::from_tasks({{.X = arma::mat(2, 1), .y = {1, 3}}, {.X = arma::mat(3, 1), .y = {5, 6, 7}}});
  const arma::rowvec b = best_intercepts(Squared{}, data, data.weights(), arma::zeros(5), arma::zeros<arma::rowvec>(2));
  BOOST_CHECK(arma::approx_equal(b, arma::rowvec{2, 6}, "absdiff", 1e-15));
}

BOOST_AUTO_TEST_CASE(counts_have_the_logarithm_of_the_ratio_of_means) {
  const arma::vec y = {1, 0, 5}, c = {1, 2, 1};
  BOOST_CHECK_CLOSE(best_intercept(Poisson{}, y, c, arma::zeros(3), {0, 3}, 0.0), std::log(6.0 / 4.0), 1e-12);
  const arma::vec z = {1000.0, -1000.0, 1000.0};
  BOOST_CHECK_CLOSE(best_intercept(Poisson{}, y, c, z, {0, 3}, 0.0), std::log(3.0) - 1000.0, 1e-12);
}

BOOST_AUTO_TEST_CASE(a_task_without_counts_ends_finite_where_the_loss_is_below_1e_minus_25) {
  const arma::vec y = arma::zeros(3), c = {1, 1, 1}, z = {-5.0, 0.0, 2.0};
  const double b = best_intercept(Poisson{}, y, c, z, {0, 3}, 0.0);
  BOOST_CHECK_EQUAL(b, -62.0);  // 60 below the sample at 2
  BOOST_CHECK_LE(loss_sum(Poisson{}, y, c, arma::vec(z + b)).value(), 1e-25);
}

BOOST_AUTO_TEST_CASE(predictions_without_features_are_the_intercepts) {
  const auto data =
      MultiTaskData::from_tasks({{.X = arma::mat(2, 1), .y = {1, 3}}, {.X = arma::mat(3, 1), .y = {5, 6, 7}}});
  const arma::vec eta = constant_predictions(data, {2.0, -1.0});
  BOOST_CHECK(arma::approx_equal(eta, arma::vec{2, 2, -1, -1, -1}, "absdiff", 0.0));
}

BOOST_AUTO_TEST_SUITE_END()
