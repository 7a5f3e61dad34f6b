// Row block-coordinate descent with penalties that tell rows apart or bend elsewhere than at zero rows, and with
// counts.
#include <boost/test/unit_test.hpp>

#include "lib/fit/lambda_max.hpp"
#include "lib/loss/names.hpp"
#include "lib/penalty/lasso.hpp"
#include "lib/penalty/non_negative.hpp"
#include "lib/penalty/ridge.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/penalty/row_max_norm.hpp"
#include "lib/penalty/sparse_group_rows.hpp"
#include "lib/solver/fista.hpp"
#include "lib/solver/row_bcd.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const double inf = arma::datum::inf;

template <Loss L, Penalty P>
Problem<L, P> posed(const MultiTaskData& data, L loss, P penalty, Intercept intercept = Intercept::free) {
  return {data, loss, penalty, intercept, data.loss_weights(Averaging::task_mean)};
}

template <class L, class P>
Coefficients solved(const Problem<L, P>& problem, double gap, Coefficients start) {
  const Solution solution = row_bcd(problem, {.gap = gap}, std::move(start));
  BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
  return solution.coefficients;
}
template <class L, class P>
Coefficients solved(const Problem<L, P>& problem, double gap = 1e-10) {
  return solved(problem, gap, zero_coefficients(problem.data));
}

bool same_bits(const arma::mat& a, const arma::mat& b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

double difference(const arma::mat& a, const arma::mat& b) { return arma::abs(a - b).max(); }

// The same optimum by proximal gradients: no dual value above a primal one.
template <class L, class P>
void must_agree_with_fista(const MultiTaskData& data, L loss, P penalty, const char* name) {
  penalty.lambda = 0.1 * lambda_max(posed(data, loss, penalty));
  const auto problem = posed(data, loss, penalty);
  const Solution one = row_bcd(problem, {.gap = 1e-9}, zero_coefficients(data));
  const Solution other = fista(problem, {.gap = 1e-9}, zero_coefficients(data));
  BOOST_TEST_CONTEXT(name) {
    BOOST_TEST(to_string(one.report.status) == to_string(Status::optimal));
    BOOST_TEST(to_string(other.report.status) == to_string(Status::optimal));
    BOOST_TEST(one.report.certificate.dual <= other.report.certificate.primal);
    BOOST_TEST(other.report.certificate.dual <= one.report.certificate.primal);
    BOOST_TEST(difference(one.coefficients.W, other.coefficients.W) <= 1e-3);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(row_block_coordinate_descent_on_other_norms)

BOOST_AUTO_TEST_CASE(weights_of_two_give_the_bits_of_twice_the_strength) {
  const MultiTaskData data = random_tasks(1, {.d = 10}), classes = random_tasks(1, {.d = 10, .labels = true});
  const RowGroupLasso weighted{0.05, arma::vec(10, arma::fill::value(2.0))}, doubled{0.1};
  BOOST_TEST(same_bits(solved(posed(data, Squared{}, weighted)).W, solved(posed(data, Squared{}, doubled)).W));
  BOOST_TEST(difference(solved(posed(classes, Logistic{}, weighted)).W,
                        solved(posed(classes, Logistic{}, doubled)).W) <= 1e-5);
}

BOOST_AUTO_TEST_CASE(an_infinite_weight_is_a_column_removed) {
  const MultiTaskData data = random_tasks(2, {.d = 8});
  const arma::uvec kept = {0, 2, 3, 4, 6, 7};
  const MultiTaskData fewer =
      data.map_designs([&](const Design& X) { return Design(arma::mat(X.dense().cols(kept))); });
  const RowGroupLasso penalty{0.05, {1, inf, 1, 1, 1, inf, 1, 1}};
  const arma::mat W = solved(posed(data, Squared{}, penalty)).W;
  BOOST_TEST(W.row(1).is_zero());
  BOOST_TEST(W.row(5).is_zero());
  BOOST_TEST(difference(W.rows(kept), solved(posed(fewer, Squared{}, RowGroupLasso{0.05})).W) <= 1e-5);
}

BOOST_AUTO_TEST_CASE(proximal_gradients_find_the_same_optima) {
  for (const bool shared : {false, true}) {
    const MultiTaskData data = random_tasks(3, {.n = 30, .d = 12, .T = 4, .shared = shared});
    const MultiTaskData classes = random_tasks(3, {.n = 30, .d = 12, .T = 4, .shared = shared, .labels = true});
    const arma::vec weights = arma::linspace(0.5, 2.0, 12);
    must_agree_with_fista(data, Squared{}, RowGroupLasso{1.0, weights}, "weighted rows");
    must_agree_with_fista(data, Squared{}, SparseGroupRows{1.0, 0.4}, "sparse groups");
    must_agree_with_fista(data, Squared{}, RowMaxNorm{}, "largest entries");
    must_agree_with_fista(data, Huber{0.5}, RowMaxNorm{}, "huber, largest entries");
    must_agree_with_fista(data, Squared{}, NonNegative<RowGroupLasso>{}, "non-negative rows");
    must_agree_with_fista(classes, Logistic{}, SparseGroupRows{1.0, 0.4}, "logistic, sparse groups");
    must_agree_with_fista(classes, Logistic{}, NonNegative<RowMaxNorm>{}, "logistic, non-negative largest entries");
  }
}

BOOST_AUTO_TEST_CASE(rows_of_the_start_that_the_penalty_does_not_allow_start_from_zero) {
  const MultiTaskData data = random_tasks(4, {.d = 8}), classes = random_tasks(4, {.d = 8, .labels = true});
  Coefficients start = zero_coefficients(data);
  start.W = normal_matrix(4, "start", 8, 3);
  const NonNegative<RowGroupLasso> penalty{{0.05, {1, 1, inf, 1, 1, 1, 1, 1}}};
  for (const arma::mat& W : {solved(posed(data, Squared{}, penalty), 1e-8, start).W,
                             solved(posed(classes, Logistic{}, penalty), 1e-8, start).W}) {
    BOOST_TEST(W.min() >= 0.0);
    BOOST_TEST(W.row(2).is_zero());
    BOOST_TEST(W.max() > 0.0);
  }
}

BOOST_AUTO_TEST_CASE(counts_without_features_have_the_logarithms_of_their_means) {
  const MultiTaskData data = random_tasks(5, {.counts = true});
  auto problem = posed(data, Poisson{}, RowGroupLasso{});
  problem.penalty.lambda = lambda_max(problem);
  const Coefficients at = solved(problem);
  BOOST_TEST(at.W.is_zero());
  for (arma::uword t = 0; t < data.n_tasks(); ++t)
    BOOST_TEST(std::abs(at.b[t] - std::log(arma::mean(data.targets_of(t)))) <= 1e-13);
}

// Newton's method on (W, b) of one task written out, with a ridge.
BOOST_AUTO_TEST_CASE(counts_agree_with_newton_s_method_written_out) {
  const MultiTaskData data = random_tasks(6, {.n = 15, .d = 3, .T = 1, .counts = true});
  const double mu = 0.05;
  const arma::mat X = arma::join_rows(data.design(0).dense(), arma::ones(15));
  const arma::vec y = data.targets(), ridge = {mu, mu, mu, 0.0};
  arma::vec w(4, arma::fill::zeros);
  for (int step = 0; step < 100; ++step) {
    const arma::vec mean = arma::exp(X * w);
    const arma::vec gradient = X.t() * (mean - y) / 15.0 + ridge % w;
    const arma::mat H = X.t() * arma::diagmat(mean) * X / 15.0 + arma::diagmat(ridge);
    w -= std::min(1.0, 0.02 * (step + 1)) * arma::solve(H, gradient, arma::solve_opts::no_approx);
  }
  const Coefficients at = solved(posed(data, Poisson{}, Ridge{mu}), 1e-13);
  BOOST_TEST(difference(at.W, w.head(3)) <= 1e-6);
  BOOST_TEST(std::abs(at.b[0] - w[3]) <= 1e-6);
}

BOOST_AUTO_TEST_CASE(counts_are_certified_whatever_their_size_and_the_intercept) {
  for (const Shape shape : {Shape::well, Shape::duplicates, Shape::sparse})
    for (const double size : {1e-3, 1.0, 1e4})
      for (const Intercept intercept : {Intercept::none, Intercept::free}) {
        MultiTaskData data = random_tasks(7, {.n = 25, .d = 10, .shape = shape, .counts = true});
        data = data.with_targets(size * data.targets());
        for (const double share : {0.5, 0.05}) {
          auto problem = posed(data, Poisson{}, RowGroupLasso{}, intercept);
          problem.penalty.lambda = share * lambda_max(problem);
          BOOST_TEST_CONTEXT("shape " << static_cast<int>(shape) << " size " << size << " share " << share)
          solved(problem, 1e-8);
        }
      }
}

BOOST_AUTO_TEST_CASE(a_start_at_which_exp_overflows_is_no_start) {
  const MultiTaskData data = random_tasks(8, {.d = 6, .counts = true});
  const auto problem = posed(data, Poisson{}, RowGroupLasso{0.02}, Intercept::none);
  Coefficients start = zero_coefficients(data);
  start.W.fill(1e4);
  BOOST_TEST(difference(solved(problem, 1e-8, start).W, solved(problem, 1e-8).W) <= 1e-12);
}

BOOST_AUTO_TEST_CASE(a_task_without_counts_is_certified_beside_others) {
  MultiTaskData data = random_tasks(9, {.d = 6, .counts = true});
  arma::vec y = data.targets();
  for (arma::uword i = data.rows_of(1).begin; i < data.rows_of(1).end; ++i) y[i] = 0.0;
  data = data.with_targets(y);
  auto problem = posed(data, Poisson{}, RowGroupLasso{});
  problem.penalty.lambda = 0.1 * lambda_max(problem);
  const Coefficients at = solved(problem, 1e-8);
  BOOST_TEST(std::isfinite(at.b[1]));
  BOOST_TEST(at.b[1] < -50.0);
}

BOOST_AUTO_TEST_SUITE_END()
