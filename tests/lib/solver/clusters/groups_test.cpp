#include "lib/solver/clusters/groups.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/penalty/cluster_spread.hpp"

using namespace starling;
using namespace starling::clusters;

namespace {

// Two columns near 0, three near 10, one at 30.
const arma::mat points = {{0.0, 10.0, 1.0, 11.0, 30.0, 10.5}};

double spread(const arma::mat& V, const arma::uvec& groups, arma::uword k) {
  return ClusterSpread(groups, k, 1.0, 1e-300).value(V);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(groups_of_columns)

BOOST_AUTO_TEST_CASE(no_seeded_group_is_empty) {
  for (std::uint64_t seed = 0; seed < 50; ++seed)
    for (arma::uword k = 1; k <= 6; ++k) {
      const arma::uvec groups = seeded_groups(points, k, RandomStream(seed, "seeds"));
      BOOST_TEST(arma::uvec(arma::unique(groups)).n_elem == k);
    }
}

BOOST_AUTO_TEST_CASE(equal_columns_are_seeded_apart_where_there_must_be_as_many_groups) {
  const arma::uvec groups = seeded_groups(arma::mat(2, 4, arma::fill::ones), 3, RandomStream(1, "seeds"));
  BOOST_TEST(arma::uvec(arma::unique(groups)).n_elem == 3u);
}

BOOST_AUTO_TEST_CASE(columns_far_apart_are_seeded_apart_nearly_always) {
  int apart = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const arma::uvec groups = seeded_groups(points, 3, RandomStream(seed, "seeds"));
    apart += groups[0] == groups[2] && groups[1] == groups[3] && groups[0] != groups[1] && groups[4] != groups[1];
  }
  BOOST_TEST(apart > 180);
}

BOOST_AUTO_TEST_CASE(a_move_lowers_the_spread_and_the_last_one_finds_nothing_more) {
  arma::uvec groups = {0, 1, 2, 0, 1, 2};
  double before = spread(points, groups, 3);
  while (move_columns(points, 3, groups)) {
    BOOST_TEST(spread(points, groups, 3) < before);
    before = spread(points, groups, 3);
  }
  number_by_first(groups);
  BOOST_TEST(arma::all(groups == arma::uvec{0, 1, 0, 1, 2, 1}));
}

BOOST_AUTO_TEST_CASE(an_empty_group_gets_the_farthest_column_of_a_group_that_has_others) {
  arma::uvec groups = {0, 0, 0, 0, 1, 0};
  arma::mat centres = {{6.5, 29.0, 0.0}};
  fill_empty_groups(points, centres, groups);
  BOOST_TEST(arma::all(groups == arma::uvec{2, 0, 0, 0, 1, 0}));
  BOOST_TEST(centres(0, 2) == 0.0);
}

BOOST_AUTO_TEST_CASE(silhouettes_by_hand) {
  const arma::mat V = {{0.0, 2.0, 10.0}};
  const arma::vec values = silhouettes(V, 2, {0, 0, 1});
  BOOST_TEST(std::abs(values[0] - (10.0 - 1.0) / 10.0) < 1e-15);
  BOOST_TEST(std::abs(values[1] - (8.0 - 1.0) / 8.0) < 1e-15);
  BOOST_TEST(values[2] == 0.0);  // alone
  BOOST_TEST(arma::all(silhouettes(V, 1, {0, 0, 0}) == 0.0));
  BOOST_TEST(arma::approx_equal(distances_from_means(V, 2, {0, 0, 1}), arma::vec{1, 1, 0}, "absdiff", 1e-15));
}

BOOST_AUTO_TEST_SUITE_END()
