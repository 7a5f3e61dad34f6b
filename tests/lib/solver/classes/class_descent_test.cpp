// Sweeps over samples and steps on faces: lib/solver/classes/class_descent.hpp, class_face.hpp and class_state.hpp.
#include "lib/solver/classes/class_descent.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/solver/classes/class_face.hpp"
#include "tests/support/class_problems.hpp"

using namespace starling;
using namespace starling::testing;
using namespace starling::classes;

namespace {

struct Machine {
  Machine(arma::uword n, arma::uword d, arma::uword K, double C, Shape shape = Shape::well)
      : data(in_classes(random_tasks(1, {.n = n, .d = d, .T = 3, .shape = shape}), K)),
        problem(class_problem(data, K, C, 0.5)),
        ties(problem.penalty.inverse_coupling()),
        samples(data, svm::LastColumn::constant),
        rows(samples, K),
        state(problem, rows, ties),
        descent(state),
        face(state) {}

  // What the dual point proves, by the certificate.
  double dual() const {
    const arma::vec u = state.dual_point();
    return certify(problem, state.coefficients(), null_objective(problem), &u).dual;
  }
  void must_be_feasible() const {
    for (arma::uword i = 0; i < data.size(); ++i) {
      double sum = 0.0;
      for (arma::uword l = 0; l < rows.n_classes(); ++l) {
        BOOST_TEST(state.q(i)[l] >= 0.0);
        sum += state.q(i)[l];
      }
      BOOST_TEST(sum == state.samples[i].c, boost::test_tools::tolerance(1e-12));
    }
  }

  MultiTaskData data;
  ClassProblem problem;
  svm::TaskTies ties;
  svm::SampleRows samples;
  ClassRows rows;
  ClassState state;
  ClassDescent descent;
  ClassFace face;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(class_descent)

BOOST_AUTO_TEST_CASE(no_sweep_and_no_step_on_a_face_lowers_the_dual_or_leaves_the_simplices) {
  for (const Shape shape : {Shape::well, Shape::ill, Shape::sparse})
    for (const double C : {0.01, 1.0, 100.0}) {
      Machine machine(30, 5, 4, C, shape);
      const double slack = 1e-12 * null_objective(machine.problem);
      double before = 0.0;
      for (int round = 0; round < 6; ++round) {
        machine.descent.sweep();
        const double after_sweep = machine.dual();
        BOOST_TEST(after_sweep >= before - slack);
        machine.must_be_feasible();
        machine.face.conjugate(1e-3, 30);
        before = machine.dual();
        BOOST_TEST(before >= after_sweep - slack);
        machine.must_be_feasible();
      }
    }
}

BOOST_AUTO_TEST_CASE(a_look_tells_the_primal_and_the_dual_that_the_certificate_finds) {
  Machine machine(25, 4, 3, 0.3);
  for (int k = 0; k < 3; ++k) machine.descent.sweep();
  machine.descent.look();
  const double unit = machine.ties.unit();
  const arma::vec u = machine.state.dual_point();
  const Certificate proof = certify(machine.problem, machine.state.coefficients(), null_objective(machine.problem), &u);
  BOOST_TEST(machine.descent.primal() / unit == proof.primal, boost::test_tools::tolerance(1e-11));
  BOOST_TEST(machine.descent.dual() / unit == proof.dual, boost::test_tools::tolerance(1e-11));
}

BOOST_AUTO_TEST_CASE(blocks_made_afresh_are_those_that_steps_have_left) {
  Machine machine(25, 4, 3, 0.3, Shape::sparse);
  for (int k = 0; k < 5; ++k) machine.descent.sweep();
  const Coefficients before = machine.state.coefficients();
  machine.state.restart();
  const Coefficients afresh = machine.state.coefficients();
  BOOST_TEST(arma::abs(before.W - afresh.W).max() <= 1e-13);
  BOOST_TEST(arma::abs(before.b - afresh.b).max() <= 1e-13);
}

BOOST_AUTO_TEST_CASE(shrinking_leaves_out_samples_and_the_next_look_sees_all_of_them_again) {
  Machine machine(200, 4, 3, 0.05);
  for (int k = 0; k < 20; ++k) machine.descent.sweep();
  machine.descent.look();
  BOOST_TEST(machine.descent.n_active() < machine.data.size() / 2);
  BOOST_TEST(machine.descent.n_active() >= machine.descent.n_free());
  const double gap = machine.descent.primal() - machine.descent.dual();
  for (int k = 0; k < 20; ++k) machine.descent.sweep();
  machine.descent.look();
  BOOST_TEST(machine.descent.primal() - machine.descent.dual() < gap);
}

BOOST_AUTO_TEST_CASE(without_samples_between_classes_there_is_no_face) {
  Machine machine(10, 3, 3, 1.0);
  const ClassFace::Step step = machine.face.conjugate(1e-3, 10);
  BOOST_TEST(step.share == 0.0);
  BOOST_TEST(step.products == 0);
}

BOOST_AUTO_TEST_SUITE_END()
