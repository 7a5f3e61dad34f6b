// Eight small matrices at a time give what one at a time gives.
#include "lib/linalg/lanes.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/linalg/aligned.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

// Eight positive semidefinite matrices of rank p - 1.
std::vector<arma::mat> small_matrices(arma::uword p) {
  std::vector<arma::mat> matrices;
  for (arma::uword lane = 0; lane < lanes::width; ++lane) {
    const arma::mat X = normal_matrix(1, numbered("lane", lane), p - 1, p);
    matrices.push_back(X.t() * X);
  }
  return matrices;
}

AlignedDoubles interleaved(const std::vector<arma::mat>& matrices) {
  const arma::uword p = matrices.front().n_rows;
  AlignedDoubles A(lanes::matrix_size(p));
  for (arma::uword lane = 0; lane < lanes::width; ++lane)
    for (arma::uword i = 0; i < p; ++i)
      for (arma::uword j = 0; j <= i; ++j) A[lanes::entry(i, j) + lane] = matrices[lane](i, j);
  return A;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lanes_of_small_matrices)

BOOST_AUTO_TEST_CASE(products_and_inverses_agree_with_one_matrix_at_a_time) {
  for (const arma::uword p : {1U, 2U, 3U, 8U, 21U, 64U}) {
    const std::vector<arma::mat> matrices = small_matrices(p);
    const AlignedDoubles A = interleaved(matrices);
    AlignedDoubles inverse(lanes::matrix_size(p));
    constexpr double shift = 0.3, scale = 1.5;
    lanes::invert(p, A.data(), shift, inverse.data());
    const arma::mat x = normal_matrix(2, "x", lanes::width, p), add = normal_matrix(2, "add", lanes::width, p);
    arma::mat product(lanes::width, p), back(lanes::width, p), plain(lanes::width, p);
    lanes::multiply(p, A.data(), scale, x.memptr(), add.memptr(), product.memptr(), lanes::width);
    lanes::multiply(p, A.data(), 1.0, x.memptr(), nullptr, plain.memptr(), lanes::width);
    const arma::mat shifted = plain + shift * x;
    lanes::multiply(p, inverse.data(), 1.0, shifted.memptr(), nullptr, back.memptr(), lanes::width);
    for (arma::uword lane = 0; lane < lanes::width; ++lane) {
      const arma::rowvec right = scale * x.row(lane) + add.row(lane);
      BOOST_CHECK_SMALL(arma::abs(product.row(lane) - right * matrices[lane]).max(), 1e-10);
    }
    BOOST_CHECK_SMALL(arma::abs(back - x).max(), 1e-10);
  }
}

BOOST_AUTO_TEST_SUITE_END()
