#include "lib/solver/task_cd.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/solver/ridge_newton.hpp"
#include "tests/support/machines.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

template <class P>
Solution solved(const P& problem, double gap = 1e-8) {
  return task_cd(problem, {.gap = gap, .max_iterations = 20000}, zero_coefficients(problem.data));
}

const auto by_coordinates = [](const auto& problem, const StopRule& rule, const Coefficients& start) {
  return task_cd(problem, rule, start);
};

template <class P>
void must_certify(const P& problem, const char* loss) {
  const Solution solution = solved(problem);
  BOOST_TEST_CONTEXT(loss << " factor " << problem.c.max()) must_be_certified(problem, solution);
}

// The best u of one sample by trying many.
template <class L>
double searched_step(const L& loss, double y, double c, double h, double v) {
  const Interval domain = loss.dual_interval(y);
  const double low = std::max(c * domain.low, -20.0), high = std::min(c * domain.high, 20.0);
  double best = arma::datum::inf, at = 0.0;
  for (int k = 0; k <= 400000; ++k) {
    const double u = low + (high - low) * k / 400000.0;
    const double value = c * loss.conjugate(y, u / c) - v * u + 0.5 * h * u * u;
    if (value < best) {
      best = value;
      at = u;
    }
  }
  return at;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(task_blocked_dual_coordinate_descent)

BOOST_AUTO_TEST_CASE(the_step_of_one_sample_is_exact_for_every_loss) {
  const RandomStream stream(1, "steps");
  for (std::uint64_t k = 0; k < 5; ++k) {
    const double y = k % 2 == 0 ? 1.0 : -1.0, c = 0.5 + stream.uniform(3 * k), h = 0.5 + stream.uniform(3 * k + 1);
    const double v = 2.0 * stream.normal(3 * k + 2);
    BOOST_TEST(std::abs(dual_step(Hinge{}, y, c, h, v) - searched_step(Hinge{}, y, c, h, v)) < 1e-3);
    BOOST_TEST(std::abs(dual_step(SquaredHinge{}, y, c, h, v) - searched_step(SquaredHinge{}, y, c, h, v)) < 1e-3);
    const EpsilonInsensitive tube{0.3};
    BOOST_TEST(std::abs(dual_step(tube, y, c, h, v) - searched_step(tube, y, c, h, v)) < 1e-3);
    BOOST_TEST(std::abs(dual_step(Squared{}, y, c, h, v) - searched_step(Squared{}, y, c, h, v)) < 1e-3);
  }
}

BOOST_AUTO_TEST_CASE(every_loss_is_certified_for_costs_from_1e_4_to_1e2) {
  for (const Shape shape : {Shape::well, Shape::ill, Shape::duplicates, Shape::sparse})
    for (const Intercept intercept : {Intercept::none, Intercept::penalised})
      for (const double C : {1e-4, 1.0, 100.0})
        for (const double mu : {0.1, 10.0}) {
          DataShape form{.n = 15, .d = 10, .T = 3, .shape = shape};
          const MultiTaskData data = random_tasks(2, form);
          form.labels = true;
          const MultiTaskData classes = random_tasks(2, form);
          must_certify(machine(classes, Hinge{}, C, mu, intercept), "hinge");
          must_certify(machine(classes, SquaredHinge{}, C, mu, intercept), "squared hinge");
          must_certify(machine(data, EpsilonInsensitive{}, C, mu, intercept), "epsilon insensitive");
          must_certify(machine(data, Squared{}, C, mu, intercept), "squared");
        }
}

BOOST_AUTO_TEST_CASE(more_free_samples_than_a_face_step_takes_are_certified) {
  const MultiTaskData data = random_tasks(3, {.n = 150, .d = 60, .T = 4, .shared = true, .labels = true});
  const auto problem = machine(data, SquaredHinge{}, 1.0, 0.5);
  const Solution solution = solved(problem, 1e-6);
  BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
}

BOOST_AUTO_TEST_CASE(a_graph_of_tasks_couples_them_as_its_laplacian_says) {
  // A chain of four tasks: no two pairs are coupled alike. Squared loss has a closed form.
  const arma::uword d = 3, T = 4;
  const MultiTaskData data = random_tasks(4, {.n = 10, .d = d, .T = T});
  arma::mat adjacency(T, T, arma::fill::zeros);
  for (arma::uword t = 0; t + 1 < T; ++t) adjacency(t, t + 1) = adjacency(t + 1, t) = 1.0;
  const QuadraticCoupling coupling = QuadraticCoupling::graph(adjacency, 2.0, 0.5);
  const Problem<Squared, QuadraticCoupling> problem{data, Squared{}, coupling, Intercept::none,
                                                    data.loss_weights(Averaging::sum)};
  arma::mat H = arma::kron(coupling.coupling(), arma::eye(d, d));
  arma::vec rhs(d * T);
  for (arma::uword t = 0; t < T; ++t) {
    const arma::mat X = data.design(t).dense();
    const arma::span block(t * d, (t + 1) * d - 1);
    H(block, block) += X.t() * X;
    rhs(block) = X.t() * data.targets_of(t);
  }
  const arma::mat expected = arma::reshape(arma::solve(H, rhs), d, T);
  BOOST_TEST(arma::abs(solved(problem, 1e-13).coefficients.W - expected).max() < 1e-6);
}

BOOST_AUTO_TEST_CASE(uncoupled_squared_hinge_agrees_with_newton_for_ridge) {
  const MultiTaskData data = random_tasks(5, {.n = 20, .d = 5, .T = 3, .labels = true});
  const Problem<SquaredHinge, QuadraticCoupling> dual{data, SquaredHinge{}, QuadraticCoupling(0.7 * arma::eye(3, 3)),
                                                      Intercept::none, data.loss_weights(Averaging::sum)};
  const Problem<SquaredHinge, Ridge> primal{data, SquaredHinge{}, Ridge{0.7}, Intercept::none, dual.c};
  const arma::mat newton = ridge_newton(primal, {.gap = 1e-12}, zero_coefficients(data)).coefficients.W;
  BOOST_TEST(arma::abs(solved(dual, 1e-12).coefficients.W - newton).max() < 1e-5);
}

BOOST_AUTO_TEST_CASE(sparse_features_give_what_dense_ones_give) {
  DataShape form{.n = 25, .d = 30, .T = 3, .shape = Shape::sparse, .labels = true};
  const MultiTaskData sparse = random_tasks(6, form);
  form.as_dense = true;
  const MultiTaskData dense = random_tasks(6, form);
  const arma::mat difference = solved(machine(sparse, SquaredHinge{}, 1.0, 0.5), 1e-12).coefficients.W -
                               solved(machine(dense, SquaredHinge{}, 1.0, 0.5), 1e-12).coefficients.W;
  BOOST_TEST(arma::abs(difference).max() < 1e-5);
}

BOOST_AUTO_TEST_CASE(samples_of_weight_0_are_left_out) {
  const MultiTaskData data = random_tasks(7, {.n = 12, .d = 4, .T = 1, .labels = true});
  arma::vec weights(12, arma::fill::ones);
  weights.tail(4).zeros();
  const MultiTaskData masked = data.with_weights(weights);
  const MultiTaskData dropped = data.subset({arma::regspace<arma::uvec>(0, 7)});
  const arma::mat difference = solved(machine(masked, SquaredHinge{}, 1.0, 1.0), 1e-12).coefficients.W -
                               solved(machine(dropped, SquaredHinge{}, 1.0, 1.0), 1e-12).coefficients.W;
  BOOST_TEST(arma::abs(difference).max() < 1e-5);
}

BOOST_AUTO_TEST_CASE(the_bits_do_not_depend_on_the_number_of_threads) {
  must_not_depend_on_threads(by_coordinates, 10, 0.01, 1e-5);
}

BOOST_AUTO_TEST_CASE(it_stops_at_an_optimum_and_at_the_limit) { must_keep_to_its_rule(by_coordinates); }

BOOST_AUTO_TEST_CASE(an_unpenalised_intercept_is_refused) {
  const MultiTaskData data = random_tasks(11, {.labels = true});
  BOOST_CHECK_THROW(solved(machine(data, Hinge{}, 1.0, 1.0, Intercept::free)), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
