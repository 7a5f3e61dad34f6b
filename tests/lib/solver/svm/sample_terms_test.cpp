#include "lib/solver/svm/sample_terms.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::svm;
using namespace starling::testing;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

// A sample of a shape that some loss has, at one of the bounds, at the kink or between them.
DualSample sample(arma::uword k, bool corners) {
  const double C = 0.5 + 0.1 * static_cast<double>(k % 3);
  DualSample made;
  if (k % 4 == 0) made = {.low = -C, .high = 0.0, .below = 1.0, .above = 1.0};   // hinge, label 1
  if (k % 4 == 1) made = {.low = 0.0, .high = C, .below = -1.0, .above = -1.0};  // hinge, label -1
  if (k % 4 == 2) made = {.low = -C, .high = C, .below = 0.1, .above = 0.4};     // epsilon-insensitive
  if (!corners && k % 4 != 3) made.shift = 0.7;
  if (!corners && k % 8 == 2) made.low = -infinite, made.high = infinite;
  const double low = std::max(made.low, -2.0), high = std::min(made.high, 2.0);
  made.u = k % 5 == 0 ? made.low : k % 5 == 1 ? made.high : k % 5 == 2 ? 0.0 : 0.3 * low + 0.4 * high;
  if (!std::isfinite(made.u)) made.u = 0.25;
  return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sample_terms_of_a_task)

BOOST_AUTO_TEST_CASE(are_those_of_its_samples_one_by_one) {
  for (const bool corners : {true, false})
    for (const arma::uword n : {0U, 1U, 3U, 4U, 5U, 40U, 83U}) {
      std::vector<DualSample> samples;
      for (arma::uword k = 0; k < n; ++k) samples.push_back(sample(k + n, corners));
      const arma::vec eta = n == 0 ? arma::vec() : arma::vec(normal_matrix(n, "predictions", n, 1));
      arma::vec u(n), pressure(n);
      std::vector<unsigned char> is_free(n);
      const SampleTerms terms =
          sample_terms({n, samples.data(), eta.memptr(), corners, u.memptr(), pressure.memptr(), is_free.data()});
      SampleTerms wanted;
      for (arma::uword k = 0; k < n; ++k) {
        const double driven = samples[k].pressure(eta[k]);
        BOOST_TEST(u[k] == samples[k].u);
        BOOST_TEST(pressure[k] == driven);
        BOOST_TEST((is_free[k] != 0) == samples[k].is_free());
        wanted.loss += samples[k].loss(eta[k]);
        wanted.phi += samples[k].phi();
        wanted.squares += driven > 0.0 ? driven * driven : 0.0;
        wanted.pulled += driven > 0.0 ? 1.0 : 0.0;
      }
      constexpr double rounding = 1e-14;
      BOOST_TEST(std::abs(terms.loss - wanted.loss) <= rounding * (1.0 + wanted.loss));
      BOOST_TEST(std::abs(terms.phi - wanted.phi) <= rounding * static_cast<double>(1 + n));
      BOOST_TEST(std::abs(terms.squares - wanted.squares) <= rounding * (1.0 + wanted.squares));
      BOOST_TEST(terms.pulled == wanted.pulled);
    }
}

BOOST_AUTO_TEST_SUITE_END()
