#include "lib/model/linear_model.hpp"

#include <boost/test/unit_test.hpp>
#include <thread>

#include "lib/base/error.hpp"

namespace {

using starling::InvalidInput;
using starling::InvalidModel;
using starling::Labels;
using starling::LinearModel;
using starling::LossName;
using starling::ModelInfo;

ModelInfo two_tasks(LossName loss = LossName::squared, std::optional<Labels> labels = {}) {
  return {.method = "none", .params = {}, .loss = loss, .labels = std::move(labels), .task_names = {"a", "b"}};
}

const arma::mat W = {{1, 2}, {0, 0}, {-1, 0.5}};
const arma::rowvec b = {0.5, -1};
const arma::mat X = {{1, 5, 2}, {0, 5, 0.5}};

bool same(const arma::vec& a, const arma::vec& c) { return a.n_elem == c.n_elem && arma::all(a == c); }

}  // namespace

BOOST_AUTO_TEST_SUITE(linear_model)

BOOST_AUTO_TEST_CASE(the_decision_is_the_task_s_own_linear_function_dense_or_sparse) {
  const LinearModel model(W, b, two_tasks());
  BOOST_TEST(same(model.decision(0, X), {-0.5, 0}));
  BOOST_TEST(same(model.decision(1, X), {2, -0.75}));
  BOOST_TEST(same(model.decision(1, arma::sp_mat(X)), {2, -0.75}));
  BOOST_TEST(same(model.predict(1, X), {2, -0.75}));
  BOOST_TEST(!model.predict_probability(1, X).has_value());
  BOOST_TEST(model.decision(0, arma::mat(0, 3)).n_elem == 0u);
}

BOOST_AUTO_TEST_CASE(a_classifier_predicts_the_label_on_the_side_of_the_decision_positive_at_zero) {
  const LinearModel model(W, b, two_tasks(LossName::hinge, Labels{{1, 2}, {}}));
  BOOST_TEST(same(model.predict(0, X), {1, 2}));
  BOOST_TEST(!model.predict_probability(0, X).has_value());
}

BOOST_AUTO_TEST_CASE(a_logistic_model_gives_probabilities_that_never_overflow) {
  const LinearModel model(arma::mat(1, 1, arma::fill::ones), {0.0},
                          {.loss = LossName::logistic, .labels = Labels{}, .task_names = {"a"}});
  const arma::vec p = model.predict_probability(0, arma::mat(arma::vec{0, std::log(3), 1e6, -1e6})).value();
  BOOST_TEST(p[0] == 0.5);
  BOOST_TEST(std::abs(p[1] - 0.75) < 1e-15);
  BOOST_TEST(p[2] == 1.0);
  BOOST_TEST(p[3] == 0.0);
}

BOOST_AUTO_TEST_CASE(a_new_task_gets_the_mean_of_the_coefficients) {
  const auto fresh = LinearModel(W, b, two_tasks(LossName::logistic, Labels{{0, 1}, {}})).for_new_task();
  BOOST_TEST(fresh->n_tasks() == 1u);
  BOOST_TEST(fresh->info().task_names.size() == 1u);
  BOOST_TEST(same(fresh->decision(0, X), {1.5 - 0.5 - 0.25, -0.125 - 0.25}));
  BOOST_TEST(fresh->info().labels.has_value());
}

BOOST_AUTO_TEST_CASE(nonzero_rows_and_rank_are_those_of_the_coefficients) {
  const LinearModel model(W, b, two_tasks());
  BOOST_TEST(model.nonzero_rows() == 2u);
  BOOST_TEST(model.rank() == 2u);
  const arma::mat rank_one = arma::vec{1, 2, 3} * arma::rowvec{1, -3};
  BOOST_TEST(LinearModel(rank_one, b, two_tasks()).rank() == 1u);
  BOOST_TEST(LinearModel(1e-200 * rank_one, b, two_tasks()).rank() == 1u);
  BOOST_TEST(LinearModel(arma::mat(3, 2, arma::fill::zeros), b, two_tasks()).rank() == 0u);
  BOOST_TEST(LinearModel(arma::mat(0, 2), b, two_tasks()).nonzero_rows() == 0u);
}

BOOST_AUTO_TEST_CASE(a_task_or_a_width_that_does_not_exist_is_refused) {
  const LinearModel model(W, b, two_tasks());
  BOOST_CHECK_EXCEPTION(model.decision(2, X), InvalidInput,
                        [](const InvalidInput& e) { return e.complaint().what == "no such task"; });
  BOOST_CHECK_EXCEPTION(model.decision(1, arma::mat(2, 4)), InvalidInput, [](const InvalidInput& e) {
    return e.complaint().expected == "3 columns" && e.complaint().got == "4";
  });
}

BOOST_AUTO_TEST_CASE(sizes_that_do_not_match_and_coefficients_that_are_not_finite_are_refused) {
  BOOST_CHECK_THROW(LinearModel(W, {1}, two_tasks()), InvalidModel);
  BOOST_CHECK_THROW(LinearModel(W.cols(0, 0), {1}, two_tasks()), InvalidModel);
  BOOST_CHECK_THROW(LinearModel(arma::mat(3, 0), arma::rowvec(), {}), InvalidModel);
  ModelInfo named = two_tasks();
  named.feature_names = {"x", "y"};
  BOOST_CHECK_THROW(LinearModel(W, b, named), InvalidModel);
  BOOST_CHECK_EXCEPTION(LinearModel(W, {0, arma::datum::nan}, two_tasks()), InvalidModel,
                        [](const InvalidModel& e) { return e.complaint().where == "task b"; });
  arma::mat infinite = W;
  infinite(2, 0) = -arma::datum::inf;
  BOOST_CHECK_EXCEPTION(LinearModel(infinite, b, two_tasks()), InvalidModel,
                        [](const InvalidModel& e) { return e.complaint().where == "task a"; });
}

BOOST_AUTO_TEST_CASE(what_was_learned_is_finite_and_stays_with_the_tasks_it_was_learned_of) {
  ModelInfo about = two_tasks();
  about.learned = {{"task_covariance", {{1, 0.5}, {0.5, 2}}}};
  const LinearModel model(W, b, about);
  BOOST_TEST(model.info().learned.at("task_covariance")(1, 1) == 2.0);
  BOOST_TEST(model.for_new_task()->info().learned.empty());
  about.learned["basis"] = {{1, arma::datum::nan}};
  BOOST_CHECK_EXCEPTION(LinearModel(W, b, about), InvalidModel,
                        [](const InvalidModel& e) { return e.complaint().where == "basis"; });
}

BOOST_AUTO_TEST_CASE(sixty_four_threads_predict_on_one_model_with_the_same_bits) {
  const LinearModel model(W, b, two_tasks());
  const arma::mat many = arma::repmat(X, 300, 1);
  const arma::vec expected = model.decision(0, many);
  std::vector<arma::vec> found(64);
  std::vector<std::thread> threads;
  for (std::size_t k = 0; k < found.size(); ++k) threads.emplace_back([&, k] { found[k] = model.decision(0, many); });
  for (auto& thread : threads) thread.join();
  for (const arma::vec& values : found) BOOST_TEST(same(values, expected));
}

BOOST_AUTO_TEST_CASE(a_model_of_counts_predicts_means_and_decides_by_their_logarithms) {
  const LinearModel model(arma::mat(1, 1, arma::fill::ones), {0.0}, {.loss = LossName::poisson, .task_names = {"a"}});
  const arma::mat X = arma::vec{0, std::log(3), 1e6, -1e6};
  const arma::vec mean = model.predict(0, X), decision = model.decision(0, X);
  BOOST_TEST(mean[0] == 1.0);
  BOOST_TEST(std::abs(mean[1] - 3.0) < 1e-14);
  BOOST_TEST(mean[2] == arma::datum::inf);
  BOOST_TEST(mean[3] == 0.0);
  BOOST_TEST(decision[1] == std::log(3));
}

BOOST_AUTO_TEST_SUITE_END()
