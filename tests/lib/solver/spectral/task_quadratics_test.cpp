// The quadratics behind the spectral engine: all of them are the same function of W.
#include "lib/solver/spectral/task_quadratics.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>

#include "lib/base/error.hpp"
#include "lib/fit/intercept.hpp"
#include "lib/solver/spectral/factored_quadratics.hpp"
#include "lib/solver/spectral/lane_quadratics.hpp"
#include "lib/solver/spectral/shared_quadratics.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::spectral;
using namespace starling::testing;

namespace {

// sum_t c (y - X w - b)^2 / 2 + mu |W|^2 / 2 at the best b.
double objective(const QuadraticSource& source, const arma::mat& W) {
  const MultiTaskData& data = source.data;
  arma::vec r = data.targets() - data.forward(W, {});
  for (arma::uword t = 0; source.centred && t < data.n_tasks(); ++t) {
    const Rows rows = data.rows_of(t);
    const arma::vec c = source.c.subvec(rows.begin, rows.end - 1);
    r.subvec(rows.begin, rows.end - 1) -= arma::dot(c, r.subvec(rows.begin, rows.end - 1)) / arma::accu(c);
  }
  return 0.5 * arma::dot(source.c, arma::square(r)) + 0.5 * source.mu * arma::accu(arma::square(W));
}

// Values, gradients and proximal points against the objective, in the units of `rounding`.
void is_the_squared_loss(TaskQuadratics& tasks, const QuadraticSource& source, double rounding) {
  const arma::mat start = normal_matrix(1, "W", source.data.n_features(), source.data.n_tasks());
  const arma::mat V = tasks.iterate(start), W = tasks.coefficients(V);
  const double value = objective(source, W), scale = std::abs(value) + 1.0;
  arma::mat G, P;
  tasks.gradient(V, G);
  BOOST_CHECK_SMALL(tasks.loss(V, G) - value, rounding * scale);
  BOOST_CHECK_SMALL(tasks.loss(V) - value, rounding * scale);
  BOOST_CHECK_SMALL(tasks.loss(arma::zeros(arma::size(V))) - objective(source, 0.0 * W), rounding * scale);
  BOOST_CHECK_SMALL(tasks.bend(V) - arma::dot(V, G + tasks.linear()), 10.0 * rounding * scale);
  // A central difference of a quadratic is exact.
  const arma::mat D = tasks.iterate(normal_matrix(2, "D", W.n_rows, W.n_cols));
  const double slope =
      0.5 * (objective(source, tasks.coefficients(V + D)) - objective(source, tasks.coefficients(V - D)));
  BOOST_CHECK_SMALL(arma::dot(G, D) - slope, 10.0 * rounding * scale);
  constexpr double rho = 0.4;
  tasks.factor(rho);
  tasks.proximal_point(V, P);
  tasks.gradient(P, G);
  BOOST_CHECK_SMALL(arma::abs(G + rho * (P - V)).max(), 10.0 * rounding * arma::abs(V).max());
}

void all_of(const MultiTaskData& data, double rounding_of_floats) {
  for (const bool centred : {true, false})
    for (const double mu : {0.0, 0.3}) {
      const arma::vec c = data.loss_weights(Averaging::task_mean);
      const QuadraticSource source{data, c, centred, mu};
      const arma::uvec features = varying_features(source);
      if (features.n_elem <= 64) {
        LaneQuadratics lanes(source, features);
        is_the_squared_loss(lanes, source, 1e-11);
      }
      FactoredQuadratics<double> factored(source, features, std::make_shared<CentredTasks<double>>(source, features));
      is_the_squared_loss(factored, source, 1e-11);
      BOOST_CHECK(!factored.is_rough());
      FactoredQuadratics<float> rough(source, features, std::make_shared<CentredTasks<float>>(source, features));
      is_the_squared_loss(rough, source, rounding_of_floats);
      BOOST_CHECK(rough.is_rough());
      if (SharedQuadratics::suits(data, c)) {
        SharedQuadratics shared(source, features);
        is_the_squared_loss(shared, source, 1e-10);
      }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(task_quadratics)

BOOST_AUTO_TEST_CASE(every_kind_is_the_squared_loss_at_the_best_intercept) {
  all_of(random_tasks(1, {.n = 20, .d = 8, .T = 11}), 1e-4);
  all_of(random_tasks(2, {.n = 6, .d = 30, .T = 3}), 1e-4);
  all_of(random_tasks(3, {.n = 60, .d = 80, .T = 3}), 1e-4);
  all_of(random_tasks(4, {.n = 25, .d = 8, .T = 5, .shape = Shape::sparse}), 1e-4);
  all_of(random_tasks(5, {.n = 25, .d = 8, .T = 5, .shared = true}), 1e-4);
  all_of(random_tasks(6, {.n = 9, .d = 20, .T = 5, .shared = true}), 1e-4);
}

BOOST_AUTO_TEST_CASE(samples_without_weight_do_not_count) {
  const MultiTaskData data = random_tasks(7, {.n = 20, .d = 5, .T = 3});
  arma::vec weights = data.weights();
  for (arma::uword i = 0; i < weights.n_elem; i += 3) weights[i] = 0.0;
  all_of(data.with_weights(weights), 1e-4);
}

BOOST_AUTO_TEST_CASE(features_that_are_constant_in_every_task_are_left_out_where_there_is_an_intercept) {
  arma::mat X = normal_matrix(8, "X", 12, 4);
  X.col(1).fill(3.0);
  X.col(2).zeros();
  const MultiTaskData dense = MultiTaskData::from_shared(X, normal_matrix(8, "Y", 12, 2));
  const MultiTaskData sparse = dense.map_designs([](const Design& design) { return arma::sp_mat(design.dense()); });
  for (const MultiTaskData& data : {dense, sparse}) {
    const arma::vec c = data.loss_weights(Averaging::sum);
    BOOST_CHECK(arma::all(varying_features({data, c, true, 0.0}) == arma::uvec{0, 3}));
    BOOST_CHECK(arma::all(varying_features({data, c, false, 0.0}) == arma::uvec{0, 1, 3}));
  }
}

BOOST_AUTO_TEST_CASE(data_of_another_kind_are_refused) {
  const MultiTaskData data = random_tasks(9, {.n = 20, .d = 70, .T = 3});
  const arma::vec c = data.loss_weights(Averaging::sum);
  const QuadraticSource source{data, c, true, 0.0};
  BOOST_CHECK_THROW(LaneQuadratics(source, varying_features(source)), InvalidInput);
  BOOST_CHECK_THROW(SharedQuadratics(source, varying_features(source)), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
