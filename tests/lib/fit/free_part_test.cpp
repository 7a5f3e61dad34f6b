#include "lib/fit/free_part.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/lambda_max.hpp"
#include "lib/fit/proved_zero.hpp"
#include "lib/loss/names.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const double eps = arma::datum::eps;

template <class L>
MultiTaskData data_of(std::uint64_t seed, Shape shape = Shape::well) {
  return random_tasks(
      seed,
      {.n = 25, .d = 6, .T = 3, .shape = shape, .labels = L::is_classification, .counts = std::is_same_v<L, Poisson>});
}

template <class F>
void for_every_loss(const F& f) {
  f(Squared{});
  f(Logistic{});
  f(Huber{0.7});
  f(Poisson{});
  f(Hinge{});
  f(SquaredHinge{});
  f(EpsilonInsensitive{0.1});
  f(SquaredEpsilonInsensitive{0.1});
}

template <class F>
void for_every_curved_loss(const F& f) {
  f(Squared{});
  f(Logistic{});
  f(Huber{0.7});
  f(Poisson{});
}

// The largest |F'u|.
double imbalance(const MultiTaskData& data, const FreePart& part, const arma::vec& u) {
  const double rows = arma::abs(data.adjoint(u).rows(part.rows)).max();
  return part.intercept ? std::max(rows, zero_proof::imbalance(data, u).max()) : rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(free_part_of_a_model)

BOOST_AUTO_TEST_CASE(it_holds_the_rows_of_weight_0_and_what_intercepts_are_free) {
  const MultiTaskData data = data_of<Squared>(1);
  Problem<Squared, RowGroupLasso> problem{data, {}, {1.0, {1, 0, 2, 0, 1, 1}}, Intercept::none, data.weights()};
  BOOST_CHECK(arma::all(free_part(problem).rows == arma::uvec{1, 3}));
  BOOST_CHECK(!free_part(problem).intercept);
  problem.intercept = Intercept::free;
  BOOST_CHECK(free_part(problem).intercept);
  problem.intercept = Intercept::penalised;
  problem.penalty.weights = {1, 0, 2, 0, 1, 1, 0};
  BOOST_CHECK(arma::all(free_part(problem).rows == arma::uvec{1, 3}));
  BOOST_CHECK(free_part(problem).intercept);
  problem.penalty.weights = {};
  BOOST_CHECK(!free_part(problem).has_rows());
}

BOOST_AUTO_TEST_CASE(a_basis_is_orthonormal_spans_the_columns_and_leaves_out_those_of_the_span) {
  arma::mat F = normal_matrix(3, "F", 20, 5);
  F.col(2) = 2.0 * F.col(0) - F.col(1);
  F.col(4).zeros();
  const arma::vec v = arma::square(normal_matrix(3, "v", 20, 1).as_col());
  const free_columns::Basis basis = free_columns::orthonormal(F, v);
  BOOST_CHECK(arma::all(basis.kept == arma::uvec{0, 1, 3}));
  BOOST_CHECK_SMALL(arma::abs(basis.B.t() * basis.B - arma::eye(3, 3)).max(), 1e-14);
  const arma::mat kept = arma::diagmat(arma::sqrt(v)) * F.cols(basis.kept);
  BOOST_CHECK_SMALL(arma::abs(kept * basis.inverse - basis.B).max(), 1e-13);
}

BOOST_AUTO_TEST_CASE(dual_points_become_orthogonal_inside_the_domain) {
  for_every_loss([]<class L>(const L& loss) {
    for (const Shape shape : {Shape::well, Shape::duplicates, Shape::sparse})
      for (std::uint64_t seed = 0; seed < 10; ++seed) {
        const MultiTaskData data = data_of<L>(seed, shape);
        const FreePart part{{1, 2}, seed % 2 == 0};
        const arma::vec& y = data.targets();
        const arma::vec c = data.loss_weights(Averaging::task_mean);
        arma::vec u = c % normal_matrix(seed, "u", y.n_elem, 1).as_col();
        clip_to_domain(loss, y, c, u);
        const double cost = orthogonalise(loss, data, c, part, u);
        BOOST_TEST_CONTEXT(L::name << " shape " << static_cast<int>(shape) << " seed " << seed) {
          // A sum of n products, each with a rounding of its own.
          const double largest = arma::abs(u).max() * std::max(1.0, arma::abs(data.design(2).dense()).max());
          BOOST_CHECK_LE(imbalance(data, part, u), 2.0 * 27.0 * eps * largest);
          BOOST_CHECK(cost >= 0.0 && cost < 1e-9);
          for (arma::uword i = 0; i < u.n_elem; ++i) {
            const Interval domain = loss.dual_interval(y[i]);
            BOOST_REQUIRE(u[i] >= c[i] * domain.low && u[i] <= c[i] * domain.high);
          }
        }
      }
  });
}

BOOST_AUTO_TEST_CASE(a_squared_loss_s_point_is_the_weighted_projection_and_samples_of_factor_0_stay_0) {
  const MultiTaskData data = data_of<Squared>(4);
  const FreePart part{{0, 3}, true};
  arma::vec c = data.loss_weights(Averaging::task_mean);
  c[2] = c[30] = 0.0;
  arma::vec u = c % normal_matrix(4, "u", c.n_elem, 1).as_col();
  const arma::vec before = u;
  orthogonalise(Squared{}, data, c, part, u);
  BOOST_CHECK_EQUAL(u[2], 0.0);
  BOOST_CHECK_EQUAL(u[30], 0.0);
  for (arma::uword t = 0; t < 3; ++t) {
    const arma::span run(data.rows_of(t).begin, data.rows_of(t).end - 1);
    const arma::mat F = free_columns::written(data.design(t), part), CF = arma::diagmat(arma::vec(c(run))) * F;
    const arma::vec z = arma::solve(F.t() * CF, F.t() * before(run));
    BOOST_CHECK_SMALL(arma::abs(u(run) - (before(run) - CF * z)).max(), 1e-14);
  }
}

BOOST_AUTO_TEST_CASE(the_best_free_part_has_no_slope_whatever_the_loss) {
  for_every_curved_loss([]<class L>(const L& loss) {
    for (const Shape shape : {Shape::well, Shape::duplicates, Shape::ill, Shape::sparse})
      for (const bool intercept : {true, false}) {
        const MultiTaskData data = data_of<L>(7, shape);
        const FreePart part{{0, 1, 4}, intercept};
        const arma::vec c = data.loss_weights(Averaging::task_mean);
        Coefficients at = zero_coefficients(data);
        at.W.row(2).fill(0.3);
        at.b.fill(intercept ? 0.2 : 0.0);
        arma::vec eta = data.forward(at.W, at.b);
        fit_free_part(loss, data, c, part, at, eta);
        BOOST_TEST_CONTEXT(L::name << " shape " << static_cast<int>(shape) << " intercept " << intercept) {
          BOOST_CHECK_SMALL(arma::abs(eta - data.forward(at.W, at.b)).max(), 1e-10 * (1.0 + arma::abs(eta).max()));
          // Entries that a column has in one class alone (or where nothing was counted) pull for ever, less and less.
          BOOST_CHECK_LE(imbalance(data, part, loss_gradient(loss, data.targets(), c, eta)), 1e-10);
          BOOST_CHECK(arma::all(at.W.row(2) == 0.3));
          BOOST_CHECK(arma::all(arma::vectorise(at.W.row(3)) == 0.0));
        }
      }
  });
}

BOOST_AUTO_TEST_CASE(classes_that_free_columns_separate_end_the_search_and_are_proved_by_zero) {
  arma::mat X = normal_matrix(2, "X", 30, 3);
  const arma::mat Y = arma::sign(X.col(0));
  const MultiTaskData data = MultiTaskData::from_shared(X, Y);
  const Problem<Logistic, RowGroupLasso> problem{
      data, {}, {0.1, {0, 1, 1}}, Intercept::free, data.loss_weights(Averaging::task_mean)};
  Coefficients at = zero_coefficients(data);
  arma::vec eta = data.forward(at.W, at.b);
  fit_free_part(Logistic{}, data, problem.c, free_part(problem), at, eta);
  const Certificate proof = certify(problem, at);
  BOOST_CHECK(at.W.is_finite());
  BOOST_CHECK_LT(proof.primal, 1e-6);
  BOOST_CHECK_GE(proof.dual, 0.0);
  BOOST_CHECK_LE(proof.dual, proof.primal + proof.rounding_floor);
}

// The optimum by hand: penalised rows that a strength above lambda_max keeps at zero, free ones by least squares.
BOOST_AUTO_TEST_CASE(certificates_bound_the_optimum_from_both_sides_with_free_columns_of_any_condition) {
  for (const double difference : {1.0, 1e-3, 1e-6, 0.0}) {
    arma::mat X = normal_matrix(5, "X", 40, 4);
    X.col(1) = X.col(0) + difference * X.col(1);
    const MultiTaskData data = MultiTaskData::from_shared(X, normal_matrix(5, "Y", 40, 2) + 3.0);
    Problem<Squared, Ridged<RowGroupLasso>> problem{
        data, {}, {RowGroupLasso{1.0, {0, 0, 1, 1}}, 0.0}, Intercept::free, data.loss_weights(Averaging::task_mean)};
    problem.penalty = {RowGroupLasso{lambda_max(problem), {0, 0, 1, 1}}, 0.0};
    Coefficients at = zero_coefficients(data);
    arma::vec eta = data.forward(at.W, at.b);
    fit_free_part(Squared{}, data, problem.c, free_part(problem), at, eta);
    const Certificate proof = certify(problem, at);
    BOOST_TEST_CONTEXT("difference " << difference) {
      BOOST_CHECK_SMALL(proof.primal - null_objective(problem), 4.0 * proof.rounding_floor);
      BOOST_CHECK_LE(proof.gap, std::max(proof.rounding_floor, 1e-14 * proof.primal));
      BOOST_CHECK_LE(proof.rounding_floor, 1e-12 * proof.primal / std::max(difference, 1e-6));
      // From other coefficients the bound is lower, and true.
      for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const Coefficients other{at.W + normal_matrix(seed, "W", 4, 2), at.b};
        const Certificate rough = certify(problem, other);
        BOOST_CHECK_LE(rough.dual, proof.primal + rough.rounding_floor);
        BOOST_CHECK_GE(rough.dual, 0.0);
      }
    }
  }
}

// Above lambda_max the best free part is the optimum, whatever its columns tell apart.
BOOST_AUTO_TEST_CASE(no_coefficients_have_a_bound_above_the_best_free_part) {
  for_every_curved_loss([]<class L>(const L& loss) {
    for (const Shape shape : {Shape::well, Shape::duplicates, Shape::ill, Shape::sparse})
      for (const Intercept intercept : {Intercept::free, Intercept::none}) {
        const MultiTaskData data = data_of<L>(8, shape);
        const arma::vec weights = {0, 0, 1, 1, 0, 1};
        Problem<L, RowGroupLasso> problem{
            data, loss, {1.0, weights}, intercept, data.loss_weights(Averaging::task_mean)};
        problem.penalty.lambda = lambda_max(problem);
        const double best = null_objective(problem);
        for (const double size : {1e-3, 1.0, 30.0})
          for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Coefficients rough{size * normal_matrix(seed, "W", 6, 3), arma::rowvec(3, arma::fill::zeros)};
            const Certificate proof = certify(problem, rough);
            BOOST_TEST_CONTEXT(L::name << " shape " << static_cast<int>(shape) << " size " << size << " seed " << seed)
            BOOST_CHECK(!(proof.dual > best + proof.rounding_floor));
          }
      }
  });
}

BOOST_AUTO_TEST_CASE(a_ridge_leaves_free_rows_free) {
  const MultiTaskData data = data_of<Squared>(9);
  const auto posed = [&](double mu) {
    return Problem<Squared, Ridged<RowGroupLasso>>{
        data, {}, {RowGroupLasso{0.3, {0, 1, 1, 1, 1, 1}}, mu}, Intercept::free, data.weights()};
  };
  BOOST_CHECK_EQUAL(lambda_max(posed(0.0)), lambda_max(posed(2.0)));
  BOOST_CHECK_EQUAL(null_objective(posed(0.0)), null_objective(posed(2.0)));
}

BOOST_AUTO_TEST_SUITE_END()
