// The other norms of rows, and counts: row block-coordinate descent (FISTA for groups of features) proves a relative
// gap of 1e-8 on every hard data set.
#include <boost/test/unit_test.hpp>

#include "lib/loss/logistic.hpp"
#include "lib/loss/poisson.hpp"
#include "lib/loss/squared.hpp"
#include "lib/penalty/feature_groups.hpp"
#include "lib/penalty/non_negative.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/penalty/row_max_norm.hpp"
#include "lib/penalty/sparse_group_rows.hpp"
#include "lib/solver/fista.hpp"
#include "lib/solver/row_bcd.hpp"
#include "tests/support/prove.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

// 0.5, 1, 2, inf, 0.5, ...
arma::vec cycling_weights(arma::uword d) {
  const double cycle[] = {0.5, 1.0, 2.0, arma::datum::inf};
  arma::vec weights(d);
  for (arma::uword j = 0; j < d; ++j) weights[j] = cycle[j % 4];
  return weights;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(certificate_matrix)

BOOST_AUTO_TEST_CASE(weighted_rows_on_squared_loss) {
  for (const NamedData& named : hard_regression(matrix_seed)) {
    const auto make = [&](double lambda) { return RowGroupLasso{lambda, cycling_weights(named.data.n_features())}; };
    prove_norm(named, "weighted rows", Squared{}, make, RowBcd{});
  }
}

BOOST_AUTO_TEST_CASE(sparse_groups_on_squared_loss) {
  const auto make = [](double lambda) { return SparseGroupRows{lambda, 0.4}; };
  for (const NamedData& named : hard_regression(matrix_seed))
    prove_norm(named, "sparse groups", Squared{}, make, RowBcd{});
}

BOOST_AUTO_TEST_CASE(largest_entries_of_rows_on_squared_loss) {
  const auto make = [](double lambda) { return RowMaxNorm{lambda}; };
  for (const NamedData& named : hard_regression(matrix_seed)) prove_norm(named, "linf", Squared{}, make, RowBcd{});
}

BOOST_AUTO_TEST_CASE(non_negative_rows_on_squared_loss) {
  const auto make = [](double lambda) { return NonNegative<RowGroupLasso>{{lambda, {}}}; };
  for (const NamedData& named : hard_regression(matrix_seed))
    prove_norm(named, "non-negative", Squared{}, make, RowBcd{});
}

BOOST_AUTO_TEST_CASE(non_negative_elastic_net_on_logistic_loss) {
  const auto make = [](double lambda) { return Ridged(NonNegative<RowGroupLasso>{{lambda, {}}}, 0.3 * lambda); };
  for (const NamedData& named : hard_classes(matrix_seed))
    prove_norm(named, "non-negative net", Logistic{}, make, RowBcd{});
}

BOOST_AUTO_TEST_CASE(groups_of_features_on_squared_loss) {
  for (const NamedData& named : hard_regression(matrix_seed)) {
    std::vector<int> numbers(named.data.n_features());
    for (std::size_t j = 0; j < numbers.size(); ++j) numbers[j] = static_cast<int>(j / 2);
    const auto make = [&](double lambda) { return FeatureGroupLasso{lambda, FeatureGroups::of(numbers)}; };
    prove_norm(named, "groups", Squared{}, make, Fista{});
  }
}

BOOST_AUTO_TEST_CASE(rows_on_counts) {
  const auto make = [](double lambda) { return RowGroupLasso{lambda}; };
  for (const NamedData& named : hard_counts(matrix_seed)) prove_norm(named, "counts", Poisson{}, make, RowBcd{});
}

BOOST_AUTO_TEST_SUITE_END()
