#include "lib/penalty/task_graph.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "lib/base/error.hpp"

using namespace starling;

namespace {

bool same(const arma::mat& a, const arma::mat& b) { return arma::approx_equal(a, b, "absdiff", 0.0); }

arma::mat graph(arma::uword n_tasks, const std::vector<int>& ends, const std::vector<double>& weights = {}) {
  return task_graph(n_tasks, ends, weights);
}
arma::mat tree(const std::vector<int>& parents) { return task_tree(parents); }

}  // namespace

BOOST_AUTO_TEST_SUITE(graphs_of_tasks)

BOOST_AUTO_TEST_CASE(edges_by_hand) {
  BOOST_TEST(same(graph(3, {0, 1, 2, 1}), arma::mat{{0, 1, 0}, {1, 0, 1}, {0, 1, 0}}));
  BOOST_TEST(same(graph(3, {2, 0}, {0.5}), arma::mat{{0, 0, 0.5}, {0, 0, 0}, {0.5, 0, 0}}));
  BOOST_TEST(same(graph(2, {}), arma::zeros(2, 2)));
}

BOOST_AUTO_TEST_CASE(a_chain_is_a_tree_without_branches_and_the_graph_of_its_edges) {
  BOOST_TEST(same(task_chain(4), graph(4, {0, 1, 1, 2, 2, 3})));
  BOOST_TEST(same(task_chain(4), tree({-1, 0, 1, 2})));
  BOOST_TEST(same(task_chain(4), tree({1, 2, 3, -1})));
  BOOST_TEST(same(task_chain(1), arma::zeros(1, 1)));
}

BOOST_AUTO_TEST_CASE(trees_may_have_many_roots) {
  BOOST_TEST(same(tree({-1, 0, -1, 2, 2}), graph(5, {0, 1, 2, 3, 2, 4})));
}

BOOST_AUTO_TEST_CASE(impossible_graphs_are_refused_by_the_edge) {
  BOOST_CHECK_THROW(graph(3, {0, 1, 2}), InvalidInput);
  BOOST_CHECK_THROW(graph(3, {0, 3}), InvalidInput);
  BOOST_CHECK_THROW(graph(3, {-1, 0}), InvalidInput);
  BOOST_CHECK_THROW(graph(3, {1, 1}), InvalidInput);
  BOOST_CHECK_THROW(graph(3, {0, 1, 1, 0}), InvalidInput);
  BOOST_CHECK_THROW(graph(3, {0, 1}, {1.0, 2.0}), InvalidInput);
  BOOST_CHECK_THROW(graph(3, {0, 1}, {0.0}), InvalidInput);
  BOOST_CHECK_THROW(graph(3, {0, 1}, {arma::datum::inf}), InvalidInput);
  try {
    graph(3, {0, 1, 1, 2, 0, 7});
    BOOST_ERROR("an edge to a task that does not exist was taken");
  } catch (const InvalidInput& error) {
    BOOST_TEST(error.complaint().where == "edge 2");
    BOOST_TEST(error.complaint().got == "7");
  }
}

BOOST_AUTO_TEST_CASE(trees_with_circles_and_unknown_parents_are_refused) {
  BOOST_CHECK_THROW(tree({1, 0}), InvalidInput);
  BOOST_CHECK_THROW(tree({0}), InvalidInput);
  BOOST_CHECK_THROW(tree({-1, 2, 3, 1}), InvalidInput);
  BOOST_CHECK_THROW(tree({-1, 5}), InvalidInput);
  BOOST_CHECK_THROW(tree({-2, 0}), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
