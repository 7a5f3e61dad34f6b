#include "lib/penalty/task_edges.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

bool same(const arma::umat& a, const arma::umat& b) { return arma::approx_equal(a, b, "absdiff", 0); }

arma::mat incidence(const TaskEdges& edges) {
  arma::mat D(edges.n_tasks, edges.size(), arma::fill::zeros);
  for (arma::uword e = 0; e < edges.size(); ++e) {
    D(edges.first[e], e) = 1.0;
    D(edges.second[e], e) = -1.0;
  }
  return D;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(task_edges)

BOOST_AUTO_TEST_CASE(graphs_have_the_edges_they_are_named_for) {
  const TaskEdges complete = TaskEdges::complete(3), chain = TaskEdges::chain(4);
  BOOST_TEST(same(arma::join_rows(complete.first, complete.second), arma::umat{{0, 1}, {0, 2}, {1, 2}}));
  BOOST_TEST(same(arma::join_rows(chain.first, chain.second), arma::umat{{0, 1}, {1, 2}, {2, 3}}));
  // On a line at 0, 1, 3, 7: the last one's nearest is the third.
  const TaskEdges near = TaskEdges::neighbours(arma::mat{{0, 1, 3, 7}}, 1);
  BOOST_TEST(same(arma::join_rows(near.first, near.second), arma::umat{{0, 1}, {1, 2}, {2, 3}}));
  const TaskEdges given = TaskEdges::of(arma::mat{{0, 0, 2}, {0, 0, 0}, {2, 0, 0}});
  BOOST_TEST(same(arma::join_rows(given.first, given.second), arma::umat{{0, 2}}));
  BOOST_TEST(given.weights[0] == 2.0);
}

BOOST_AUTO_TEST_CASE(one_task_has_no_edges_and_more_neighbours_than_tasks_are_all_tasks) {
  for (const TaskEdges& none :
       {TaskEdges::complete(1), TaskEdges::chain(1), TaskEdges::neighbours(arma::mat(2, 1, arma::fill::ones), 2)})
    BOOST_TEST(none.size() == 0u);
  BOOST_TEST(TaskEdges::neighbours(arma::mat{{0, 1, 3, 7}}, 100).size() == TaskEdges::complete(4).size());
}

BOOST_AUTO_TEST_CASE(matrices_that_are_no_graph_are_refused) {
  BOOST_CHECK_THROW(TaskEdges::of(arma::mat{{0, 1}, {0, 0}}), InvalidInput);
  BOOST_CHECK_THROW(TaskEdges::of(arma::mat{{0, -1}, {-1, 0}}), InvalidInput);
  BOOST_CHECK_THROW(TaskEdges::of(arma::mat{{1, 1}, {1, 0}}), InvalidInput);
  BOOST_CHECK_THROW(TaskEdges::of(arma::mat(2, 3, arma::fill::zeros)), InvalidInput);
  BOOST_CHECK_THROW(TaskEdges::of(arma::mat{{0, arma::datum::nan}, {arma::datum::nan, 0}}), InvalidInput);
}

BOOST_AUTO_TEST_CASE(differences_and_gathered_flows_are_products_with_the_incidence_matrix) {
  for (const TaskEdges& edges : {TaskEdges::complete(5), TaskEdges::chain(5), TaskEdges::chain(1)}) {
    const arma::mat W = normal_matrix(1, "W", 3, edges.n_tasks), Z = normal_matrix(1, "Z", 3, edges.size());
    const arma::mat D = incidence(edges);
    BOOST_TEST(arma::approx_equal(edges.differences(W), W * D, "absdiff", 1e-14));
    BOOST_TEST(arma::approx_equal(edges.gathered(Z), Z * D.t(), "absdiff", 1e-14));
  }
}

BOOST_AUTO_TEST_CASE(the_stretch_is_not_below_the_largest_eigenvalue) {
  for (const TaskEdges& edges :
       {TaskEdges::complete(5), TaskEdges::chain(7), TaskEdges::neighbours(normal_matrix(2, "W", 2, 12), 2)}) {
    const arma::mat D = incidence(edges);
    const double largest = arma::eig_sym(arma::mat(D * D.t())).max();
    BOOST_TEST(edges.largest_stretch() >= largest * (1.0 - 1e-12));
    BOOST_TEST(edges.largest_stretch() <= 2.0 * largest);
  }
}

BOOST_AUTO_TEST_CASE(components_are_numbered_by_their_first_tasks) {
  const TaskEdges chain = TaskEdges::chain(6);
  BOOST_TEST(same(chain.components({1, 0, 1, 1, 0}), arma::uvec{0, 0, 1, 1, 1, 2}));
  BOOST_TEST(same(chain.components({0, 0, 0, 0, 0}), arma::uvec{0, 1, 2, 3, 4, 5}));
  BOOST_TEST(same(TaskEdges::complete(4).components({0, 0, 1, 1, 0, 0}), arma::uvec{0, 1, 1, 0}));
}

BOOST_AUTO_TEST_SUITE_END()
