#include "lib/solver/row_newton/newton_system.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/lib/solver/row_newton/shared_data.hpp"

using namespace starling;
using namespace starling::testing;
using row_newton::NewtonSystem;
using row_newton::ScaleFunction;
using row_newton::ScalePoint;
using row_newton::SystemForm;
using row_newton::WorkingRows;

namespace {

const row_newton::QuadraticEffort exact{.sweeps = 2000, .tolerance = 1e-12, .rounds = 20};

struct Equations {
  SharedData shared;
  WorkingRows rows;
  ScaleFunction function;
  ScalePoint at;
  arma::uvec free;
  arma::vec r, lower;

  Equations(arma::uword n, arma::uword m, arma::uword T, double mu, bool by_rows)
      : shared(n, m, T), rows(shared.working(m)), function(shared.whitened.targets(), mu) {
    rows.by_rows = by_rows;
    function.evaluate(rows, rows.tau, false, at);
    free = arma::find(rows.tau > 0.0);
    r = normal_matrix(3, "r", free.n_elem, 1);
    lower = arma::vec(free.n_elem, arma::fill::value(-1e6));  // no bound is met
  }
  arma::vec step(SystemForm form, double residual = 1e-6) {
    NewtonSystem system;
    system.set_up(rows, rows.tau, function.mu(), at, free, form);
    return system.step(r, lower, exact, residual);
  }
  // Half of the change of |g^j|^2 with every scale: the matrix of the equations, by differences.
  arma::mat hessian() {
    const double size = 1e-6;
    arma::mat H(free.n_elem, free.n_elem);
    for (arma::uword k = 0; k < free.n_elem; ++k) {
      arma::vec up = rows.tau, down = rows.tau;
      up[free[k]] += size;
      down[free[k]] -= size;
      ScalePoint above, below;
      function.evaluate(rows, up, false, above);
      function.evaluate(rows, down, false, below);
      H.col(k) = -0.5 * (arma::square(above.norms) - arma::square(below.norms)).eval().elem(free) / (2.0 * size);
    }
    return H;
  }
};

double difference(const arma::vec& a, const arma::vec& b) { return arma::norm(a - b) / arma::norm(b); }

}  // namespace

BOOST_AUTO_TEST_SUITE(newton_system)

BOOST_AUTO_TEST_CASE(the_formed_matrix_is_the_derivative_from_both_sides) {
  for (const bool by_rows : {true, false})
    for (const double mu : {0.0, 0.4}) {
      Equations equations(25, 12, 6, mu, by_rows);
      const arma::vec d = equations.step(SystemForm::formed);
      BOOST_TEST(arma::norm(equations.hessian() * d - equations.r) < 1e-4 * arma::norm(equations.r));
    }
}

BOOST_AUTO_TEST_CASE(formed_in_float_and_applied_agree_with_formed_in_double) {
  for (const double mu : {0.0, 0.4}) {
    Equations equations(40, 30, 12, mu, false);
    const arma::vec d = equations.step(SystemForm::formed);
    BOOST_TEST(difference(equations.step(SystemForm::formed_in_float), d) < 1e-3);
    BOOST_TEST(difference(equations.step(SystemForm::applied, 1e-5), d) < 1e-2);
  }
}

BOOST_AUTO_TEST_CASE(no_form_steps_below_its_bounds) {
  Equations equations(40, 30, 12, 0.0, false);
  equations.r = -10.0 * arma::abs(equations.r);
  equations.lower = -equations.rows.tau.elem(equations.free);
  for (const SystemForm form : {SystemForm::formed, SystemForm::formed_in_float, SystemForm::applied})
    BOOST_TEST(arma::all(equations.step(form) >= equations.lower));
}

BOOST_AUTO_TEST_SUITE_END()
