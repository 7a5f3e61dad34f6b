#include "lib/solver/rescaled.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/lambda_max.hpp"
#include "lib/loss/names.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/solver/fista.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

MultiTaskData multiplied(const MultiTaskData& data, double x, double y) {
  const arma::vec factors(data.n_features(), arma::fill::value(x));
  return data.map_designs([&](const Design& X) { return X.scale_columns(factors); }).with_targets(y * data.targets());
}

template <class L>
Problem<L, RowGroupLasso> posed(const MultiTaskData& data, L loss, double lambda) {
  return {data, loss, {lambda}, Intercept::free, data.loss_weights(Averaging::task_mean)};
}

template <class L>
Solution solved(const Problem<L, RowGroupLasso>& problem) {
  return solve_rescaled(problem, {.gap = 1e-8}, zero_coefficients(problem.data), Fista{});
}

bool same_bits(const arma::mat& a, const arma::mat& b) { return arma::approx_equal(a, b, "absdiff", 0.0); }

DataScale scale_of(double feature, double target, bool scale_targets = true) {
  return data_scale(MultiTaskData::from_tasks({{.X = arma::mat{{0.0, -feature}}, .y = {target}}}), scale_targets);
}

const MultiTaskData& plain_data() {
  static const MultiTaskData data = random_tasks(5, {.n = 20, .d = 6, .T = 3});
  return data;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rescaled)

BOOST_AUTO_TEST_CASE(scales_are_powers_of_two_that_leave_ordinary_data_alone) {
  BOOST_CHECK(scale_of(3.0, -5.0).ordinary());
  BOOST_CHECK(scale_of(0.0, 0.0).ordinary());
  BOOST_CHECK(scale_of(0x1p100, 0x1p-100).ordinary());
  BOOST_CHECK_EQUAL(scale_of(0x1.8p101, 1.0).x, 0x1p-101);
  BOOST_CHECK_EQUAL(scale_of(1.0, -0x1.8p-300).y, 0x1p300);
  BOOST_CHECK_EQUAL(scale_of(1.0, 0x1p300, false).y, 1.0);
  BOOST_CHECK_EQUAL(
      data_scale(MultiTaskData::from_tasks({{.X = arma::sp_mat(arma::mat{{0, -0x1p200}}), .y = {1}}}), true).x,
      0x1p-200);
}

BOOST_AUTO_TEST_CASE(adv_D8_the_scale_of_denormal_numbers_and_its_reciprocal_are_normal) {
  BOOST_CHECK_EQUAL(scale_of(5e-324, 1.0).x, 0x1p1000);
  BOOST_CHECK_EQUAL(scale_of(1.0, 5e-324).y, 0x1p1000);
}

BOOST_AUTO_TEST_CASE(ordinary_data_reach_the_solver_untouched) {
  const auto problem = posed(plain_data(), Squared{}, 0.1);
  const MultiTaskData* seen = nullptr;
  const auto watcher = [&](const auto& given, const StopRule& rule, Coefficients start) {
    seen = &given.data;
    return fista(given, rule, std::move(start));
  };
  const Solution solution = solve_rescaled(problem, {}, zero_coefficients(plain_data()), watcher);
  BOOST_CHECK(seen == &plain_data());
  BOOST_CHECK(same_bits(solution.coefficients.W, fista(problem, {}, zero_coefficients(plain_data())).coefficients.W));
}

BOOST_AUTO_TEST_CASE(powers_of_two_change_no_bit_of_the_solution_but_its_exponents) {
  const auto base = posed(plain_data(), Squared{}, 0.1);
  const Solution plain = solved(base);
  for (const auto& [a, b] : std::vector<std::pair<int, int>>{{300, 0}, {0, -250}, {400, 400}, {-200, 300}}) {
    const double x = std::ldexp(1.0, a), y = std::ldexp(1.0, b);
    const MultiTaskData data = multiplied(plain_data(), x, y);
    const Solution solution = solved(posed(data, Squared{}, 0.1 * x * y));
    BOOST_CHECK_EQUAL(to_string(solution.report.status), "optimal");
    BOOST_CHECK_MESSAGE(same_bits(solution.coefficients.W * (x / y), plain.coefficients.W), "2^" << a << " 2^" << b);
    BOOST_CHECK(same_bits(solution.coefficients.b / y, plain.coefficients.b));
    BOOST_CHECK_CLOSE(solution.report.certificate.relative_gap, plain.report.certificate.relative_gap, 1e-3);
  }
}

BOOST_AUTO_TEST_CASE(adv_D12_features_and_targets_of_1e150_and_1e_minus_150_are_certified) {
  for (const double x : {1e150, 1e-150})
    for (const double y : {1e150, 1e-150}) {
      const MultiTaskData data = multiplied(plain_data(), x, y);
      for (const double share : {0.5, 0.01}) {
        auto squared = posed(data, Squared{}, 1.0);
        squared.penalty.lambda = share * lambda_max(squared);
        const Solution solution = solved(squared);
        BOOST_CHECK_EQUAL(to_string(solution.report.status), "optimal");
        BOOST_CHECK_LE(
            certify(squared, solution.coefficients, null_objective(squared), &solution.report.certificate.dual_point)
                .proved_relative_gap(),
            1e-8);
      }
      auto huber = posed(data, Huber{0.7 * y}, 1.0);
      huber.penalty.lambda = 0.1 * lambda_max(huber);
      BOOST_CHECK_EQUAL(to_string(solved(huber).report.status), "optimal");
    }
}

BOOST_AUTO_TEST_CASE(classes_have_no_scale_but_their_features_have) {
  const MultiTaskData classes = random_tasks(6, {.n = 20, .d = 6, .T = 3, .labels = true});
  const double x = 0x1p400;
  const MultiTaskData data = multiplied(classes, x, 1.0);
  const Solution plain = solved(posed(classes, Logistic{}, 0.02)), solution = solved(posed(data, Logistic{}, 0.02 * x));
  BOOST_CHECK_EQUAL(to_string(solution.report.status), "optimal");
  BOOST_CHECK(same_bits(solution.coefficients.W * x, plain.coefficients.W));
}

BOOST_AUTO_TEST_CASE(a_warm_start_in_the_units_of_the_data_stops_at_once) {
  const MultiTaskData data = multiplied(plain_data(), 0x1p300, 0x1p-200);
  const auto problem = posed(data, Squared{}, 0.1 * 0x1p100);
  const Solution first = solved(problem);
  const Solution again = solve_rescaled(problem, {.gap = 1.001e-8}, first.coefficients, Fista{});
  BOOST_CHECK_EQUAL(again.report.iterations, 0);
  BOOST_CHECK(same_bits(again.coefficients.W, first.coefficients.W));
}

BOOST_AUTO_TEST_CASE(adv_D13_an_objective_that_overflows_is_refused) {
  const MultiTaskData data = multiplied(plain_data(), 1.0, 1e200);
  BOOST_CHECK_THROW(solved(posed(data, Squared{}, 1e200)), InvalidData);
}

BOOST_AUTO_TEST_CASE(the_status_is_what_the_certificate_of_the_original_problem_proves) {
  // Squares of these targets are denormal numbers: the objective has only a few bits.
  const MultiTaskData data = multiplied(plain_data(), 1.0, 1e-160);
  const Solution solution = solved(posed(data, Squared{}, 1e-161));
  BOOST_CHECK(solution.report.status != Status::optimal);
  BOOST_CHECK_GT(solution.report.certificate.proved_relative_gap(), 1e-8);
}

BOOST_AUTO_TEST_SUITE_END()
