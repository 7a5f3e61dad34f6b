#include "lib/solver/row_bcd.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/lambda_max.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/linalg/rows.hpp"
#include "lib/loss/names.hpp"
#include "lib/penalty/lasso.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/solver/fista.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

template <SmoothLoss L, Penalty P>
Problem<L, P> posed(const MultiTaskData& data, L loss, P penalty, Intercept intercept = Intercept::free) {
  return {data, loss, penalty, intercept, data.loss_weights(Averaging::task_mean)};
}

// The strength as a share of lambda_max.
template <class L, class P>
Problem<L, P> at_share(Problem<L, P> problem, double share) {
  problem.penalty.lambda = share * lambda_max(problem);
  return problem;
}

template <class L, class P>
Solution solved(const Problem<L, P>& problem, double gap = 1e-8) {
  return row_bcd(problem, {.gap = gap}, zero_coefficients(problem.data));
}

template <class L, class P>
void must_certify(const Problem<L, P>& problem, const std::string& data_name, const char* pair) {
  const Solution solution = solved(problem);
  BOOST_TEST_CONTEXT(data_name << " " << pair) {
    BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
    const Certificate again =
        certify(problem, solution.coefficients, null_objective(problem), &solution.report.certificate.dual_point);
    BOOST_TEST(std::abs(again.relative_gap - solution.report.certificate.relative_gap) <= 1e-12);
    BOOST_TEST(again.relative_gap <= 1e-8);
  }
}

const std::vector<double> shares = {0.9, 0.1, 1e-3};

}  // namespace

BOOST_AUTO_TEST_SUITE(row_block_coordinate_descent)

BOOST_AUTO_TEST_CASE(every_pair_of_loss_and_penalty_is_certified_on_well_and_ill_conditioned_data) {
  for (const Shape shape : {Shape::well, Shape::ill, Shape::duplicates, Shape::sparse})
    for (const bool shared : {false, true})
      for (const Intercept intercept : {Intercept::none, Intercept::free}) {
        const DataShape form{.n = 15, .d = 10, .T = 3, .shape = shape, .shared = shared};
        DataShape labelled = form;
        labelled.labels = true;
        const MultiTaskData data = random_tasks(1, form), classes = random_tasks(1, labelled);
        for (const double share : shares) {
          const std::string what =
              numbered("shape ", static_cast<arma::uword>(shape)).append(" share ").append(std::to_string(share));
          must_certify(at_share(posed(data, Squared{}, RowGroupLasso{}, intercept), share), what, "squared rows");
          must_certify(at_share(posed(data, Squared{}, Lasso{}, intercept), share), what, "squared entries");
          must_certify(at_share(posed(data, Huber{0.5}, RowGroupLasso{}, intercept), share), what, "huber rows");
          must_certify(at_share(posed(classes, Logistic{}, RowGroupLasso{}, intercept), share), what, "logistic rows");
          must_certify(at_share(posed(classes, Logistic{}, Lasso{}, intercept), share), what, "logistic entries");
          must_certify(posed(classes, SquaredHinge{}, Ridged(RowGroupLasso{0.1 * share}, 0.1 * share), intercept), what,
                       "squared hinge elastic net");
        }
      }
}

BOOST_AUTO_TEST_CASE(more_rows_than_a_working_set_holds_are_certified) {
  for (const bool shared : {false, true}) {
    const MultiTaskData data = random_tasks(3, {.n = 40, .d = 400, .T = 4, .shared = shared});
    must_certify(at_share(posed(data, Squared{}, RowGroupLasso{}), 0.05), "wide", "rows");
    must_certify(at_share(posed(data, Huber{1.0}, Lasso{}), 0.05), "wide", "entries");
  }
}

BOOST_AUTO_TEST_CASE(a_gap_of_1e_10_is_reached_on_well_conditioned_data) {
  const MultiTaskData data = random_tasks(4, {.n = 30, .d = 20, .T = 3});
  const auto problem = at_share(posed(data, Squared{}, RowGroupLasso{}), 0.1);
  const Solution solution = solved(problem, 1e-10);
  BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
  BOOST_TEST(certify(problem, solution.coefficients, null_objective(problem), &solution.report.certificate.dual_point)
                 .relative_gap <= 1e-10);
}

BOOST_AUTO_TEST_CASE(the_optimum_agrees_with_fista) {
  const MultiTaskData data = random_tasks(5, {.n = 25, .d = 12, .T = 3, .labels = true});
  const auto problem = at_share(posed(data, Logistic{}, RowGroupLasso{}), 0.1);
  const Solution one = solved(problem), other = fista(problem, {.gap = 1e-8}, zero_coefficients(data));
  BOOST_TEST(one.report.certificate.dual <= other.report.certificate.primal);
  BOOST_TEST(other.report.certificate.dual <= one.report.certificate.primal);
}

BOOST_AUTO_TEST_CASE(orthonormal_features_are_soft_thresholded_by_rows) {
  arma::mat X, R;
  arma::qr_econ(X, R, normal_matrix(6, "X", 12, 5));
  const arma::mat Y = normal_matrix(6, "Y", 12, 3);
  const MultiTaskData data = MultiTaskData::from_shared(X, Y);
  const RowGroupLasso penalty{0.05};
  const Solution solution = solved(posed(data, Squared{}, penalty, Intercept::none), 1e-12);
  // Task means: 1/n in front of the loss, so that a unit step of the proximal operator has length n.
  const arma::mat expected = penalty.prox(X.t() * Y, 12.0);
  BOOST_TEST(arma::abs(solution.coefficients.W - expected).max() < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_planted_optimum_is_found) {
  // Residuals r and features with |(x_tj'r_t)_t| = lambda on three rows and less elsewhere, w^j along (x_tj'r_t)_t.
  constexpr arma::uword n = 15, d = 8, T = 3;
  const double lambda = 0.4;
  std::vector<arma::mat> X(T);
  std::vector<arma::vec> r(T);
  for (arma::uword t = 0; t < T; ++t) {
    X[t] = normal_matrix(7, numbered("X", t), n, d);
    r[t] = normal_matrix(7, numbered("r", t), n, 1);
  }
  arma::mat W(d, T, arma::fill::zeros);
  for (arma::uword j = 0; j < d; ++j) {
    arma::rowvec g(T);
    for (arma::uword t = 0; t < T; ++t) g[t] = arma::dot(X[t].col(j), r[t]) / n;
    const double factor = (j < 3 ? 1.0 : 0.5) * lambda / arma::norm(g);
    for (arma::uword t = 0; t < T; ++t) X[t].col(j) *= factor;
    if (j < 3) W.row(j) = static_cast<double>(j + 1) * factor * g;
  }
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < T; ++t) tasks.push_back({.X = X[t], .y = X[t] * W.col(t) + r[t]});
  const MultiTaskData data = MultiTaskData::from_tasks(std::move(tasks));
  const Solution solution = solved(posed(data, Squared{}, RowGroupLasso{lambda}, Intercept::none), 1e-13);
  BOOST_TEST(arma::abs(solution.coefficients.W - W).max() < 1e-5);
  BOOST_TEST(solution.coefficients.W.tail_rows(d - 3).is_zero());
}

BOOST_AUTO_TEST_CASE(coefficients_are_exactly_zero_from_lambda_max_on_and_not_just_below) {
  const MultiTaskData data = random_tasks(8, {.labels = true});
  const auto above = at_share(posed(data, Logistic{}, RowGroupLasso{}), 1.0);
  BOOST_TEST(solved(above).coefficients.W.is_zero());
  const auto below = at_share(posed(data, Logistic{}, RowGroupLasso{}), 0.9999);
  BOOST_TEST(!solved(below, 1e-12).coefficients.W.is_zero());
}

BOOST_AUTO_TEST_CASE(sparse_features_give_what_dense_ones_give) {
  for (const bool shared : {false, true}) {
    DataShape form{.n = 30, .d = 60, .T = 8, .shape = Shape::sparse, .shared = shared};
    const MultiTaskData sparse = random_tasks(9, form);
    form.as_dense = true;
    const MultiTaskData dense = random_tasks(9, form);
    const auto problem = at_share(posed(sparse, Squared{}, RowGroupLasso{}), 0.2);
    const auto same = posed(dense, Squared{}, RowGroupLasso{problem.penalty.lambda});
    const arma::mat difference = solved(problem, 1e-13).coefficients.W - solved(same, 1e-13).coefficients.W;
    BOOST_TEST(arma::abs(difference).max() < 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(the_bits_do_not_depend_on_the_number_of_threads) {
  const MultiTaskData data = random_tasks(10, {.n = 600, .d = 30, .T = 4});
  const auto problem = at_share(posed(data, Squared{}, RowGroupLasso{}), 0.05);
  arma::mat reference;
  for (const int threads : {1, 2, 4}) {
    Solution solution;
    with_threads(threads, [&] { solution = solved(problem); });
    if (threads == 1) reference = solution.coefficients.W;
    BOOST_TEST(arma::approx_equal(solution.coefficients.W, reference, "absdiff", 0.0));
  }
}

BOOST_AUTO_TEST_CASE(a_start_at_the_optimum_stops_at_once) {
  const MultiTaskData data = random_tasks(11, {});
  const auto problem = at_share(posed(data, Squared{}, RowGroupLasso{}), 0.1);
  const Solution again = row_bcd(problem, {.gap = 1e-8}, solved(problem).coefficients);
  BOOST_TEST(again.report.iterations == 0);
  BOOST_TEST(to_string(again.report.status) == to_string(Status::optimal));
}

BOOST_AUTO_TEST_CASE(one_iteration_is_reported_as_the_limit_it_is) {
  const MultiTaskData data = random_tasks(12, {});
  const auto problem = at_share(posed(data, Squared{}, RowGroupLasso{}), 0.01);
  const Solution solution = row_bcd(problem, {.gap = 1e-10, .max_iterations = 1}, zero_coefficients(data));
  BOOST_TEST(to_string(solution.report.status) == to_string(Status::iteration_limit));
  BOOST_TEST(solution.report.iterations == 1);
  BOOST_TEST(solution.report.certificate.relative_gap > 1e-10);
}

BOOST_AUTO_TEST_CASE(constant_columns_get_zero_coefficients_beside_a_free_intercept) {
  arma::mat X = normal_matrix(13, "X", 20, 4);
  X.col(2).fill(0.1);
  const arma::mat Y = normal_matrix(13, "Y", 20, 2) + 3.0;
  const MultiTaskData data = MultiTaskData::from_shared(X, Y);
  Coefficients start = zero_coefficients(data);
  start.W.row(2).fill(5.0);
  const auto problem = posed(data, Squared{}, RowGroupLasso{1e-6});
  const Solution solution = row_bcd(problem, {.gap = 1e-8}, start);
  BOOST_TEST(solution.coefficients.W.row(2).is_zero());
  BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
}

BOOST_AUTO_TEST_CASE(a_missing_target_is_a_dropped_row) {
  const arma::mat X = normal_matrix(14, "X", 20, 6);
  arma::mat Y = normal_matrix(14, "Y", 20, 2);
  Y(3, 1) = arma::datum::nan;
  arma::uvec kept = arma::regspace<arma::uvec>(0, 19);
  kept.shed_row(3);
  const MultiTaskData masked = MultiTaskData::from_shared(X, Y);
  const MultiTaskData dropped = MultiTaskData::from_tasks(
      {{.X = X, .y = Y.col(0)}, {.X = arma::mat(X.rows(kept)), .y = arma::vec(arma::vec(Y.col(1)).elem(kept))}});
  const arma::mat one = solved(posed(masked, Squared{}, RowGroupLasso{0.05}), 1e-13).coefficients.W;
  const arma::mat other = solved(posed(dropped, Squared{}, RowGroupLasso{0.05}), 1e-13).coefficients.W;
  BOOST_TEST(arma::abs(one - other).max() < 1e-6);
}

BOOST_AUTO_TEST_CASE(a_penalised_intercept_is_refused) {
  const MultiTaskData data = random_tasks(15, {});
  const auto problem = posed(data, Squared{}, RowGroupLasso{0.1}, Intercept::penalised);
  BOOST_CHECK_THROW(row_bcd(problem, {}, zero_coefficients(data)), InvalidOption);
}

BOOST_AUTO_TEST_CASE(a_run_that_is_abandoned_says_how_it_was_doing) {
  const MultiTaskData data = random_tasks(16, {.n = 6, .d = 40, .T = 3});
  const auto problem = at_share(posed(data, Squared{}, RowGroupLasso{}), 0.01);
  RowDescent descent(problem, zero_coefficients(data));
  std::vector<row_sweeps::Pace> seen;
  const auto unlimited = [](int) { return false; };
  const int done = descent.improve({.stop = unlimited, .finish = 1e-12, .abandon = [&](const row_sweeps::Pace& pace) {
                                      seen.push_back(pace);
                                      return seen.size() == 3;
                                    }});
  BOOST_TEST(seen.size() == 3U);
  BOOST_TEST(done == seen.back().done);
  BOOST_TEST(seen[0].done < seen[1].done);
  BOOST_TEST(seen.back().left > 0.0);
  BOOST_TEST(seen.back().working == 40U);
  BOOST_TEST(seen.back().active == nonzero_rows(descent.at().W).size());
  BOOST_TEST(seen.back().gram);
  BOOST_TEST(!descent.is_growing());
}

BOOST_AUTO_TEST_SUITE_END()
