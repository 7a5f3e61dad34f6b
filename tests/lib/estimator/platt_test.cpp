#include "lib/estimator/platt.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/base/random.hpp"

using namespace starling;

namespace {

struct Sample {
  arma::vec f, y;
};

// Classes drawn by a sigmoid of decisions that are spread evenly over [-4, 4].
Sample drawn(const Sigmoid& truth, arma::uword n) {
  const RandomStream stream(1, "classes");
  Sample sample{arma::linspace(-4, 4, n), arma::vec(n)};
  for (arma::uword i = 0; i < n; ++i) sample.y[i] = stream.uniform(i) < truth.at(sample.f[i]) ? 1.0 : -1.0;
  return sample;
}

arma::vec ones(arma::uword n) { return arma::vec(n, arma::fill::ones); }

}  // namespace

BOOST_AUTO_TEST_SUITE(platt)

BOOST_AUTO_TEST_CASE(a_sigmoid_is_between_0_and_1_for_any_decision) {
  const Sigmoid one{.slope = 2.0, .offset = -1.0};
  BOOST_TEST(one.at(0.5) == 0.5);
  BOOST_TEST(one.at(1e300) == 1.0);
  BOOST_TEST(one.at(-1e300) == 0.0);
  BOOST_TEST(std::abs(one.at(0.5 + std::log(3.0) / 2.0) - 0.75) <= 1e-15);
}

BOOST_AUTO_TEST_CASE(the_sigmoid_that_classes_were_drawn_by_is_found) {
  const Sigmoid truth{.slope = 1.5, .offset = -0.7};
  const Sample sample = drawn(truth, 20000);
  const Sigmoid found = fit_sigmoid(sample.f, sample.y, ones(20000));
  BOOST_TEST(std::abs(found.slope - truth.slope) < 0.05);
  BOOST_TEST(std::abs(found.offset - truth.offset) < 0.05);
}

// At the minimum probabilities and targets have the same sum, and the same sum of products with the decisions.
BOOST_AUTO_TEST_CASE(the_gradient_vanishes_at_what_is_found_for_any_scale_and_weights) {
  const Sample sample = drawn({.slope = 0.8, .offset = 1.0}, 60);
  arma::vec w = ones(60);
  w.head(20).fill(0.25);
  w[7] = 0.0;
  const double positives = arma::accu(w.elem(arma::find(sample.y > 0.0))), negatives = arma::accu(w) - positives;
  for (const double scale : {1.0, 1e-150, 1e150}) {
    const arma::vec f = scale * sample.f;
    const Sigmoid found = fit_sigmoid(f, sample.y, w);
    double offset = 0.0, slope = 0.0;
    for (arma::uword i = 0; i < f.n_elem; ++i) {
      const double t = sample.y[i] > 0.0 ? (positives + 1.0) / (positives + 2.0) : 1.0 / (negatives + 2.0);
      offset += w[i] * (found.at(f[i]) - t);
      slope += w[i] * (found.at(f[i]) - t) * sample.f[i];
    }
    BOOST_TEST(std::abs(offset) <= 1e-8);
    BOOST_TEST(std::abs(slope) <= 1e-8);
  }
}

BOOST_AUTO_TEST_CASE(the_sigmoid_of_decisions_2_k_f_has_the_slope_2_minus_k) {
  const Sample sample = drawn({.slope = 1.0, .offset = 0.0}, 40);
  const Sigmoid one = fit_sigmoid(sample.f, sample.y, ones(40)),
                other = fit_sigmoid(1024.0 * sample.f, sample.y, ones(40));
  BOOST_TEST(other.slope == one.slope / 1024.0);
  BOOST_TEST(other.offset == one.offset);
}

BOOST_AUTO_TEST_CASE(decisions_without_an_error_leave_probabilities_inside_0_and_1) {
  const arma::vec f = {-2, -1, 1, 2}, y = {-1, -1, 1, 1};
  const Sigmoid found = fit_sigmoid(f, y, ones(4));
  BOOST_TEST(found.slope > 0.0);
  BOOST_TEST(std::isfinite(found.slope));
  BOOST_TEST(found.at(2.0) < 1.0);
  BOOST_TEST(found.at(-2.0) > 0.0);
}

BOOST_AUTO_TEST_CASE(decisions_that_are_all_the_same_give_the_share_of_positives_by_their_targets) {
  for (const double f : {0.0, 3.0}) {
    const Sigmoid found = fit_sigmoid(arma::vec(5, arma::fill::value(f)), {1, 1, 1, -1, -1}, ones(5));
    BOOST_TEST(std::abs(found.at(f) - (3 * 0.8 + 2 * 0.25) / 5) <= 1e-8);
  }
}

BOOST_AUTO_TEST_CASE(other_lengths_and_no_weight_at_all_are_refused) {
  BOOST_CHECK_THROW(fit_sigmoid({1, 2}, {1}, ones(2)), InvalidInput);
  BOOST_CHECK_THROW(fit_sigmoid({1, 2}, {1, -1}, ones(1)), InvalidInput);
  BOOST_CHECK_THROW(fit_sigmoid({1, 2}, {1, -1}, arma::vec(2, arma::fill::zeros)), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
