#include "lib/solver/fusion/total_fusion.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

constexpr double mu = 0.1;

struct Case {
  MultiTaskData data;
  clusters::PulledTasks tasks;
  explicit Case(const DataShape& shape)
      : data(random_tasks(3, shape)), tasks(data, data.loss_weights(Averaging::task_mean), true, 0.5 * mu, 0.5 * mu) {}
};

double length(const arma::mat& Z, arma::uword e) { return arma::norm(Z.col(e)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(total_fusion)

BOOST_AUTO_TEST_CASE(tasks_are_one_and_the_flow_balances_their_gradients) {
  const Case some({.n = 12, .d = 5, .T = 6});
  for (const TaskEdges& edges : {TaskEdges::complete(6), TaskEdges::chain(6)}) {
    const fusion::TotalFusion total = fusion::total_fusion(some.tasks, edges);
    for (arma::uword t = 1; t < 6; ++t) BOOST_TEST(arma::abs(total.V.col(t) - total.V.col(0)).max() == 0.0);
    const arma::mat G = some.tasks.gradient(total.V);
    BOOST_TEST(arma::norm(arma::sum(G, 1)) < 1e-12);
    BOOST_TEST(arma::abs(edges.gathered(total.flow) + G).max() < 1e-12);
    for (arma::uword e = 0; e < edges.size(); ++e)
      BOOST_TEST(length(total.flow, e) <= total.strength * edges.weights[e] * (1.0 + 1e-14));
    BOOST_TEST(total.least <= total.strength);
  }
}

BOOST_AUTO_TEST_CASE(the_strength_of_a_chain_is_that_of_its_only_flow) {
  const Case some({.n = 12, .d = 5, .T = 6});
  TaskEdges chain = TaskEdges::chain(6);
  chain.weights = {1.0, 2.0, 0.5, 1.0, 3.0};
  const fusion::TotalFusion total = fusion::total_fusion(some.tasks, chain);
  const arma::mat flows = arma::cumsum(some.tasks.gradient(total.V), 1);  // what the first tasks have between them
  double largest = 0.0;
  for (arma::uword e = 0; e < 5; ++e) largest = std::max(largest, length(flows, e) / chain.weights[e]);
  BOOST_TEST(std::abs(total.strength - largest) < 1e-12 * largest);
  BOOST_TEST(total.least == total.strength);
}

BOOST_AUTO_TEST_CASE(the_bounds_of_other_graphs_come_near_each_other) {
  for (const arma::uword T : {3, 8, 20}) {
    const Case some({.n = 12, .d = 5, .T = T});
    const fusion::TotalFusion total = fusion::total_fusion(some.tasks, TaskEdges::complete(T));
    BOOST_TEST_CONTEXT(T << " tasks: " << total.least << " .. " << total.strength)
    BOOST_TEST(total.strength <= 1.1 * total.least);
  }
}

BOOST_AUTO_TEST_CASE(tasks_of_parts_that_are_not_connected_are_one_within_them) {
  const Case some({.n = 12, .d = 5, .T = 5});
  arma::mat adjacency(5, 5, arma::fill::zeros);
  adjacency(0, 2) = adjacency(2, 0) = adjacency(1, 3) = adjacency(3, 1) = 1.0;
  const TaskEdges edges = TaskEdges::of(adjacency);
  const fusion::TotalFusion total = fusion::total_fusion(some.tasks, edges);
  BOOST_TEST(arma::abs(total.V.col(0) - total.V.col(2)).max() == 0.0);
  BOOST_TEST(arma::abs(total.V.col(1) - total.V.col(3)).max() == 0.0);
  const arma::mat G = some.tasks.gradient(total.V);
  BOOST_TEST(arma::norm(G.col(0) + G.col(2)) < 1e-12);
  BOOST_TEST(arma::norm(G.col(4)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(nothing_to_fuse_has_no_strength) {
  const Case one({.n = 12, .d = 5, .T = 1});
  BOOST_TEST(fusion::total_fusion(one.tasks, TaskEdges::complete(1)).strength == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
