#include "lib/penalty/quadratic_coupling.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"
#include "lib/penalty/task_graph.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using starling::testing::normal_matrix;

namespace {

void must_be_near(double a, double b, double relative) { BOOST_TEST(std::abs(a - b) <= relative * std::abs(b)); }

// The least |V|^2 / 2 over W = V L'.
double by_least_norm(const arma::mat& W, const arma::mat& L) {
  return 0.5 * arma::accu(arma::square(W * arma::pinv(arma::mat(L.t()))));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(quadratic_couplings)

BOOST_AUTO_TEST_CASE(a_task_kernel_and_its_inverse_are_the_same_coupling) {
  const arma::mat L = normal_matrix(1, "L", 4, 6), A = arma::symmatu(L * L.t()), W = normal_matrix(1, "W", 5, 4);
  const QuadraticCoupling by_kernel = QuadraticCoupling::of_task_kernel(A);
  const QuadraticCoupling by_inverse(arma::symmatu(arma::mat(arma::inv(A))));
  must_be_near(by_kernel.value(W), by_inverse.value(W), 1e-11);
  must_be_near(by_kernel.value(W), 0.5 * arma::accu((W * arma::inv(A)) % W), 1e-11);
  must_be_near(by_kernel.conjugate(W), 0.5 * arma::accu((W * A) % W), 1e-14);
  BOOST_TEST(arma::abs(by_kernel.prox(W, 0.7) - by_inverse.prox(W, 0.7)).max() <= 1e-12);
}

BOOST_AUTO_TEST_CASE(a_singular_task_kernel_is_infinite_off_its_range) {
  const arma::mat L = normal_matrix(2, "L", 5, 2), V = normal_matrix(2, "V", 3, 2), W = V * L.t();
  const QuadraticCoupling coupling = QuadraticCoupling::of_task_kernel(arma::symmatu(arma::mat(L * L.t())));
  must_be_near(coupling.value(W), by_least_norm(W, L), 1e-12);
  BOOST_TEST(coupling.value(W + 1e-6) == arma::datum::inf);
  BOOST_TEST(coupling.value(arma::zeros(3, 5)) == 0.0);
  // Fenchel: equality at the gradient of the conjugate, inequality elsewhere.
  const arma::mat G = normal_matrix(2, "G", 3, 5), at = G * coupling.inverse_coupling();
  must_be_near(coupling.value(at) + coupling.conjugate(G), arma::dot(G, at), 1e-12);
  BOOST_TEST(coupling.value(W) + coupling.conjugate(G) >= arma::dot(G, W));
  // The prox lies in the range too, and meets its condition there.
  const arma::mat U = coupling.prox(G, 0.5);
  must_be_near(coupling.value(U) + coupling.conjugate((G - U) / 0.5), arma::dot(U, G - U) / 0.5, 1e-11);
}

BOOST_AUTO_TEST_CASE(a_kernel_of_ones_is_one_vector_for_all_tasks) {
  const QuadraticCoupling coupling = QuadraticCoupling::of_task_kernel(arma::ones(3, 3));
  const arma::vec w = {1, -2, 3};
  must_be_near(coupling.value(arma::repmat(w, 1, 3)), 7.0, 1e-14);
  BOOST_TEST(coupling.value(arma::join_rows(w, w, 2.0 * w)) == arma::datum::inf);
}

BOOST_AUTO_TEST_CASE(a_kernel_that_is_not_semidefinite_is_refused_with_its_smallest_eigenvalue) {
  try {
    QuadraticCoupling::of_task_kernel({{1, 2}, {2, 1}});
    BOOST_ERROR("a kernel with the eigenvalue -1 was taken");
  } catch (const InvalidInput& error) {
    const std::string text = error.complaint().got, start = "smallest eigenvalue ";
    BOOST_REQUIRE(text.starts_with(start));
    const auto smallest = spelling::parse_double(text.substr(start.size()));
    BOOST_REQUIRE(smallest.has_value());
    BOOST_TEST(std::abs(*smallest + 1.0) <= 1e-14);
    BOOST_TEST(!error.complaint().hint.empty());
  }
  BOOST_CHECK_THROW(QuadraticCoupling::of_task_kernel({{1, 0}, {0.1, 1}}), InvalidInput);
  BOOST_CHECK_THROW(QuadraticCoupling::of_task_kernel({{1, arma::datum::nan}, {arma::datum::nan, 1}}), InvalidInput);
  BOOST_CHECK_THROW(QuadraticCoupling::of_task_kernel({{1, 0}, {0, 0}}), InvalidInput);
  BOOST_CHECK_THROW(QuadraticCoupling::of_task_kernel(arma::ones(2, 3)), InvalidInput);
}

BOOST_AUTO_TEST_CASE(ties_to_the_mean_are_what_the_decomposition_of_their_matrix_gives) {
  for (const arma::uword T : {1U, 2U, 7U}) {
    const double n = static_cast<double>(T);
    const arma::mat W = normal_matrix(4, "W", 3, T), mean = arma::ones(T, T) / n, all = arma::eye(T, T);
    const auto must_be = [&](const QuadraticCoupling& ours, const arma::mat& K) {
      const QuadraticCoupling other(K);
      must_be_near(ours.value(W), other.value(W), 1e-13);
      must_be_near(ours.conjugate(W), other.conjugate(W), 1e-13);
      BOOST_TEST(arma::abs(ours.prox(W, 0.7) - other.prox(W, 0.7)).max() <= 1e-13);
      BOOST_TEST(arma::abs(ours.eigenvectors().t() * ours.eigenvectors() - all).max() <= 1e-14);
      BOOST_TEST(arma::abs(K * ours.eigenvectors() - ours.eigenvectors() * arma::diagmat(ours.eigenvalues())).max() <=
                 1e-13);
    };
    must_be(QuadraticCoupling::mean(T, 2.5, 0.4), 2.5 * (all - mean) + 0.4 * all);
    must_be(QuadraticCoupling::evgeniou_pontil(T, 0.4), all - mean * (n / (n + 0.4)));
  }
  BOOST_CHECK_THROW(QuadraticCoupling::mean(3, 1.0, 0.0), InvalidInput);
  BOOST_CHECK_THROW(QuadraticCoupling::mean(3, -2.0, 1.0), InvalidInput);
}

// A direct sum over edges, also where the ties are a billion times stronger than the ridge.
BOOST_AUTO_TEST_CASE(graphs_are_sums_over_their_edges) {
  const std::vector<int> ends = {0, 1, 1, 2, 3, 4};
  const std::vector<double> weights = {1.0, 0.5, 2.0};
  const arma::mat W = normal_matrix(3, "W", 4, 5);
  for (const double lambda : {0.7, 1e9}) {
    double by_hand = 0.5 * arma::accu(arma::square(W));
    for (std::size_t e = 0; e < weights.size(); ++e) {
      const arma::vec difference =
          W.col(static_cast<arma::uword>(ends[2 * e])) - W.col(static_cast<arma::uword>(ends[2 * e + 1]));
      by_hand += 0.5 * lambda * weights[e] * arma::dot(difference, difference);
    }
    const auto coupling = QuadraticCoupling::graph(task_graph(5, ends, weights), lambda, 1.0);
    must_be_near(coupling.value(W), by_hand, 1e-13);
    // Equal columns cost their ridge alone.
    must_be_near(coupling.value(arma::repmat(W.col(0), 1, 5)), 2.5 * arma::dot(W.col(0), W.col(0)), 1e-13);
  }
}

BOOST_AUTO_TEST_CASE(evgeniou_pontil_is_the_best_split_into_own_and_common_parts) {
  const arma::mat W = normal_matrix(4, "W", 6, 3);
  for (const double mu : {1e-9, 0.3, 1e9}) {
    const arma::vec w0 = arma::sum(W, 1) / (3.0 + mu);
    const arma::mat V = W.each_col() - w0;
    const double by_hand = 0.5 * (arma::accu(arma::square(V)) + mu * arma::dot(w0, w0));
    must_be_near(QuadraticCoupling::evgeniou_pontil(3, mu).value(W), by_hand, 1e-13);
  }
}

BOOST_AUTO_TEST_SUITE_END()
