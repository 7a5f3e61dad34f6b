#include "lib/solver/kernel_smo.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/linalg/parallel.hpp"
#include "lib/solver/svm_engine.hpp"
#include "tests/support/machines.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const SampleKernel linear{.name = KernelName::linear}, rbf{.name = KernelName::rbf, .gamma = 0.2};

template <class P>
Solution solved(const P& problem, const SampleKernel& kernel, double gap = 1e-8, std::uint64_t cache = 1 << 20) {
  const KernelSamples samples(problem.data, kernel);
  return KernelSmo{.cache_bytes = cache}(problem, samples, {.gap = gap, .max_iterations = 1000000});
}

template <class P>
Certificate must_certify(const P& problem, const SampleKernel& kernel, double gap = 1e-8) {
  const Solution solution = solved(problem, kernel, gap);
  BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
  const Certificate& proof = solution.report.certificate;
  arma::rowvec b = solution.coefficients.b;
  const Certificate again =
      certify_kernel(problem, KernelSamples(problem.data, kernel), proof.dual_point, proof.scale, b);
  BOOST_TEST(std::abs(again.relative_gap - proof.relative_gap) <= 1e-12);
  return proof;
}

// The engine that works on features, which shares no step with this solver.
template <class P>
void must_agree_with_the_linear_engine(const P& problem) {
  const Certificate ours = must_certify(problem, linear, 1e-9);
  const Certificate other =
      svm_engine(problem, {.gap = 1e-9, .max_iterations = 20000}, zero_coefficients(problem.data)).report.certificate;
  must_be_of_one_problem(ours, other);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_smo)

BOOST_AUTO_TEST_CASE(a_linear_kernel_gives_the_objective_of_the_linear_engine) {
  for (const DataShape form : {DataShape{.n = 25, .d = 6, .T = 3}, DataShape{.n = 12, .d = 30, .T = 3},
                               DataShape{.n = 20, .d = 8, .T = 3, .shape = Shape::sparse},
                               DataShape{.n = 20, .d = 8, .T = 3, .shared = true}}) {
    DataShape labelled = form;
    labelled.labels = true;
    const MultiTaskData data = random_tasks(1, form), classes = random_tasks(1, labelled);
    for (const Intercept intercept : {Intercept::free, Intercept::none})
      for (const double C : {0.05, 1.0})
        BOOST_TEST_CONTEXT("n " << form.n << " C " << C << (intercept == Intercept::free ? " free" : ""))
    for_every_machine_loss(data, classes, [&](const MultiTaskData& of, const auto& loss) {
      must_agree_with_the_linear_engine(machine(of, loss, C, 0.5, intercept));
    });
  }
}

BOOST_AUTO_TEST_CASE(any_coupling_is_solved_as_the_linear_engine_solves_it) {
  const MultiTaskData data = random_tasks(2, {.n = 15, .d = 4, .T = 4, .labels = true});
  for (const QuadraticCoupling& coupling :
       {QuadraticCoupling::mean(4, 3.0, 0.5), QuadraticCoupling::of_task_kernel(low_rank_kernel(4, 2, 0.0))})
    for (const Intercept intercept : {Intercept::free, Intercept::none})
      must_agree_with_the_linear_engine(
          Problem<Hinge, QuadraticCoupling>{data, {}, coupling, intercept, 0.5 * data.weights()});
}

BOOST_AUTO_TEST_CASE(every_loss_is_certified_in_the_space_of_an_rbf_kernel_for_costs_from_1e_8_to_1e6) {
  const MultiTaskData data = random_tasks(3, {.n = 25, .d = 4, .T = 3}),
                      classes = random_tasks(3, {.n = 25, .d = 4, .T = 3, .labels = true});
  for (const double C : {1e-8, 0.1, 10.0, 1e6})
    for (const Intercept intercept : {Intercept::free, Intercept::none})
      BOOST_TEST_CONTEXT("C " << C << (intercept == Intercept::free ? " free" : ""))
  for_every_machine_loss(data, classes, [&](const MultiTaskData& of, const auto& loss) {
    must_certify(machine(of, loss, C, 0.5, intercept), rbf, 1e-7);
  });
}

BOOST_AUTO_TEST_CASE(a_precomputed_kernel_is_the_kernel_it_was_computed_by) {
  const MultiTaskData data = random_tasks(4, {.n = 20, .d = 3, .T = 1, .labels = true});
  const KernelRows rows(data.design(0), rbf);
  arma::mat K(rows.size(), rows.size());
  for (arma::uword i = 0; i < rows.size(); ++i) rows.row(i, K.colptr(i));
  const MultiTaskData given = MultiTaskData::from_tasks({{.X = arma::mat(arma::symmatu(K)), .y = data.targets_of(0)}});
  const Certificate a = must_certify(machine(data, Hinge{}, 1.0, 0.5, Intercept::free), rbf, 1e-9);
  const Certificate b =
      must_certify(machine(given, Hinge{}, 1.0, 0.5, Intercept::free), {.name = KernelName::precomputed}, 1e-9);
  BOOST_TEST(std::abs(a.primal - b.primal) <= 1e-9 * a.scale);
}

BOOST_AUTO_TEST_CASE(tasks_of_one_class_and_of_one_sample_duplicates_and_zero_weights) {
  const arma::mat X = normal_matrix(5, "X", 12, 3), twice = arma::join_cols(X, X);
  const arma::vec ones(12, arma::fill::ones);
  arma::vec weights(12 + 1 + 24, arma::fill::ones);
  weights[3] = weights[20] = 0.0;
  const MultiTaskData data = MultiTaskData::from_tasks({{.X = X, .y = ones},
                                                        {.X = arma::mat(X.head_rows(1)), .y = arma::vec{-1.0}},
                                                        {.X = twice, .y = arma::join_cols(ones, arma::vec(-ones))}})
                                 .with_weights(weights);
  for (const SampleKernel& kernel : {linear, rbf})
    for (const Intercept intercept : {Intercept::free, Intercept::none})
      for (const double C : {1e-3, 1.0, 1e3}) BOOST_TEST_CONTEXT("C " << C) {
          must_certify(machine(data, Hinge{}, C, 0.5, intercept), kernel, 1e-7);
          must_certify(machine(data, SquaredHinge{}, C, 0.5, intercept), kernel, 1e-7);
        }
}

BOOST_AUTO_TEST_CASE(the_memory_of_the_cache_changes_no_bit) {
  const MultiTaskData data = random_tasks(6, {.n = 60, .d = 4, .T = 3, .labels = true});
  const auto problem = machine(data, Hinge{}, 1.0, 0.5, Intercept::free);
  const Solution plenty = solved(problem, rbf, 1e-8), two_rows = solved(problem, rbf, 1e-8, 0);
  BOOST_TEST(plenty.report.iterations == two_rows.report.iterations);
  BOOST_TEST(
      arma::approx_equal(plenty.report.certificate.dual_point, two_rows.report.certificate.dual_point, "absdiff", 0.0));
}

BOOST_AUTO_TEST_CASE(the_bits_do_not_depend_on_the_number_of_threads) {
  const MultiTaskData data = random_tasks(7, {.n = 300, .d = 5, .T = 3, .labels = true});
  const auto problem = machine(data, Hinge{}, 1.0, 0.5, Intercept::free);
  arma::vec reference;
  for (const int threads : {1, 2, 4}) {
    arma::vec u;
    with_threads(threads, [&] { u = solved(problem, rbf, 1e-6, 1 << 24).report.certificate.dual_point; });
    if (threads == 1) reference = u;
    BOOST_TEST(arma::approx_equal(u, reference, "absdiff", 0.0));
  }
}

BOOST_AUTO_TEST_CASE(one_iteration_is_reported_as_the_limit_it_is_and_progress_can_stop_it) {
  const MultiTaskData data = random_tasks(8, {.labels = true});
  const auto problem = machine(data, Hinge{}, 1.0, 0.5, Intercept::free);
  const KernelSamples samples(data, rbf);
  const Solution one = KernelSmo{}(problem, samples, {.gap = 1e-8, .max_iterations = 1});
  BOOST_TEST(to_string(one.report.status) == to_string(Status::iteration_limit));
  BOOST_TEST(one.report.iterations == 1);
  BOOST_TEST(one.report.certificate.relative_gap > 1e-8);
  const Solution stopped =
      KernelSmo{}(problem, samples, {.gap = 1e-8, .on_progress = [](const Progress&) { return false; }});
  BOOST_TEST(to_string(stopped.report.status) == to_string(Status::interrupted));
  BOOST_CHECK_THROW(solved(machine(data, Hinge{}, 1.0, 0.5, Intercept::penalised), rbf), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
