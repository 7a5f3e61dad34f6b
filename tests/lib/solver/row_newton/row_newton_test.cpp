#include "lib/solver/row_newton/row_newton.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/lambda_max.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/solver/fista.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/row_bcd.hpp"
#include "tests/support/prove.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using Lasso21 = Problem<Squared, RowGroupLasso>;
using Elastic = Problem<Squared, Ridged<RowGroupLasso>>;

// The strength as a share of lambda_max.
Lasso21 row_norm(const MultiTaskData& data, double share, Intercept intercept = Intercept::free) {
  Lasso21 problem{data, {}, {1.0}, intercept, data.loss_weights(Averaging::task_mean)};
  problem.penalty.lambda = share * lambda_max(problem);
  return problem;
}
Elastic elastic(const MultiTaskData& data, double share, double ridge) {
  const Lasso21 problem = row_norm(data, share);
  return {data, {}, {problem.penalty, ridge * problem.penalty.lambda}, Intercept::free, problem.c};
}

template <class P>
Solution solved(const P& problem, double gap = 1e-8) {
  return RowNewton{}(problem, {.gap = gap}, zero_coefficients(problem.data));
}

template <class P>
void must_certify(const std::string& name, const P& problem, double gap = 1e-8) {
  const Solution solution = solved(problem, gap);
  BOOST_TEST_CONTEXT(name) {
    BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
    const Certificate again =
        certify(problem, solution.coefficients, null_objective(problem), &solution.report.certificate.dual_point);
    BOOST_TEST(again.relative_gap <= gap);
  }
}

MultiTaskData shared(std::uint64_t seed, arma::uword n, arma::uword d, arma::uword T, Shape shape = Shape::well) {
  return random_tasks(seed, {.n = n, .d = d, .T = T, .shape = shape, .shared = true, .as_dense = true});
}

struct Form {
  const char* name;
  arma::uword n, d, T;
};
// Few and many samples, features and tasks; by samples (wide) and by rows (tall).
const Form forms[] = {{"square", 20, 20, 3},      {"tall", 200, 15, 4},       {"wide", 30, 400, 10},
                      {"many tasks", 12, 30, 40}, {"one task", 25, 60, 1},    {"two tasks", 25, 60, 2},
                      {"one sample", 1, 8, 3},    {"two samples", 2, 30, 50}, {"one feature", 20, 1, 5}};

bool agree(double a, double b, double scale) { return std::abs(a - b) <= 1e-10 * scale; }

}  // namespace

BOOST_AUTO_TEST_SUITE(newton_on_row_scales)

BOOST_AUTO_TEST_CASE(every_form_is_certified_from_strong_to_weak_penalties) {
  for (const Form& form : forms)
    for (const Shape shape : {Shape::well, Shape::ill, Shape::duplicates}) {
      const MultiTaskData data = shared(1, form.n, form.d, form.T, shape);
      for (const Intercept intercept : {Intercept::none, Intercept::free}) {
        if (form.n == 1 && intercept == Intercept::free) continue;  // nothing is left to explain
        for (const double share : {0.9, 0.3, 0.03, 1e-3})
          must_certify(form.name + std::string(" shape ") + std::to_string(static_cast<int>(shape)) + " share " +
                           std::to_string(share) + (intercept == Intercept::free ? "" : " without intercept"),
                       row_norm(data, share, intercept));
      }
    }
}

BOOST_AUTO_TEST_CASE(a_millionth_of_lambda_max_is_certified) {
  must_certify("tall", row_norm(shared(2, 100, 10, 4), 1e-6));
  must_certify("wide", row_norm(shared(2, 20, 60, 9), 1e-6));
  must_certify("one task", row_norm(shared(2, 20, 60, 1), 1e-6));
}

BOOST_AUTO_TEST_CASE(the_elastic_net_is_certified_and_agrees_with_descent) {
  for (const Form& form : {forms[0], forms[1], forms[2], forms[3], forms[4]})
    for (const double ridge : {1e-3, 0.5, 20.0}) {
      const MultiTaskData data = shared(3, form.n, form.d, form.T);
      const Elastic problem = elastic(data, 0.1, ridge);
      must_certify(form.name, problem);
      const double one = solved(problem, 1e-10).report.certificate.primal;
      const double other = row_bcd(problem, {.gap = 1e-10}, zero_coefficients(data)).report.certificate.primal;
      BOOST_TEST_CONTEXT(form.name << " ridge " << ridge) BOOST_CHECK(agree(one, other, null_objective(problem)));
    }
}

BOOST_AUTO_TEST_CASE(newton_descent_and_fista_find_one_objective) {
  for (const Form& form : {forms[1], forms[2], forms[3], forms[5]}) {
    const MultiTaskData data = shared(4, form.n, form.d, form.T);
    const Lasso21 problem = row_norm(data, 0.2);
    const StopRule rule{.gap = 1e-10};
    const double newton = solved(problem, 1e-10).report.certificate.primal;
    const double descent = row_bcd(problem, rule, zero_coefficients(data)).report.certificate.primal;
    const double gradient = fista(problem, rule, zero_coefficients(data)).report.certificate.primal;
    BOOST_TEST_CONTEXT(form.name) {
      BOOST_CHECK(agree(newton, descent, null_objective(problem)));
      BOOST_CHECK(agree(newton, gradient, null_objective(problem)));
    }
  }
}

BOOST_AUTO_TEST_CASE(more_rows_than_float_systems_need_are_certified_from_both_sides) {
  // By samples with applied systems, and by rows with systems formed in float.
  must_certify("by samples", row_norm(shared(5, 60, 1500, 20), 0.02));
  must_certify("by rows", row_norm(shared(5, 900, 600, 12), 1e-3));
}

BOOST_AUTO_TEST_CASE(sample_factors_are_folded_in) {
  const arma::mat X = features(6, "X", 40, 30, Shape::well), Y = normal_matrix(6, "Y", 40, 5);
  arma::vec weight = arma::abs(normal_matrix(6, "w", 40, 1));
  weight[3] = 0.0;
  const MultiTaskData data = MultiTaskData::from_shared(X, Y, arma::repmat(weight, 1, 5));
  const Lasso21 problem = row_norm(data, 0.1);
  must_certify("weighted", problem);
  const double one = solved(problem, 1e-10).report.certificate.primal;
  const double other = row_bcd(problem, {.gap = 1e-10}, zero_coefficients(data)).report.certificate.primal;
  BOOST_CHECK(agree(one, other, null_objective(problem)));
}

BOOST_AUTO_TEST_CASE(targets_of_less_rank_than_tasks_are_turned) {
  const arma::mat X = features(7, "X", 30, 50, Shape::well);
  for (const arma::uword rank : {arma::uword{1}, arma::uword{2}}) {
    const arma::mat Y = normal_matrix(7, "Y", 30, rank) * normal_matrix(7, "V", rank, 6);
    must_certify(numbered("rank ", rank), row_norm(MultiTaskData::from_shared(X, Y), 0.1, Intercept::none));
  }
}

BOOST_AUTO_TEST_CASE(constant_columns_get_zero_rows) {
  arma::mat X = features(8, "X", 30, 12, Shape::well);
  X.col(2).fill(7.3);
  X.col(5).zeros();
  const MultiTaskData data = MultiTaskData::from_shared(X, normal_matrix(8, "Y", 30, 4));
  const Lasso21 problem = row_norm(data, 0.01);
  must_certify("constant", problem);
  const arma::mat W = solved(problem).coefficients.W;
  BOOST_TEST(arma::abs(W.row(2)).max() == 0.0);
  BOOST_TEST(arma::abs(W.row(5)).max() == 0.0);
}

BOOST_AUTO_TEST_CASE(at_lambda_max_every_coefficient_is_zero_and_below_it_one_is_not) {
  for (const Form& form : forms) {
    if (form.n == 1) continue;
    const MultiTaskData data = shared(9, form.n, form.d, form.T);
    BOOST_TEST_CONTEXT(form.name) {
      BOOST_TEST(arma::abs(solved(row_norm(data, 1.0)).coefficients.W).max() == 0.0);
      BOOST_TEST(arma::abs(solved(row_norm(data, 0.9999), 1e-12).coefficients.W).max() > 0.0);
    }
  }
}

BOOST_AUTO_TEST_CASE(extreme_scales_are_the_same_problem) {
  const arma::mat X = features(10, "X", 30, 40, Shape::well), Y = normal_matrix(10, "Y", 30, 5);
  const MultiTaskData plain = MultiTaskData::from_shared(X, Y);
  const Solution expected = solved(row_norm(plain, 0.1));
  for (const auto& [x, y] : {std::pair{0x1p498, 0x1p498}, {0x1p-498, 0x1p-498}, {0x1p300, 0x1p-300}, {0x1p20, 0x1p9}}) {
    const MultiTaskData data = MultiTaskData::from_shared(arma::mat(x * X), y * Y);
    const Solution found =
        solve_rescaled(row_norm(data, 0.1), StopRule{.gap = 1e-8}, zero_coefficients(data), RowNewton{});
    BOOST_CHECK(found.report.status == Status::optimal);
    BOOST_TEST(arma::abs(found.coefficients.W * x / y - expected.coefficients.W).max() == 0.0);
  }
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_the_number_of_threads) {
  for (const Form& form :
       {Form{"by samples", 60, 1500, 20}, Form{"by rows", 900, 700, 6}, Form{"one task", 50, 900, 1}}) {
    const MultiTaskData data = shared(11, form.n, form.d, form.T);
    const Lasso21 problem = row_norm(data, 0.05);
    arma::mat expected;
    for (const int threads : {1, 2, 4, 1}) {
      arma::mat W;
      with_threads(threads, [&] { W = solved(problem).coefficients.W; });
      if (expected.is_empty()) expected = W;
      BOOST_TEST_CONTEXT(form.name << " " << threads) BOOST_CHECK(arma::all(arma::vectorise(W == expected)));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_warm_start_at_the_solution_stops_at_once) {
  const MultiTaskData data = shared(12, 40, 200, 6);
  const Lasso21 problem = row_norm(data, 0.1);
  const Solution solution = solved(problem);
  const Solution again = RowNewton{}(problem, {.gap = 2e-8}, solution.coefficients);
  BOOST_TEST(again.report.iterations == 0);
  BOOST_CHECK(again.report.status == Status::optimal);
}

BOOST_AUTO_TEST_CASE(any_start_ends_at_the_optimum) {
  const MultiTaskData data = shared(13, 30, 80, 5);
  const Lasso21 problem = row_norm(data, 0.1);
  const double expected = solved(problem, 1e-10).report.certificate.primal;
  for (const double size : {1e-3, 1.0, 1e6}) {
    Coefficients start = zero_coefficients(data);
    start.W = size * normal_matrix(13, "start", 80, 5);
    const Solution found = RowNewton{}(problem, {.gap = 1e-10}, start);
    BOOST_CHECK(found.report.status == Status::optimal);
    BOOST_CHECK(agree(found.report.certificate.primal, expected, null_objective(problem)));
  }
}

BOOST_AUTO_TEST_CASE(limits_end_it_with_an_honest_status_and_certificate) {
  const MultiTaskData data = shared(14, 40, 300, 8);
  const Lasso21 problem = row_norm(data, 0.01);
  for (const int limit : {0, 1}) {
    const Solution cut = RowNewton{}(problem, {.gap = 1e-12, .max_iterations = limit}, zero_coefficients(data));
    BOOST_CHECK(cut.report.status == Status::iteration_limit);
    BOOST_TEST(cut.report.iterations <= limit);
    const Certificate again = certify(problem, cut.coefficients);
    BOOST_TEST(std::abs(again.relative_gap - cut.report.certificate.relative_gap) <= 1e-12);
  }
  StopRule interrupted{.gap = 1e-12};
  interrupted.on_progress = [](const Progress&) { return false; };
  BOOST_CHECK(RowNewton{}(problem, interrupted, zero_coefficients(data)).report.status == Status::interrupted);
}

BOOST_AUTO_TEST_CASE(an_engine_walks_a_path_to_the_solutions_of_single_fits) {
  for (const Form& form : {forms[1], forms[2], forms[4]}) {
    const MultiTaskData data = shared(15, form.n, form.d, form.T);
    row_newton::SharedEngine engine(data, data.loss_weights(Averaging::task_mean), true);
    for (const double share : {0.8, 0.4, 0.2, 0.1, 0.05, 0.2}) {
      const Elastic problem = elastic(data, share, 0.0);
      const Solution on_path = engine.solve(problem, {.gap = 1e-10}, nullptr);
      BOOST_TEST_CONTEXT(form.name << " " << share) {
        BOOST_CHECK(on_path.report.status == Status::optimal);
        BOOST_CHECK(agree(on_path.report.certificate.primal, solved(problem, 1e-10).report.certificate.primal,
                          null_objective(problem)));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(data_of_another_form_are_refused) {
  const MultiTaskData ragged = random_tasks(16, {.n = 10, .d = 4, .T = 3});
  BOOST_CHECK_THROW(solved(row_norm(ragged, 0.1)), InvalidInput);
  const MultiTaskData fine = shared(16, 10, 4, 3);
  BOOST_CHECK_THROW(solved(row_norm(fine, 0.1, Intercept::penalised)), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
