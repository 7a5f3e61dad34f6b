#include "lib/linalg/laplacian_factor.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

constexpr arma::uword no_limit = 1000000;

struct Graph {
  arma::uword n;
  arma::uvec first, second;
  arma::vec weights;
  arma::mat laplacian() const {
    arma::mat L(n, n, arma::fill::zeros);
    for (arma::uword e = 0; e < first.n_elem; ++e) {
      const arma::uword s = first[e], t = second[e];
      L(s, s) += weights[e];
      L(t, t) += weights[e];
      L(s, t) -= weights[e];
      L(t, s) -= weights[e];
    }
    return L;
  }
};

Graph chain(arma::uword n) {
  return {n, arma::regspace<arma::uvec>(0, n - 2), arma::regspace<arma::uvec>(1, n - 1),
          arma::vec(n - 1, arma::fill::ones)};
}

// Every pair with this probability.
Graph random_graph(arma::uword n, double density) {
  const RandomStream numbers(4, "graph");
  std::vector<arma::uword> first, second;
  std::vector<double> weights;
  for (arma::uword s = 0; s < n; ++s)
    for (arma::uword t = s + 1; t < n; ++t)
      if (numbers.uniform(s * n + t) < density) {
        first.push_back(s);
        second.push_back(t);
        weights.push_back(0.1 + numbers.child(1).uniform(s * n + t));
      }
  return {n, arma::uvec(first), arma::uvec(second), arma::vec(weights)};
}

arma::mat solved(const Graph& graph, const arma::vec& shifts, arma::mat Z) {
  const EliminationOrder order(graph.n, graph.first, graph.second, no_limit);
  LaplacianFactor(order, graph.first, graph.second, graph.weights, shifts).solve_rows(Z);
  return Z;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(laplacian_factor)

BOOST_AUTO_TEST_CASE(systems_are_solved_row_by_row_with_one_shift_or_many) {
  for (const Graph& graph : {chain(2), chain(9), random_graph(12, 0.1), random_graph(12, 0.4), random_graph(12, 1.0)}) {
    const arma::mat L = graph.laplacian(), I = arma::eye(graph.n, graph.n), Z = normal_matrix(1, "Z", 3, graph.n);
    const arma::vec shifts = {0.3, 2.0, 1e-3};
    const arma::mat many = solved(graph, shifts, Z), one = solved(graph, arma::vec{0.3}, Z);
    for (arma::uword i = 0; i < 3; ++i)
      BOOST_TEST(arma::abs(many.row(i) * (L + shifts[i] * I) - Z.row(i)).max() < 1e-12);
    BOOST_TEST(arma::abs(one * (L + 0.3 * I) - Z).max() < 1e-12);
    BOOST_TEST(arma::abs(one.row(0) - many.row(0)).max() == 0.0);
  }
}

BOOST_AUTO_TEST_CASE(vertices_without_edges_are_divided_by_the_shift) {
  const Graph graph{3, {}, {}, {}};
  BOOST_TEST(
      arma::abs(solved(graph, arma::vec{4.0}, arma::mat{{8.0, 2.0, -4.0}}) - arma::mat{{2.0, 0.5, -1.0}}).max() == 0.0);
}

BOOST_AUTO_TEST_CASE(chains_and_trees_get_no_new_edges_and_the_limit_ends_the_search) {
  const Graph line = chain(500);
  BOOST_TEST(EliminationOrder(500, line.first, line.second, no_limit).n_edges() == 499u);
  // Task t hangs below (t - 1) / 3.
  arma::uvec parents(499), children(499);
  for (arma::uword t = 1; t < 500; ++t) {
    parents[t - 1] = (t - 1) / 3;
    children[t - 1] = t;
  }
  BOOST_TEST(EliminationOrder(500, parents, children, no_limit).n_edges() == 499u);
  const Graph dense = random_graph(60, 0.2);
  BOOST_TEST(EliminationOrder(60, dense.first, dense.second, no_limit).complete());
  BOOST_TEST(!EliminationOrder(60, dense.first, dense.second, dense.first.n_elem + 10).complete());
  BOOST_TEST(!EliminationOrder(60, dense.first, dense.second, 10).complete());
}

BOOST_AUTO_TEST_CASE(a_shift_far_below_the_weights_is_not_lost_in_their_rounding) {
  // All ones are an eigenvector: (L + a I)^-1 1 = 1 / a.
  for (const double a : {1e-8, 1e-14, 1e-20}) {
    const arma::mat x = solved(random_graph(40, 0.1), arma::vec{a}, arma::ones(1, 40));
    BOOST_TEST(arma::abs(a * x - 1.0).max() < 1e-12);
  }
}

BOOST_AUTO_TEST_SUITE_END()
