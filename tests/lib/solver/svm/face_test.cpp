#include "lib/solver/svm/face.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/loss/names.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "lib/solver/svm/gap_pass.hpp"
#include "lib/solver/svm_engine.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::svm;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(steps_on_the_face_of_free_samples)

// Every sample is free under squared loss, so that a full step is the optimum.
BOOST_AUTO_TEST_CASE(a_direct_and_a_conjugate_step_end_at_the_optimum_of_squared_loss) {
  for (const bool sparse : {false, true})
    for (const double mu : {0.1, 10.0}) {
      const MultiTaskData data =
          random_tasks(1, {.n = 6, .d = 11, .T = 4, .shape = sparse ? Shape::sparse : Shape::well});
      const Problem<Squared, QuadraticCoupling> problem{data, Squared{}, QuadraticCoupling::evgeniou_pontil(4, mu),
                                                        Intercept::penalised, data.loss_weights(Averaging::sum)};
      const TaskTies ties(problem.penalty.inverse_coupling());
      const SampleRows rows(data, LastColumn::constant);
      for (const bool direct : {true, false}) {
        if (direct && sparse) continue;
        DualState state(rows, ties, dual_samples(problem, ties.unit()));
        state.set_dual_point(0.1 * data.targets());
        GapPass pass(state);
        pass.look();
        Face face(state);
        const double share = direct ? face.direct(pass.predictions()) : face.conjugate(pass.predictions(), 1e-12);
        BOOST_TEST(std::abs(share - 1.0) <= 1e-6);
        pass.look();
        BOOST_TEST(pass.primal - pass.dual <= 1e-9 * pass.primal);
      }
    }
}

BOOST_AUTO_TEST_SUITE_END()
