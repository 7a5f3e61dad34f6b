// FISTA and the spectral engine prove a relative gap of 1e-8 on every hard data set, with every loss and penalty
// methods use it for.
#include <boost/test/unit_test.hpp>

#include "lib/loss/logistic.hpp"
#include "lib/loss/squared.hpp"
#include "lib/penalty/cluster_norm.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/penalty/trace_norm.hpp"
#include "lib/solver/spectral_engine.hpp"
#include "tests/support/prove.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const auto by_engine = [](const auto& problem, const StopRule& rule, Coefficients start) {
  SpectralEngine engine;
  return engine(problem, rule, std::move(start));
};

}  // namespace

BOOST_AUTO_TEST_SUITE(certificate_matrix)

// The second road to the multi-task Lasso.
BOOST_AUTO_TEST_CASE(row_group_lasso_on_squared_loss_by_fista) {
  const auto make = [](double lambda) { return RowGroupLasso{lambda}; };
  for (const NamedData& named : hard_regression(matrix_seed)) prove_norm(named, "fista", Squared{}, make, Fista{});
}

BOOST_AUTO_TEST_CASE(trace_norm_on_squared_loss) {
  const auto make = [](double lambda) { return TraceNormPenalty{lambda}; };
  for (const NamedData& named : hard_regression(matrix_seed)) {
    prove_norm(named, "fista", Squared{}, make, Fista{});
    prove_norm(named, "engine", Squared{}, make, by_engine);
  }
}

BOOST_AUTO_TEST_CASE(trace_norm_on_logistic_loss) {
  const auto make = [](double lambda) { return TraceNormPenalty{lambda}; };
  for (const NamedData& named : hard_classes(matrix_seed))
    prove_norm(named, "trace logistic", Logistic{}, make, Fista{});
}

BOOST_AUTO_TEST_CASE(cluster_norm_on_squared_loss) {
  for (const NamedData& named : hard_regression(matrix_seed)) {
    const arma::vec c = named.data.loss_weights(Averaging::task_mean);
    const double top = curvature(named.data, c);
    for (const double share : {1.0, 0.03, 1e-3})
      for (const Intercept intercept : {Intercept::free, Intercept::none}) {
        const Problem<Squared, ClusterNorm> problem{named.data, {}, {share * top, 0.1 * share * top, 2}, intercept, c};
        prove(title(named, "cluster", share), problem, Fista{});
        prove(title(named, "cluster by engine", share), problem, by_engine);
      }
  }
}

BOOST_AUTO_TEST_SUITE_END()
