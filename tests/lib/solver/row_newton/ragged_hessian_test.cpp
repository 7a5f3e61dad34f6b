#include "lib/solver/row_newton/ragged_hessian.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/solver/row_newton/ragged_tasks.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

// A point of twelve rows, half of them active, on tasks of 7 to 12 samples.
struct Place {
  MultiTaskData data = random_tasks(1, {.n = 7, .d = 12, .T = 6});
  arma::vec c = data.loss_weights(Averaging::task_mean);
  SquaredTasks tasks;
  RowPoint point;

  Place(double row_side_up_to, double mu, double stored = 1e9)
      : tasks(data, c, true, {.row_side_up_to = row_side_up_to, .stored = stored}) {
    tasks.take(arma::regspace<arma::uvec>(0, 11));
    tasks.set_strengths({arma::vec(12, arma::fill::value(0.2)), mu});
    point.tau = arma::abs(normal_matrix(2, "tau", 12, 1));
    for (arma::uword j = 0; j < 12; j += 2) point.tau[j] = 0.0;
    tasks.evaluate(0.0, point, point);
  }
  // Gradient of phi by tau.
  arma::vec slope(const arma::vec& tau) {
    RowPoint at;
    at.tau = tau;
    tasks.evaluate(0.0, at, at);
    return 0.5 * (arma::square(tasks.strengths().lambda) - arma::square(at.norms));
  }
};

const arma::uvec all = arma::regspace<arma::uvec>(0, 11);

double distance(const arma::mat& A, const arma::mat& B) { return arma::abs(A - B).max() / arma::abs(A).max(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(the_hessian_of_the_row_scales)

BOOST_AUTO_TEST_CASE(it_is_the_derivative_of_the_gradient_and_that_of_phi) {
  for (const double mu : {0.0, 0.7})
    for (const double row_side_up_to : {0.0, 1.25, 1e9}) {
      Place place(row_side_up_to, mu);
      const arma::mat H = row_hessian<double>(place.tasks, place.point, all);
      constexpr double h = 1e-6;
      for (arma::uword j = 0; j < 12; ++j) {
        arma::vec up = place.point.tau;
        up[j] += h;
        const arma::vec before = place.slope(place.point.tau), after = place.slope(up);
        BOOST_TEST(arma::abs((after - before) / h - H.col(j)).max() < 1e-4 * arma::abs(H).max());
        RowPoint moved;
        moved.tau = up;
        place.tasks.evaluate(0.0, moved, moved);
        BOOST_TEST(std::abs((moved.phi - place.point.phi) / h - before[j]) < 1e-4 * arma::abs(before).max());
      }
    }
}

BOOST_AUTO_TEST_CASE(the_side_that_is_factored_and_what_is_stored_do_not_matter) {
  for (const double mu : {0.0, 0.7}) {
    Place reference(0.0, mu);
    const arma::mat H = row_hessian<double>(reference.tasks, reference.point, all);
    for (const double row_side_up_to : {0.0, 1.25, 1e9})
      for (const double stored : {0.0, 300.0, 1e9}) {
        Place place(row_side_up_to, mu, stored);
        BOOST_TEST(distance(H, row_hessian<double>(place.tasks, place.point, all)) < 1e-12);
        BOOST_TEST(std::abs(place.point.phi - reference.point.phi) < 1e-12 * reference.point.phi);
        BOOST_TEST(distance(reference.point.G, place.point.G) < 1e-12);
      }
  }
}

BOOST_AUTO_TEST_CASE(single_precision_is_close) {
  for (const double row_side_up_to : {0.0, 1e9}) {
    Place place(row_side_up_to, 0.1);
    const arma::mat H = row_hessian<double>(place.tasks, place.point, all);
    BOOST_TEST(distance(H, arma::conv_to<arma::mat>::from(row_hessian<float>(place.tasks, place.point, all))) < 1e-5);
  }
}

BOOST_AUTO_TEST_CASE(the_operator_is_the_formed_matrix) {
  for (const double mu : {0.0, 0.7}) {
    Place place(0.0, mu);
    BOOST_TEST(StackedHessian::fits(place.tasks, place.point, all));
    const arma::mat H = row_hessian<double>(place.tasks, place.point, all);
    const StackedHessian product(place.tasks, place.point, all);
    const arma::vec v = normal_matrix(3, "v", 12, 1);
    BOOST_TEST(distance(H * v, arma::conv_to<arma::vec>::from(product.times(arma::conv_to<arma::fvec>::from(v)))) <
               1e-5);
    BOOST_TEST(distance(H.diag(), arma::conv_to<arma::vec>::from(product.diagonal())) < 1e-5);
  }
  const Place by_rows(1e9, 0.0);
  BOOST_TEST(!StackedHessian::fits(by_rows.tasks, by_rows.point, all));
}

BOOST_AUTO_TEST_SUITE_END()
