#include "lib/solver/row_newton/curved_tasks.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/lambda_max.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/solver/fista.hpp"
#include "lib/solver/row_bcd.hpp"
#include "lib/solver/row_newton/ragged_hessian.hpp"
#include "lib/solver/row_newton/ragged_newton.hpp"
#include "lib/solver/row_newton/row_hybrid.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using Rows = Ridged<RowGroupLasso>;

template <class L>
Problem<L, Rows> posed(const MultiTaskData& data, const L& loss, double share, Intercept intercept = Intercept::free,
                       double mu = 0.0, const arma::vec& weights = {}) {
  Problem<L, Rows> problem{data, loss, Rows(RowGroupLasso{1.0, weights}, mu), intercept,
                           data.loss_weights(Averaging::task_mean)};
  problem.penalty = Rows(RowGroupLasso{share * lambda_max(problem), weights}, mu);
  return problem;
}

// Newton's method, descent row by row and both reach one objective, which is certified anew.
template <class L>
void must_agree(const Problem<L, Rows>& problem, const std::string& what, double gap = 1e-11) {
  const Coefficients zero = zero_coefficients(problem.data);
  const StopRule rule{.gap = gap};
  const Solution newton = ragged_newton(problem, rule, zero), sweeps = row_bcd(problem, rule, zero);
  const Solution hybrid = row_hybrid(problem, rule, zero);
  BOOST_TEST_CONTEXT(std::string(L::name) << " " << what) {
    const double scale = null_objective(problem);
    for (const Solution& solution : {newton, hybrid}) {
      BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
      const Certificate again = certify(problem, solution.coefficients, scale, &solution.report.certificate.dual_point);
      BOOST_TEST(again.proved_relative_gap() <= gap);
      BOOST_TEST(std::abs(again.primal - sweeps.report.certificate.primal) <= 1e-10 * scale);
    }
  }
}

MultiTaskData counts(std::uint64_t seed, DataShape shape) {
  shape.counts = true;
  return random_tasks(seed, shape);
}

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

BOOST_AUTO_TEST_CASE(what_is_stored_does_not_matter) {
  const MultiTaskData data = random_tasks(5, {.n = 14, .d = 90, .T = 5, .labels = true});
  const auto problem = at_share(data, 0.05);
  const Solution all = solved(problem, 1e-9);
  for (const double stored : {0.0, 3000.0}) {
    const Solution one = ragged_newton(problem, {.gap = 1e-9}, zero_coefficients(data), {.stored = stored});
    BOOST_TEST(arma::approx_equal(one.coefficients.W, all.coefficients.W, "absdiff", 0.0));
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

BOOST_AUTO_TEST_CASE(huber_and_poisson_losses_agree_with_row_bcd_on_every_form_of_data) {
  for (const Shape shape : {Shape::well, Shape::duplicates, Shape::sparse})
    for (const bool shared : {false, true})
      for (const Intercept intercept : {Intercept::none, Intercept::free})
        for (const double share : {0.5, 0.05, 1e-4}) {
          const DataShape form{.n = 15, .d = 30, .T = 3, .shape = shape, .shared = shared};
          const std::string what = numbered("shape ", static_cast<arma::uword>(shape))
                                       .append(shared ? " shared " : " ragged ")
                                       .append(intercept == Intercept::free ? "free " : "none ")
                                       .append(std::to_string(share));
          const double gap = share < 1e-3 ? 1e-10 : 1e-11;
          must_agree(posed(random_tasks(10, form), Huber{0.5}, share, intercept), what, gap);
          must_agree(posed(counts(10, form), Poisson{}, share, intercept), what, gap);
        }
}

BOOST_AUTO_TEST_CASE(huber_and_poisson_losses_agree_with_row_bcd_with_weights_gaps_and_a_ridge) {
  const arma::mat X = normal_matrix(11, "X", 20, 12);
  arma::mat Y = arma::floor(3.0 * arma::abs(normal_matrix(11, "Y", 20, 3)));
  Y(3, 1) = arma::datum::nan;
  Y(7, 0) = arma::datum::nan;
  const MultiTaskData gaps = MultiTaskData::from_shared(X, Y);
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < 3; ++t) {
    arma::vec weights = arma::abs(arma::vec(normal_matrix(11, numbered("v", t), 20, 1)));
    weights[t] = 0.0;
    tasks.push_back({.X = X,
                     .y = t == 1 ? arma::vec(Y.col(2)) : arma::vec(Y.col(t)).replace(arma::datum::nan, 2.0),
                     .weights = weights});
  }
  const MultiTaskData weighted = MultiTaskData::from_tasks(std::move(tasks));
  const arma::vec strengths = arma::linspace(0.5, 2.0, 12);
  for (const MultiTaskData& data : {gaps, weighted})
    for (const double mu : {0.0, 0.1})
      for (const double share : {0.3, 0.01}) {
        must_agree(posed(data, Huber{0.3}, share, Intercept::free, mu, strengths), std::to_string(mu));
        must_agree(posed(data, Poisson{}, share, Intercept::free, mu, strengths), std::to_string(mu));
      }
}

BOOST_AUTO_TEST_CASE(one_sample_and_one_task_are_certified_for_huber_and_poisson_losses) {
  for (const DataShape& form : {DataShape{.n = 1, .d = 6, .T = 3, .shared = true}, DataShape{.n = 20, .d = 30, .T = 1}})
    for (const Intercept intercept : {Intercept::none, Intercept::free})
      for (const double share : {0.3, 1e-3}) {
        if (form.n == 1 && intercept == Intercept::free) continue;
        must_agree(posed(random_tasks(12, form), Huber{0.5}, share, intercept), numbered("n ", form.n));
        must_agree(posed(counts(12, form), Poisson{}, share, intercept), numbered("n ", form.n));
      }
}

BOOST_AUTO_TEST_CASE(a_huber_loss_without_curvature_nearly_everywhere_is_left_to_sweeps_in_time) {
  for (const double delta : {1e-2, 1e-4})
    for (const Intercept intercept : {Intercept::none, Intercept::free})
      for (const double share : {0.5, 0.1}) {
        const MultiTaskData data = random_tasks(13, {.n = 25, .d = 8, .T = 3});
        const auto problem = posed(data, Huber{delta}, share, intercept);
        const StopRule rule{.gap = 1e-8};
        const Solution hybrid = row_hybrid(problem, rule, zero_coefficients(data));
        const Solution sweeps = row_bcd(problem, rule, zero_coefficients(data));
        const double scale = null_objective(problem);
        BOOST_TEST_CONTEXT("delta " << delta << " share " << share) {
          BOOST_TEST(to_string(hybrid.report.status) == to_string(Status::optimal));
          BOOST_TEST(std::abs(hybrid.report.certificate.primal - sweeps.report.certificate.primal) <= 1e-8 * scale);
          BOOST_TEST(hybrid.report.iterations <= 2 * sweeps.report.iterations + 500);
        }
        const Solution newton = ragged_newton(problem, rule, zero_coefficients(data));
        BOOST_TEST(newton.report.certificate.primal <= scale);
      }
}

BOOST_AUTO_TEST_CASE(counts_of_zero_and_of_a_million_agree_with_row_bcd) {
  for (const double size : {1.0, 1e6}) {
    const arma::mat X = normal_matrix(14, "X", 30, 10);
    arma::mat Y = arma::floor(size * arma::exp(0.5 * X.cols(0, 2)));
    Y.col(0) %= arma::conv_to<arma::vec>::from(X.col(5) > 0.0);
    const MultiTaskData data = MultiTaskData::from_shared(X, Y);
    for (const Intercept intercept : {Intercept::none, Intercept::free})
      for (const double share : {0.5, 0.01})
        must_agree(posed(data, Poisson{}, share, intercept), std::to_string(size), 1e-10);
  }
}

BOOST_AUTO_TEST_CASE(a_task_without_counts_is_certified) {
  const arma::mat X = normal_matrix(15, "X", 12, 6);
  arma::mat Y = arma::floor(arma::exp(0.5 * X.cols(0, 2)));
  Y.col(1).zeros();
  const MultiTaskData data = MultiTaskData::from_shared(X, Y);
  for (const double share : {0.5, 0.1}) must_agree(posed(data, Poisson{}, share), std::to_string(share), 1e-10);
}

BOOST_AUTO_TEST_CASE(huber_and_poisson_bits_do_not_depend_on_the_number_of_threads) {
  const DataShape form{.n = 12, .d = 300, .T = 9};
  const MultiTaskData real = random_tasks(16, form), counted = counts(16, form);
  const auto huber = posed(real, Huber{0.5}, 0.01);
  const auto poisson = posed(counted, Poisson{}, 0.01);
  arma::mat reference;
  for (const int threads : {1, 2, 4}) {
    Coefficients one, other;
    with_threads(threads, [&] {
      one = ragged_newton(huber, {.gap = 1e-8}, zero_coefficients(huber.data)).coefficients;
      other = row_hybrid(poisson, {.gap = 1e-8}, zero_coefficients(poisson.data)).coefficients;
    });
    const arma::mat both = arma::join_rows(one.W, other.W);
    if (reference.is_empty()) reference = both;
    BOOST_TEST(arma::approx_equal(both, reference, "absdiff", 0.0));
  }
}

BOOST_AUTO_TEST_SUITE_END()
