#include "lib/solver/row_newton/curved_tasks.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/lambda_max.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/solver/fista.hpp"
#include "lib/solver/row_bcd.hpp"
#include "lib/solver/row_newton/ragged_hessian.hpp"
#include "lib/solver/row_newton/ragged_newton.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using Rows = Ridged<RowGroupLasso>;

Problem<Logistic, Rows> at_share(const MultiTaskData& data, double share, Intercept intercept = Intercept::free,
                                 double mu = 0.0) {
  Problem<Logistic, Rows> problem{
      data, {}, Rows(RowGroupLasso{1.0}, mu), intercept, data.loss_weights(Averaging::task_mean)};
  problem.penalty = Rows(RowGroupLasso{share * lambda_max(problem)}, mu);
  return problem;
}

Solution solved(const Problem<Logistic, Rows>& problem, double gap = 1e-8) {
  return ragged_newton(problem, {.gap = gap}, zero_coefficients(problem.data));
}

void must_certify(const Problem<Logistic, Rows>& problem, const std::string& what) {
  const Solution solution = solved(problem);
  BOOST_TEST_CONTEXT(what) {
    BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
    const Certificate again =
        certify(problem, solution.coefficients, null_objective(problem), &solution.report.certificate.dual_point);
    BOOST_TEST(again.proved_relative_gap() <= 1e-8);
  }
}

// Tasks of every unpleasant kind: one sample, one class, weights and a weight of zero.
MultiTaskData odd_tasks(std::uint64_t seed) {
  std::vector<Task> tasks;
  const arma::uword sizes[] = {1, 2, 7, 30, 5};
  for (arma::uword t = 0; t < 5; ++t) {
    const arma::mat X = features(seed, numbered("X", t), sizes[t], 9, Shape::well);
    arma::vec y = X.col(0) + 0.3 * normal_matrix(seed, numbered("e", t), sizes[t], 1);
    y.transform([&](double value) { return t == 4 || value > 0.5 ? 1.0 : -1.0; });
    arma::vec weights = arma::abs(arma::vec(normal_matrix(seed, numbered("v", t), sizes[t], 1)));
    if (sizes[t] > 2) weights[1] = 0.0;
    tasks.push_back({.X = X, .y = y, .weights = weights});
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

const std::vector<double> shares = {0.9, 0.1, 1e-3};

}  // namespace

BOOST_AUTO_TEST_SUITE(newton_on_row_scales_of_tasks_with_curved_losses)

BOOST_AUTO_TEST_CASE(every_form_of_data_is_certified) {
  for (const Shape shape : {Shape::well, Shape::ill, Shape::duplicates, Shape::sparse})
    for (const bool shared : {false, true})
      for (const Intercept intercept : {Intercept::none, Intercept::free})
        for (const arma::uword d : {10, 30}) {
          const MultiTaskData data =
              random_tasks(1, {.n = 15, .d = d, .T = 3, .shape = shape, .shared = shared, .labels = true});
          for (const double share : shares)
            must_certify(at_share(data, share, intercept), numbered("shape ", static_cast<arma::uword>(shape))
                                                               .append(shared ? " shared " : " ragged ")
                                                               .append(std::to_string(share)));
        }
}

BOOST_AUTO_TEST_CASE(tasks_of_one_sample_or_one_class_and_with_weights_are_certified) {
  for (const Intercept intercept : {Intercept::none, Intercept::free})
    for (const double share : shares) must_certify(at_share(odd_tasks(2), share, intercept), std::to_string(share));
}

BOOST_AUTO_TEST_CASE(a_missing_label_is_a_dropped_row) {
  const arma::mat X = normal_matrix(3, "X", 20, 6);
  arma::mat Y = arma::sign(normal_matrix(3, "Y", 20, 2) + X.cols(0, 1));
  Y(3, 1) = arma::datum::nan;
  arma::uvec kept = arma::regspace<arma::uvec>(0, 19);
  kept.shed_row(3);
  const MultiTaskData masked = MultiTaskData::from_shared(X, Y);
  const MultiTaskData dropped = MultiTaskData::from_tasks(
      {{.X = X, .y = Y.col(0)}, {.X = arma::mat(X.rows(kept)), .y = arma::vec(arma::vec(Y.col(1)).elem(kept))}});
  const arma::mat one = solved(at_share(masked, 0.1), 1e-12).coefficients.W;
  BOOST_TEST(arma::abs(one - solved(at_share(dropped, 0.1), 1e-12).coefficients.W).max() < 1e-5);
}

BOOST_AUTO_TEST_CASE(the_optimum_is_that_of_row_bcd_and_fista) {
  for (const double mu : {0.0, 0.05})
    for (const Intercept intercept : {Intercept::none, Intercept::free}) {
      const MultiTaskData data = random_tasks(4, {.n = 25, .d = 40, .T = 4, .labels = true});
      const auto problem = at_share(data, 0.1, intercept, mu);
      const StopRule rule{.gap = 1e-11};
      const double mine = solved(problem, 1e-11).report.certificate.primal;
      const double bcd = row_bcd(problem, rule, zero_coefficients(data)).report.certificate.primal;
      const double other = fista(problem, rule, zero_coefficients(data)).report.certificate.primal;
      BOOST_TEST(std::abs(mine - bcd) <= 1e-10 * bcd);
      BOOST_TEST(std::abs(mine - other) <= 1e-10 * other);
    }
}

BOOST_AUTO_TEST_CASE(what_is_stored_matters_to_rounding_alone) {
  const MultiTaskData data = random_tasks(5, {.n = 14, .d = 90, .T = 5, .labels = true});
  const auto problem = at_share(data, 0.05);
  const Solution all = solved(problem, 1e-12);
  for (const double stored : {0.0, 3000.0}) {
    const Solution one = ragged_newton(problem, {.gap = 1e-12}, zero_coefficients(data), {.stored = stored});
    BOOST_TEST(one.report.iterations == all.report.iterations);
    BOOST_TEST(std::abs(one.report.certificate.primal - all.report.certificate.primal) <= 1e-13);
    BOOST_TEST(arma::approx_equal(one.coefficients.W, all.coefficients.W, "absdiff", 1e-9));
  }
}

BOOST_AUTO_TEST_CASE(the_hessian_is_the_derivative_of_the_gradient) {
  // Six to eleven samples beside four and eight active rows: systems in samples and in rows.
  const MultiTaskData data = random_tasks(6, {.n = 6, .d = 12, .T = 6, .labels = true});
  const arma::vec c = data.loss_weights(Averaging::task_mean);
  CurvedTasks<Logistic> tasks(Logistic{}, data, c, true);
  const arma::uvec all = arma::regspace<arma::uvec>(0, 11);
  tasks.take(all);
  for (const double mu : {0.0, 0.3})
    for (const arma::uword active : {4, 8}) {
      tasks.set_strengths({arma::vec(12, arma::fill::value(0.05)), mu});
      const auto at = [&](const arma::vec& tau) {
        RowPoint point;
        point.tau = tau;
        tasks.prepare(point, arma::vec(data.size(), arma::fill::zeros), arma::vec(data.size(), arma::fill::zeros), 1.0);
        tasks.evaluate(0.0, point, point);
        return point;
      };
      arma::vec tau(12, arma::fill::zeros);
      tau.head(active) = 1.0 + arma::abs(normal_matrix(6, "tau", active, 1));
      const RowPoint here = at(tau);
      const arma::mat H = row_hessian<double>(tasks, here, all);
      constexpr double h = 1e-6;
      for (arma::uword j = 0; j < 12; ++j) {
        arma::vec moved = tau;
        moved[j] += h;
        const RowPoint there = at(moved);
        const arma::vec slope = 0.5 * (arma::square(here.norms) - arma::square(there.norms)) / h;
        BOOST_TEST(arma::abs(slope - H.col(j)).max() < 1e-4 * arma::abs(H).max());
        const double fall = 0.5 * (0.05 * 0.05 - here.norms[j] * here.norms[j]);
        BOOST_TEST(std::abs((there.phi - here.phi) / h - fall) < 1e-4 * arma::square(here.norms).max());
      }
    }
}

BOOST_AUTO_TEST_CASE(the_bits_do_not_depend_on_the_number_of_threads) {
  const MultiTaskData data = random_tasks(7, {.n = 12, .d = 700, .T = 9, .labels = true});
  const auto problem = at_share(data, 0.01);
  arma::mat reference;
  for (const int threads : {1, 2, 4, 1}) {
    Solution solution;
    with_threads(threads, [&] { solution = solved(problem); });
    if (reference.is_empty()) reference = solution.coefficients.W;
    BOOST_TEST(arma::approx_equal(solution.coefficients.W, reference, "absdiff", 0.0));
  }
}

BOOST_AUTO_TEST_CASE(a_start_at_the_optimum_stops_at_once_and_a_far_one_does_not_mislead) {
  const MultiTaskData data = random_tasks(8, {.n = 12, .d = 30, .T = 3, .labels = true});
  const auto problem = at_share(data, 1e-3);
  const Solution first = solved(problem);
  BOOST_TEST(ragged_newton(problem, {.gap = 1e-8}, first.coefficients).report.iterations == 0);
  const Solution far = ragged_newton(problem, {.gap = 1e-8}, {30.0 * normal_matrix(8, "start", 30, 3), {5, 5, 5}});
  BOOST_TEST(to_string(far.report.status) == to_string(Status::optimal));
}

BOOST_AUTO_TEST_CASE(one_iteration_is_reported_as_the_limit_it_is) {
  const MultiTaskData data = random_tasks(9, {.labels = true});
  const auto problem = at_share(data, 0.01);
  const Solution solution = ragged_newton(problem, {.gap = 1e-10, .max_iterations = 1}, zero_coefficients(data));
  BOOST_TEST(to_string(solution.report.status) == to_string(Status::iteration_limit));
  BOOST_TEST(solution.report.iterations == 1);
}

BOOST_AUTO_TEST_SUITE_END()
