#include "lib/solver/svm/arrow.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/random.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::svm;
using namespace starling::testing;

namespace {

std::vector<std::vector<SignedSample>> every_second(const SampleRows& rows) {
  std::vector<std::vector<SignedSample>> chosen(rows.n_tasks());
  for (arma::uword t = 0; t < rows.n_tasks(); ++t)
    for (arma::uword k = 0; k < rows.of(t).n; k += 2)
      chosen[t].push_back({static_cast<std::uint32_t>(k), k % 4 == 0 ? 1.0 : -1.0});
  return chosen;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(systems_around_what_tasks_share)

BOOST_AUTO_TEST_CASE(the_solution_solves_the_whole_system) {
  const MultiTaskData data = random_tasks(1, {.n = 23, .d = 9, .T = 4});
  for (const bool constant : {false, true}) {
    const SampleRows rows(data, constant ? LastColumn::constant : LastColumn::feature);
    const auto chosen = every_second(rows);
    const ColumnBlocks samples(rows, chosen);
    const arma::uword d = rows.width(), stride = rows.stride(), T = 4;
    for (const double shared : {0.0, 0.1, 30.0}) {
      Arrow arrow(samples, shared);
      const RandomStream stream(2, "arrow");
      AlignedDoubles theta(samples.size() + AlignedDoubles::line), g(T * stride), dW(T * stride),
          change(samples.size());
      for (arma::uword i = 0; i < samples.size(); ++i) theta[i] = std::exp(2.0 * stream.normal(i));
      for (arma::uword t = 0; t < T; ++t)
        for (arma::uword j = 0; j < d; ++j) g[t * stride + j] = stream.child(t).normal(j);
      const AlignedDoubles rhs = g;
      BOOST_REQUIRE(arrow.factor(theta.data()));
      arrow.solve(g, dW, change.data());
      arma::vec sum(d, arma::fill::zeros);
      for (arma::uword t = 0; t < T; ++t) sum += arma::vec(dW.data() + t * stride, d);
      for (arma::uword t = 0; t < T; ++t) {
        arma::mat A(chosen[t].size(), d);
        for (arma::uword i = 0; i < A.n_rows; ++i)
          A.row(i) = chosen[t][i].sign * arma::rowvec(rows.of(t).dense_row(chosen[t][i].position), d);
        const arma::vec weights(theta.data() + samples.begin(t), A.n_rows), step(dW.data() + t * stride, d);
        const arma::vec left = step + A.t() * (weights % (A * step)) - arrow.pull() * sum;
        BOOST_TEST(arma::approx_equal(left, arma::vec(rhs.data() + t * stride, d), "absdiff", 1e-9));
        BOOST_TEST(arma::approx_equal(arma::vec(change.data() + samples.begin(t), A.n_rows), arma::vec(A * step),
                                      "absdiff", 1e-12));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
