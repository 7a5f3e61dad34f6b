#include "lib/solver/svm/drive_lanes.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::svm;
using namespace starling::testing;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

// n samples, some of which cannot go up or down, and two rows of a kernel twice as long.
struct Samples {
  arma::vec z, up, down, curvature, inverse, row, other;
  std::vector<std::uint32_t> index;

  explicit Samples(arma::uword n)
      : z(normal_matrix(n, "z", n, 1)),
        up(normal_matrix(n, "up", n, 1)),
        down(up - 0.1),
        curvature(1.0 + arma::abs(normal_matrix(n, "curvature", n, 1))),
        inverse(1.0 / curvature),
        row(normal_matrix(n, "row", 2 * n, 1)),
        other(normal_matrix(n, "other", 2 * n, 1)) {
    for (arma::uword k = 0; k < n; ++k) {
      if (k % 5 == 3) up[k] = infinite;
      if (k % 7 == 2) down[k] = -infinite;
      index.push_back(static_cast<std::uint32_t>(2 * k + k % 2));
    }
  }
  DriveLanes lanes(bool gathered) {
    return {
        z.n_elem,        gathered ? index.data() : nullptr, z.memptr(), up.memptr(), down.memptr(), curvature.memptr(),
        inverse.memptr()};
  }
  double at(const arma::vec& values, arma::uword k, bool gathered) const { return values[gathered ? index[k] : k]; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(drive_lanes)

BOOST_AUTO_TEST_CASE(a_move_changes_decisions_and_finds_the_strongest_drives_sample_by_sample) {
  for (const arma::uword n : {1U, 3U, 4U, 9U, 30U})
    for (const bool gathered : {false, true})
      for (const int rows : {0, 1, 2}) {
        Samples samples(n);
        arma::vec z = samples.z;
        double up = -infinite, down = -infinite, gain = 0.0;
        for (arma::uword k = 0; k < n; ++k) {
          if (rows == 1) z[k] += 0.3 * samples.at(samples.row, k, gathered);
          if (rows == 2) z[k] += 0.3 * (samples.at(samples.row, k, gathered) - samples.at(samples.other, k, gathered));
          const double upwards = z[k] - samples.up[k], downwards = samples.down[k] - z[k];
          up = std::max(up, upwards);
          down = std::max(down, downwards);
          const double force = std::max({upwards, downwards, 0.0});
          gain = std::max(gain, force * force * samples.inverse[k]);
        }
        const Strongest found = move(samples.lanes(gathered), 0.3, rows > 0 ? samples.row.memptr() : nullptr,
                                     rows > 1 ? samples.other.memptr() : nullptr, true);
        BOOST_TEST(arma::approx_equal(samples.z, z, "absdiff", 0.0));
        BOOST_TEST(found.up == up);
        BOOST_TEST(found.down == down);
        BOOST_TEST(found.gain == gain);
        const arma::uword first = find_up(samples.lanes(gathered), up);
        if (up > -infinite) BOOST_TEST(z[first] - samples.up[first] == up);
        BOOST_TEST(strongest(samples.lanes(gathered), false).gain == 0.0);
        if (gain > 0.0) BOOST_TEST(find_gain(samples.lanes(gathered), gain) < n);
      }
}

BOOST_AUTO_TEST_CASE(the_partner_is_the_one_that_gains_most_to_second_order) {
  for (const arma::uword n : {2U, 5U, 23U})
    for (const bool gathered : {false, true}) {
      Samples samples(n);
      const Upward first{2.0, 1.5, 0.4, samples.row.memptr()};
      arma::vec gains(n), expected(n, arma::fill::zeros);
      for (arma::uword k = 0; k < n; ++k) {
        const double slope = std::max(0.0, first.up + samples.down[k] - samples.z[k]);
        expected[k] =
            slope * slope / (first.own + samples.curvature[k] - 2.0 * first.A * samples.at(samples.row, k, gathered));
      }
      BOOST_TEST(best_partner(samples.lanes(gathered), first, gains.memptr()) == expected.index_max());
      BOOST_TEST(arma::abs(gains - expected).max() <= 1e-12 * expected.max());
      BOOST_TEST(best_partner(samples.lanes(gathered), {-1e9, 1.5, 0.4, samples.row.memptr()}, gains.memptr()) == n);
    }
}

BOOST_AUTO_TEST_SUITE_END()
