#include "lib/solver/svm/tied_blocks.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "lib/penalty/quadratic_coupling.hpp"
#include "tests/support/machines.hpp"

using namespace starling;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(tied_blocks)

BOOST_AUTO_TEST_CASE(coefficients_are_blocks_times_the_task_kernel_for_every_kind_of_tie) {
  const arma::uword T = 4, length = 16;
  const arma::mat alike = QuadraticCoupling::evgeniou_pontil(T, 0.3).inverse_coupling(),
                  low_rank = low_rank_kernel(T, 1, 0.5), singular = low_rank_kernel(T, 2, 0.0),
                  full = low_rank_kernel(T, 3, 0.5);
  for (const arma::mat& A : {alike, low_rank, singular, full}) {
    const svm::TaskTies ties(A);
    svm::TiedBlocks blocks(ties, length);
    arma::mat B = normal_matrix(1, "B", length, T);
    for (arma::uword t = 0; t < T; ++t) std::copy(B.begin_col(t), B.end_col(t), blocks.own(t));
    blocks.gather();
    const auto must_agree = [&] {
      const arma::mat W = B * ties.matrix();
      arma::vec z(length);
      for (arma::uword t = 0; t < T; ++t) {
        blocks.coefficients(t, z.memptr());
        BOOST_TEST(arma::abs(z - W.col(t)).max() <= 1e-12 * (1.0 + arma::abs(W).max()));
      }
    };
    must_agree();
    // A step of task 2 alone: its coefficients move by A_22 times what its block moves by.
    const arma::vec step = normal_matrix(2, "step", length, 1);
    arma::vec before(length);
    blocks.coefficients(2, before.memptr());
    const arma::vec after = before + ties.own(2) * step;
    blocks.leave(2, after.memptr(), before.memptr());
    B.col(2) += step;
    must_agree();
    svm::TiedBlocks others(ties, length);
    for (arma::uword t = 0; t < T; ++t) std::copy(step.begin(), step.end(), others.own(t));
    others.gather();
    blocks.add(0.3, others);
    B.each_col() += 0.3 * step;
    must_agree();
  }
}

BOOST_AUTO_TEST_SUITE_END()
