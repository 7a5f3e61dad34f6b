#include "lib/penalty/graph_coupling.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

std::vector<TaskEdges> graphs() {
  const std::vector<int> tree = {-1, 0, 0, 1, 1, 2, -1, 6};
  return {TaskEdges::chain(8), TaskEdges::tree(tree), TaskEdges::complete(8),
          TaskEdges::neighbours(normal_matrix(2, "columns", 2, 8), 2)};
}

// More edges than elimination is used for.
TaskEdges crowded() { return TaskEdges::complete(80); }

GraphCoupling coupling(const TaskEdges& edges, double lambda, double mu) {
  return {std::make_shared<const TaskNetwork>(edges), lambda, mu};
}

bool near(double a, double b, double relative) { return std::abs(a - b) <= relative * std::abs(b); }

}  // namespace

BOOST_AUTO_TEST_SUITE(graph_coupling)

BOOST_AUTO_TEST_CASE(it_is_the_quadratic_coupling_of_the_same_graph) {
  for (const TaskEdges& edges : graphs())
    for (const double lambda : {0.0, 0.7, 1e5}) {
      const arma::uword T = edges.n_tasks;
      const arma::mat W = normal_matrix(1, "W", 3, T);
      const GraphCoupling ours = coupling(edges, lambda, 0.3);
      const auto theirs = QuadraticCoupling::graph(edges.adjacency(), lambda, 0.3);
      BOOST_TEST(near(ours.value(W), theirs.value(W), 1e-11));
      BOOST_TEST(near(ours.conjugate(W), theirs.conjugate(W), 1e-11));
      BOOST_TEST(arma::abs(ours.prox(W, 0.4) - theirs.prox(W, 0.4)).max() < 1e-11);
      BOOST_TEST(arma::abs(ours.times(W) - W * theirs.coupling()).max() <= 1e-12 * arma::abs(theirs.coupling()).max());
      for (arma::uword t = 0; t < T; ++t) BOOST_TEST(near(ours.diagonal(t), theirs.coupling()(t, t), 1e-13));
      const arma::vec shifts = {0.0, 0.5, 20.0};
      const arma::mat Z = ours.solved(W, shifts);
      for (arma::uword i = 0; i < 3; ++i)
        BOOST_TEST(arma::abs(Z.row(i) * (theirs.coupling() + shifts[i] * arma::eye(T, T)) - W.row(i)).max() <
                   1e-14 * (10.0 + lambda));
    }
}

BOOST_AUTO_TEST_CASE(graphs_that_elimination_would_fill_are_solved_by_iterations_and_bounded_from_above) {
  const TaskEdges edges = crowded();
  const arma::mat W = normal_matrix(1, "W", 3, edges.n_tasks);
  for (const double lambda : {0.01, 10.0}) {
    const GraphCoupling ours = coupling(edges, lambda, 0.3);
    const auto theirs = QuadraticCoupling::graph(edges.adjacency(), lambda, 0.3);
    BOOST_TEST(!ours.is_direct());
    BOOST_TEST(near(ours.conjugate(W), theirs.conjugate(W), 1e-11));
    BOOST_TEST(ours.conjugate(W) >= theirs.conjugate(W) * (1.0 - 1e-13));
    BOOST_TEST(arma::abs(ours.prox(W, 0.4) - theirs.prox(W, 0.4)).max() < 1e-11);
  }
}

BOOST_AUTO_TEST_CASE(a_graph_of_a_hundred_thousand_tasks_is_no_trouble) {
  const GraphCoupling chain = coupling(TaskEdges::chain(100000), 5.0, 0.1);
  const arma::mat G = normal_matrix(1, "G", 2, 100000);
  const arma::mat W = chain.solved(G, arma::vec{0.0});
  BOOST_TEST(arma::abs(chain.times(W) - G).max() < 1e-12);
  // Where both are at their best, R(W) + R*(G) = <W, G>.
  BOOST_TEST(near(chain.value(W) + chain.conjugate(G), arma::dot(W, G), 1e-13));
}

BOOST_AUTO_TEST_CASE(strengths_that_do_not_bound_the_tasks_are_refused) {
  BOOST_CHECK_THROW(coupling(TaskEdges::chain(2), 1.0, 0.0), InvalidInput);
  BOOST_CHECK_THROW(coupling(TaskEdges::chain(2), -1.0, 1.0), InvalidInput);
  BOOST_CHECK_THROW(coupling(TaskEdges::chain(2), arma::datum::nan, 1.0), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
