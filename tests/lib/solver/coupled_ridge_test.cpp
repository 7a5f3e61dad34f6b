// Coupled ridge problems against the whole system written out, whichever way they are solved.
#include "lib/solver/coupled_ridge.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/linalg/parallel.hpp"
#include "lib/penalty/task_graph.hpp"
#include "tests/support/prove.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using CoupledProblem = Problem<Squared, QuadraticCoupling>;

CoupledProblem pose_of(const MultiTaskData& data, const QuadraticCoupling& coupling, Intercept intercept) {
  return {data, Squared{}, coupling, intercept, data.loss_weights(Averaging::task_mean)};
}

// The d T x d T system, by a dense solve.
arma::mat dense_solution(const CoupledProblem& problem) {
  const MultiTaskData& data = problem.data;
  const arma::uword d = data.n_features(), T = data.n_tasks();
  arma::mat system = arma::kron(problem.penalty.coupling(), arma::eye(d, d));
  arma::vec right(d * T);
  for (arma::uword t = 0; t < T; ++t) {
    const Rows rows = data.rows_of(t);
    const arma::vec c = problem.c.subvec(rows.begin, rows.end - 1);
    arma::mat X = data.design(t).dense();
    arma::vec y = data.targets_of(t);
    if (problem.intercept == Intercept::free) {
      X.each_row() -= c.t() * X / arma::accu(c);
      y -= arma::dot(c, y) / arma::accu(c);
    }
    system.submat(t * d, t * d, (t + 1) * d - 1, (t + 1) * d - 1) += X.t() * arma::diagmat(c) * X;
    right.subvec(t * d, (t + 1) * d - 1) = X.t() * (c % y);
  }
  return arma::reshape(arma::solve(system, right), d, T);
}

// How far from the optimum coefficients of this gap can be: the objective curves by K's smallest eigenvalue at least.
double reach(const CoupledProblem& problem, const Solution& found) {
  const Certificate& proof = found.report.certificate;
  return std::sqrt(2.0 * std::max(proof.gap, proof.rounding_floor) / problem.penalty.eigenvalues().min());
}

struct NamedCoupling {
  std::string name;
  QuadraticCoupling coupling;
};

std::vector<NamedCoupling> couplings(arma::uword T) {
  const int ends[] = {0, 1, 2, 3};
  return {{"mean", QuadraticCoupling::mean(T, 2.0, 0.1)},
          {"strong mean", QuadraticCoupling::mean(T, 1e4, 1e-2)},
          {"no mean", QuadraticCoupling::mean(T, 0.0, 0.3)},
          {"chain", QuadraticCoupling::graph(task_chain(T), 2.0, 0.1)},
          {"strong chain", QuadraticCoupling::graph(task_chain(T), 1e4, 1e-2)},
          {"two pairs and a task alone", QuadraticCoupling::graph(task_graph(T, ends), 5.0, 0.2)},
          {"one direction stiffer", QuadraticCoupling(arma::eye(T, T) + arma::ones(T, T))}};
}

// Tasks of few and of many samples; one X with a missing target is not the same for all.
std::vector<MultiTaskData> all_data() {
  const MultiTaskData shared = random_tasks(5, {.n = 20, .d = 6, .T = 5, .shared = true});
  arma::vec weights = shared.weights();
  weights[3] = 0.0;
  return {shared,
          shared.with_weights(weights),
          random_tasks(6, {.n = 30, .d = 7, .T = 5}),
          random_tasks(7, {.n = 5, .d = 9, .T = 5}),
          random_tasks(8, {.n = 8, .d = 30, .T = 5, .shared = true}),
          random_tasks(9, {.n = 30, .d = 8, .T = 5, .shape = Shape::sparse}),
          random_tasks(10, {.n = 30, .d = 8, .T = 5, .shape = Shape::duplicates})};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(coupled_ridge)

BOOST_AUTO_TEST_CASE(solutions_are_those_of_the_whole_system_and_proved) {
  std::size_t which = 0;
  for (const MultiTaskData& data : all_data()) {
    ++which;
    for (const auto& [name, coupling] : couplings(data.n_tasks()))
      for (const Intercept intercept : {Intercept::free, Intercept::none})
        BOOST_TEST_CONTEXT(name << ", data " << which) {
          const CoupledProblem problem = pose_of(data, coupling, intercept);
          const Solution found = CoupledRidge()(problem, {.gap = 1e-14}, zero_coefficients(data));
          BOOST_TEST((found.report.status == Status::optimal || found.report.status == Status::optimal_to_floor));
          const arma::mat W = dense_solution(problem);
          BOOST_CHECK_SMALL(arma::norm(found.coefficients.W - W, "fro"), reach(problem, found));
          check_proof(problem, found);
        }
  }
}

BOOST_AUTO_TEST_CASE(one_step_is_the_solution_where_there_is_a_direct_method) {
  for (const MultiTaskData& data : all_data()) {
    const CoupledProblem problem = pose_of(data, QuadraticCoupling::mean(data.n_tasks(), 2.0, 0.1), Intercept::free);
    const Solution found = CoupledRidge()(problem, {.max_iterations = 1}, zero_coefficients(data));
    BOOST_TEST(to_string(found.report.status) == "optimal");
    const arma::mat W = dense_solution(problem);
    BOOST_CHECK_SMALL(arma::abs(found.coefficients.W - W).max(), 1e-10 * arma::abs(W).max());
  }
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_threads_nor_on_what_was_solved_before) {
  const MultiTaskData data = random_tasks(6, {.n = 30, .d = 7, .T = 5});
  const CoupledProblem problem = pose_of(data, QuadraticCoupling::graph(task_chain(5), 2.0, 0.1), Intercept::free);
  const CoupledProblem other = pose_of(data, QuadraticCoupling::mean(5, 3.0, 0.1), Intercept::free);
  arma::mat first;
  for (const int threads : {1, 2, 4})
    with_threads(threads, [&] {
      CoupledRidge solver;
      solver(other, {}, zero_coefficients(data));
      const arma::mat W = solver(problem, {}, zero_coefficients(data)).coefficients.W;
      if (first.is_empty()) first = CoupledRidge()(problem, {}, zero_coefficients(data)).coefficients.W;
      BOOST_TEST(arma::all(arma::vectorise(W == first)));
    });
}

BOOST_AUTO_TEST_CASE(a_warm_start_at_the_solution_stops_at_once_and_no_iteration_certifies_the_start) {
  const MultiTaskData data = random_tasks(6, {.n = 30, .d = 7, .T = 5});
  const CoupledProblem problem = pose_of(data, QuadraticCoupling::graph(task_chain(5), 2.0, 0.1), Intercept::free);
  const Solution found = CoupledRidge()(problem, {}, zero_coefficients(data));
  BOOST_TEST(CoupledRidge()(problem, {}, found.coefficients).report.iterations == 0);
  const Solution start = CoupledRidge()(problem, {.max_iterations = 0}, zero_coefficients(data));
  BOOST_TEST(to_string(start.report.status) == "iteration_limit");
  BOOST_TEST(start.coefficients.W.is_zero());
}

BOOST_AUTO_TEST_CASE(badly_conditioned_data_are_proved_as_well) {
  for (const bool shared : {false, true}) {
    const MultiTaskData data = random_tasks(11, {.n = 20, .d = 12, .T = 4, .shape = Shape::ill, .shared = shared});
    for (const double lambda : {1e-6, 1.0, 1e6})
      for (const bool mean : {false, true}) {
        const auto coupling =
            mean ? QuadraticCoupling::mean(4, lambda, 1e-6) : QuadraticCoupling::graph(task_chain(4), lambda, 1e-6);
        BOOST_TEST_CONTEXT("lambda " << lambda << (mean ? " mean" : " chain") << (shared ? " shared" : ""))
        check_proof(
            pose_of(data, coupling, Intercept::free),
            CoupledRidge()(pose_of(data, coupling, Intercept::free), {.gap = asked_gap}, zero_coefficients(data)));
      }
  }
}

// No d x d matrix is formed.
BOOST_AUTO_TEST_CASE(very_many_features_are_proved_as_well) {
  const MultiTaskData data = random_tasks(12, {.n = 6, .d = 1600, .T = 3});
  for (const auto& coupling : {QuadraticCoupling::mean(3, 2.0, 0.1), QuadraticCoupling::graph(task_chain(3), 2.0, 0.1)})
    check_proof(pose_of(data, coupling, Intercept::free),
                CoupledRidge()(pose_of(data, coupling, Intercept::free), {.gap = asked_gap}, zero_coefficients(data)));
}

BOOST_AUTO_TEST_CASE(tasks_without_features_and_a_task_alone_are_solved) {
  const arma::vec y = {1.0, 2.0, 4.0};
  const MultiTaskData none =
      MultiTaskData::from_tasks({{.X = arma::mat(3, 0), .y = y}, {.X = arma::mat(3, 0), .y = y}});
  const CoupledProblem empty = pose_of(none, QuadraticCoupling::mean(2, 1.0, 0.1), Intercept::free);
  const Solution constant = CoupledRidge()(empty, {}, zero_coefficients(none));
  BOOST_TEST(to_string(constant.report.status) == "optimal");
  BOOST_CHECK_CLOSE(constant.coefficients.b[1], 7.0 / 3.0, 1e-12);
  const MultiTaskData one = random_tasks(6, {.n = 12, .d = 4, .T = 1});
  const CoupledProblem problem = pose_of(one, QuadraticCoupling::mean(1, 5.0, 0.1), Intercept::free);
  const Solution found = CoupledRidge()(problem, {}, zero_coefficients(one));
  BOOST_CHECK_SMALL(arma::abs(found.coefficients.W - dense_solution(problem)).max(), 1e-12);
}

// The same penalty as a matrix and as what it is made of.
template <class P>
void solves_as_the_matrix(const MultiTaskData& data, const P& lean, const QuadraticCoupling& matrix) {
  for (const Intercept intercept : {Intercept::free, Intercept::none}) {
    const CoupledProblem problem = pose_of(data, matrix, intercept);
    const Problem<Squared, P> same{data, Squared{}, lean, intercept, problem.c};
    const Solution found = CoupledRidge()(same, {.gap = 1e-13}, zero_coefficients(data));
    BOOST_CHECK_SMALL(arma::norm(found.coefficients.W - dense_solution(problem), "fro"), reach(problem, found));
    check_proof(same, found);
  }
}

BOOST_AUTO_TEST_CASE(couplings_that_are_no_matrices_have_the_same_solutions) {
  for (const MultiTaskData& data : all_data()) {
    const arma::uword T = data.n_tasks();
    const int ends[] = {0, 1, 2, 3};
    for (const double lambda : {0.0, 2.0, 1e4}) {
      solves_as_the_matrix(data, MeanCoupling(lambda, 0.1), QuadraticCoupling::mean(T, lambda, 0.1));
      for (const TaskEdges& edges : {TaskEdges::chain(T), TaskEdges::complete(T), TaskEdges::pairs(T, ends)})
        solves_as_the_matrix(data, GraphCoupling(std::make_shared<const TaskNetwork>(edges), lambda, 0.1),
                             QuadraticCoupling::graph(edges.adjacency(), lambda, 0.1));
    }
  }
}

BOOST_AUTO_TEST_CASE(graphs_that_elimination_would_fill_are_proved_as_well) {
  for (const bool shared : {false, true}) {
    const MultiTaskData data = random_tasks(13, {.n = 6, .d = 4, .T = 80, .shared = shared});
    const GraphCoupling crowded(std::make_shared<const TaskNetwork>(TaskEdges::complete(80)), 0.3, 0.1);
    BOOST_TEST(!crowded.is_direct());
    const Problem<Squared, GraphCoupling> problem{data, Squared{}, crowded, Intercept::free,
                                                  data.loss_weights(Averaging::task_mean)};
    check_proof(problem, CoupledRidge()(problem, {.gap = asked_gap}, zero_coefficients(data)));
  }
}

BOOST_AUTO_TEST_CASE(a_penalised_intercept_is_refused) {
  const MultiTaskData data = random_tasks(6, {.n = 30, .d = 7, .T = 5});
  BOOST_CHECK_THROW(CoupledRidge()(pose_of(data, QuadraticCoupling::mean(5, 1.0, 0.1), Intercept::penalised), {},
                                   zero_coefficients(data)),
                    InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
