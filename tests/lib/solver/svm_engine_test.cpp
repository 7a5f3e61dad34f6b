#include "lib/solver/svm_engine.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/linalg/parallel.hpp"
#include "lib/solver/task_cd.hpp"
#include "tests/support/machines.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

template <class P>
Solution solved(const P& problem, double gap = 1e-9) {
  return svm_engine(problem, {.gap = gap, .max_iterations = 20000}, zero_coefficients(problem.data));
}

const auto by_engine = [](const auto& problem, const StopRule& rule, const Coefficients& start) {
  return svm_engine(problem, rule, start);
};

template <class P>
void must_certify(const P& problem, double gap = 1e-8) {
  must_be_certified(problem, solved(problem, gap));
}

// The same objective as task-blocked coordinate descent, which shares no step with it.
template <class P>
void must_agree_with_task_cd(const P& problem) {
  const Certificate ours = solved(problem).report.certificate;
  const Certificate other =
      task_cd(problem, {.gap = 1e-9, .max_iterations = 20000}, zero_coefficients(problem.data)).report.certificate;
  must_be_of_one_problem(ours, other);
}

MultiTaskData with_every_task_reversed(const MultiTaskData& data) {
  std::vector<arma::uvec> rows;
  for (arma::uword t = 0; t < data.n_tasks(); ++t)
    rows.push_back(arma::reverse(arma::regspace<arma::uvec>(0, data.rows_of(t).size() - 1)));
  return data.subset(rows);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(support_vector_engine)

BOOST_AUTO_TEST_CASE(every_loss_is_certified_for_costs_from_1e_4_to_1e2) {
  for (const Shape shape : {Shape::well, Shape::ill, Shape::duplicates, Shape::sparse})
    for (const Intercept intercept : {Intercept::none, Intercept::penalised})
      for (const double C : {1e-4, 1.0, 100.0})
        for (const double mu : {0.1, 10.0}) {
          DataShape form{.n = 15, .d = 10, .T = 3, .shape = shape};
          const MultiTaskData data = random_tasks(2, form);
          form.labels = true;
          const MultiTaskData classes = random_tasks(2, form);
          BOOST_TEST_CONTEXT("C " << C << " mu " << mu)
          for_every_machine_loss(data, classes, [&](const MultiTaskData& of, const auto& loss) {
            must_certify(machine(of, loss, C, mu, intercept));
          });
        }
}

BOOST_AUTO_TEST_CASE(the_objective_is_that_of_task_blocked_descent) {
  // Far more samples than features (interior point, Newton), about as many (faces), far fewer (sweeps).
  for (const DataShape form : {DataShape{.n = 120, .d = 5, .T = 3}, DataShape{.n = 30, .d = 20, .T = 4},
                               DataShape{.n = 20, .d = 90, .T = 3}}) {
    DataShape labelled = form;
    labelled.labels = true;
    const MultiTaskData data = random_tasks(3, form), classes = random_tasks(3, labelled);
    for (const double C : {0.01, 1.0}) {
      const double mu = C == 1.0 ? 0.3 : 3.0;
      must_agree_with_task_cd(machine(classes, Hinge{}, C, mu));
      must_agree_with_task_cd(machine(classes, SquaredHinge{}, C, mu));
      must_agree_with_task_cd(machine(data, EpsilonInsensitive{}, C, mu));
    }
  }
}

BOOST_AUTO_TEST_CASE(any_positive_semidefinite_coupling_is_solved) {
  const MultiTaskData classes = random_tasks(4, {.n = 25, .d = 6, .T = 4, .labels = true});
  arma::mat chain(4, 4, arma::fill::zeros);
  for (arma::uword t = 0; t < 3; ++t) chain(t, t + 1) = chain(t + 1, t) = 1.0;
  const arma::vec c = classes.loss_weights(Averaging::sum);
  for (const QuadraticCoupling& coupling :
       {QuadraticCoupling::graph(chain, 2.0, 0.5), QuadraticCoupling::mean(4, 3.0, 0.5),
        QuadraticCoupling(arma::mat(arma::eye(4, 4) + 0.2 * arma::ones(4, 4))),
        QuadraticCoupling::of_task_kernel(low_rank_kernel(4, 2, 0.0)),
        QuadraticCoupling::of_task_kernel(low_rank_kernel(4, 1, 0.3)),
        QuadraticCoupling::of_task_kernel(arma::ones(4, 4))}) {
    must_agree_with_task_cd(Problem<Hinge, QuadraticCoupling>{classes, {}, coupling, Intercept::none, c});
    must_agree_with_task_cd(Problem<SquaredHinge, QuadraticCoupling>{classes, {}, coupling, Intercept::penalised, c});
  }
}

BOOST_AUTO_TEST_CASE(sparse_features_shared_features_and_another_order_give_the_same) {
  DataShape form{.n = 40, .d = 12, .T = 3, .shape = Shape::sparse, .labels = true};
  const MultiTaskData sparse = random_tasks(6, form);
  form.as_dense = true;
  const MultiTaskData dense = random_tasks(6, form);
  const double reference = solved(machine(dense, Hinge{}, 1.0, 0.5)).report.certificate.primal;
  const double scale = static_cast<double>(dense.size());
  for (const MultiTaskData& same : {sparse, with_every_task_reversed(dense), with_every_task_reversed(sparse)})
    BOOST_TEST(std::abs(solved(machine(same, Hinge{}, 1.0, 0.5)).report.certificate.primal - reference) <=
               1e-8 * scale);
  const MultiTaskData shared = random_tasks(7, {.n = 40, .d = 12, .T = 3, .shared = true, .labels = true});
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < 3; ++t) tasks.push_back({.X = shared.design(0).dense(), .y = shared.targets_of(t)});
  const MultiTaskData apart = MultiTaskData::from_tasks(std::move(tasks));
  BOOST_TEST(std::abs(solved(machine(shared, Hinge{}, 1.0, 0.5)).report.certificate.primal -
                      solved(machine(apart, Hinge{}, 1.0, 0.5)).report.certificate.primal) <= 1e-8 * scale);
}

BOOST_AUTO_TEST_CASE(weights_bound_their_samples_and_0_leaves_them_out) {
  const MultiTaskData data = random_tasks(8, {.n = 30, .d = 4, .T = 2, .labels = true});
  arma::vec weights(data.size());
  for (arma::uword i = 0; i < weights.n_elem; ++i) weights[i] = static_cast<double>(i % 4);
  const MultiTaskData weighted = data.with_weights(weights);
  std::vector<arma::uvec> repeated(2);
  for (arma::uword t = 0; t < 2; ++t) {
    std::vector<arma::uword> rows;
    for (arma::uword k = 0; k < 30; ++k)
      for (double copies = weights[data.rows_of(t).begin + k]; copies > 0.0; --copies) rows.push_back(k);
    repeated[t] = arma::uvec(rows);
  }
  for (const double C : {0.05, 5.0}) {
    const Solution once = solved(machine(weighted, Hinge{}, C, 0.5)),
                   copied = solved(machine(data.subset(repeated), Hinge{}, C, 0.5));
    BOOST_TEST(std::abs(once.report.certificate.primal - copied.report.certificate.primal) <=
               1e-8 * once.report.certificate.scale);
  }
}

BOOST_AUTO_TEST_CASE(the_bits_do_not_depend_on_the_number_of_threads) {
  for (const arma::uword d : {10U, 80U}) must_not_depend_on_threads(by_engine, d, 0.1, 1e-7);
}

BOOST_AUTO_TEST_CASE(it_stops_at_an_optimum_and_at_the_limit) { must_keep_to_its_rule(by_engine); }

BOOST_AUTO_TEST_CASE(progress_can_stop_it) {
  const MultiTaskData data = random_tasks(12, {.labels = true});
  const StopRule rule{.gap = 1e-12, .on_progress = [](const Progress&) { return false; }};
  const Solution solution = svm_engine(machine(data, Hinge{}, 10.0, 0.1), rule, zero_coefficients(data));
  BOOST_TEST(to_string(solution.report.status) == to_string(Status::interrupted));
  BOOST_TEST(solution.coefficients.W.is_finite());
  BOOST_TEST(solution.coefficients.W.n_cols == 3);
}

BOOST_AUTO_TEST_CASE(no_time_at_all_returns_zero_coefficients_with_their_certificate) {
  const MultiTaskData data = random_tasks(13, {.labels = true});
  const Solution solution = svm_engine(machine(data, Hinge{}, 1.0, 0.5), {.time_limit = 0.0}, zero_coefficients(data));
  BOOST_TEST(to_string(solution.report.status) == to_string(Status::time_limit));
  BOOST_TEST(solution.coefficients.W.is_zero());
  BOOST_TEST(std::isfinite(solution.report.certificate.gap));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(support_vector_engine_on_unpleasant_data)

BOOST_AUTO_TEST_CASE(tasks_of_one_class_and_of_one_sample_and_zero_rows) {
  const arma::mat X = normal_matrix(1, "X", 20, 4);
  arma::mat with_zeros = X;
  with_zeros.rows(0, 4).zeros();
  const arma::vec all_one(20, arma::fill::ones);
  arma::vec mixed = arma::sign(X.col(0) + 0.5 * X.col(1));
  const MultiTaskData data = MultiTaskData::from_tasks({{.X = X, .y = all_one},
                                                        {.X = arma::mat(X.head_rows(1)), .y = arma::vec{-1.0}},
                                                        {.X = with_zeros, .y = mixed},
                                                        {.X = arma::mat(2, 4), .y = arma::vec{1.0, -1.0}}});
  for (const Intercept intercept : {Intercept::none, Intercept::penalised})
    for (const double C : {1e-8, 0.1, 1e6}) BOOST_TEST_CONTEXT("C " << C) {
        must_certify(machine(data, Hinge{}, C, 0.5, intercept));
        must_certify(machine(data, SquaredHinge{}, C, 0.5, intercept));
      }
}

BOOST_AUTO_TEST_CASE(duplicated_samples_with_opposite_labels) {
  const arma::mat X = normal_matrix(2, "X", 15, 3);
  const arma::mat twice = arma::join_cols(X, X);
  const arma::vec y = arma::join_cols(arma::vec(15, arma::fill::ones), arma::vec(-arma::ones(15)));
  const MultiTaskData data = MultiTaskData::from_tasks({{.X = twice, .y = y}, {.X = twice, .y = arma::vec(-y)}});
  for (const double C : {0.1, 100.0}) {
    must_certify(machine(data, Hinge{}, C, 0.5));
    must_certify(machine(data, SquaredHinge{}, C, 0.5));
    must_certify(machine(data, EpsilonInsensitive{}, C, 0.5));
  }
}

BOOST_AUTO_TEST_CASE(features_a_thousand_times_as_large_and_costs_of_100) {
  const MultiTaskData data =
      random_tasks(3, {.n = 60, .d = 5, .T = 3, .labels = true}).map_designs([](const Design& X) {
        return X.scale_columns(arma::vec(X.cols(), arma::fill::value(1e3)));
      });
  for (const double C : {100.0, 1e4}) {
    must_certify(machine(data, Hinge{}, C, 0.5), 1e-7);
    must_certify(machine(data, SquaredHinge{}, C, 0.5), 1e-7);
  }
}

BOOST_AUTO_TEST_CASE(separable_classes_at_a_cost_of_1e4) {
  std::vector<Task> tasks;
  const arma::vec direction = normal_matrix(4, "w", 6, 1);
  for (arma::uword t = 0; t < 3; ++t) {
    const arma::mat X = normal_matrix(4, numbered("X", t), 50, 6);
    tasks.push_back({.X = X, .y = arma::sign(X * direction)});
  }
  const MultiTaskData data = MultiTaskData::from_tasks(std::move(tasks));
  for (const double C : {1.0, 1e4, 1e6}) BOOST_TEST_CONTEXT("C " << C) {
      must_certify(machine(data, SquaredHinge{}, C, 0.5));
      must_certify(machine(data, Hinge{}, C, 0.5));
    }
}

BOOST_AUTO_TEST_SUITE_END()
