#include "lib/data/multitask_data.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "tests/support/refusal.hpp"

using namespace starling;
using testing::refusal;

namespace {

const double missing = arma::datum::nan, infinity = arma::datum::inf;
const arma::mat X1 = {{1, 2}, {3, 4}, {5, 6}}, X2 = {{-1, 0}, {0, 7}};
const arma::vec first_y = {1, 2, 3}, second_y = {4, 5};

std::vector<Task> two_tasks() { return {{.X = X1, .y = first_y}, {.X = X2, .y = second_y}}; }

std::string refusal_of_tasks(const std::vector<Task>& tasks) {
  return refusal<InvalidData>([&] { MultiTaskData::from_tasks(tasks); });
}
std::string refusal_of_shared(const arma::mat& X, const arma::mat& Y, const arma::mat& weights = {}) {
  return refusal<InvalidData>([&] { MultiTaskData::from_shared(X, Y, weights); });
}

bool says(const std::string& message, const std::vector<std::string>& words) {
  for (const std::string& word : words)
    if (message.find(word) == std::string::npos) {
      BOOST_TEST_MESSAGE("'" << message << "' lacks '" << word << "'");
      return false;
    }
  return true;
}

bool same(const arma::mat& a, const arma::mat& b) { return arma::approx_equal(a, b, "absdiff", 0.0); }

}  // namespace

BOOST_AUTO_TEST_SUITE(multitask_data)

BOOST_AUTO_TEST_CASE(ragged_tasks_lie_one_after_another_in_the_flat_vector) {
  const auto data =
      MultiTaskData::from_tasks({{.X = X1, .y = first_y, .name = "a"}, {.X = X2, .y = second_y, .weights = {0, 2}}});
  BOOST_CHECK_EQUAL(data.n_tasks(), 2U);
  BOOST_CHECK_EQUAL(data.n_features(), 2U);
  BOOST_CHECK_EQUAL(data.size(), 5U);
  BOOST_CHECK_EQUAL(data.n_samples(), 4U);
  BOOST_CHECK_EQUAL(data.n_samples(1), 1U);
  BOOST_CHECK_EQUAL(data.rows_of(1).begin, 3U);
  BOOST_CHECK_EQUAL(data.rows_of(1).end, 5U);
  BOOST_CHECK(same(data.targets(), arma::vec{1, 2, 3, 4, 5}));
  BOOST_CHECK(same(data.weights(), arma::vec{1, 1, 1, 0, 2}));
  BOOST_CHECK(same(data.targets_of(1), second_y));
  BOOST_CHECK((data.task_names() == std::vector<std::string>{"a", "2"}));
  BOOST_CHECK(!data.is_shared());
}

BOOST_AUTO_TEST_CASE(nan_in_a_shared_y_is_a_sample_of_weight_zero) {
  const auto data = MultiTaskData::from_shared(X1, {{1, missing}, {missing, 5}, {3, 6}});
  BOOST_CHECK(data.is_shared());
  BOOST_CHECK(same(data.targets(), arma::vec{1, 0, 3, 0, 5, 6}));
  BOOST_CHECK(same(data.weights(), arma::vec{1, 0, 1, 0, 1, 1}));
  BOOST_CHECK_EQUAL(data.n_samples(), 4U);
  BOOST_CHECK(data.design(0).same_matrix(data.design(1)));
  const auto weighted = MultiTaskData::from_shared(X1, {{1, missing}, {2, 5}, {3, 6}}, {{2, 9}, {0, 1}, {3, 4}});
  BOOST_CHECK(same(weighted.weights(), arma::vec{2, 0, 3, 0, 1, 4}));
}

BOOST_AUTO_TEST_CASE(the_three_averagings_are_their_formulas) {
  const auto data =
      MultiTaskData::from_tasks({{.X = X1, .y = first_y, .weights = {1, 0, 3}}, {.X = X2, .y = second_y}});
  BOOST_CHECK(same(data.loss_weights(Averaging::task_mean), arma::vec{0.25, 0, 0.75, 0.5, 0.5}));
  BOOST_CHECK(same(data.loss_weights(Averaging::sum), arma::vec{1, 0, 3, 1, 1}));
  BOOST_CHECK(same(data.loss_weights(Averaging::pooled_mean), arma::vec{1, 0, 3, 1, 1} / 6.0));
}

BOOST_AUTO_TEST_CASE(changed_targets_weights_and_features_leave_the_original_alone) {
  const auto data = MultiTaskData::from_tasks(two_tasks());
  const auto doubled = data.with_targets(2.0 * data.targets()).with_weights({1, 0, 1, 2, 2});
  BOOST_CHECK(same(doubled.targets(), arma::vec{2, 4, 6, 8, 10}));
  BOOST_CHECK_EQUAL(doubled.n_samples(), 4U);
  BOOST_CHECK(same(data.targets(), arma::vec{1, 2, 3, 4, 5}));
  BOOST_CHECK(doubled.design(1).same_matrix(data.design(1)));
  const auto narrow = data.with_feature_names({"p", "q"}).map_designs([](const Design& X) {
    return Design(arma::mat(X.dense().col(1)));
  });
  BOOST_CHECK_EQUAL(narrow.n_features(), 1U);
  BOOST_CHECK(narrow.feature_names().empty());
  BOOST_CHECK(same(narrow.design(1).dense(), X2.col(1)));
  int calls = 0;
  MultiTaskData::from_shared(X1, arma::ones(3, 4)).map_designs([&](const Design& X) {
    ++calls;
    return X;
  });
  BOOST_CHECK_EQUAL(calls, 1);
}

BOOST_AUTO_TEST_CASE(adv_D1_no_task_at_all) {
  BOOST_CHECK(says(refusal_of_tasks({}), {"no task"}));
  BOOST_CHECK(says(refusal_of_shared(X1, arma::mat(3, 0)), {"no task"}));
}

BOOST_AUTO_TEST_CASE(adv_D2_a_task_without_samples_is_named) {
  BOOST_CHECK(says(refusal_of_tasks({{.X = X1, .y = first_y}, {.X = arma::mat(0, 2), .y = {}, .name = "empty"}}),
                   {"without samples", "task empty"}));
  BOOST_CHECK(says(refusal_of_shared(arma::mat(0, 2), arma::mat(0, 2)), {"without samples", "task 1"}));
  BOOST_CHECK(says(refusal_of_shared(X1, {{1, missing}, {2, missing}, {3, missing}}),
                   {"weight 0 or a missing target", "task 2"}));
}

BOOST_AUTO_TEST_CASE(adv_D3_one_sample_is_enough) {
  const auto data = MultiTaskData::from_tasks({{.X = arma::mat{{1, 2}}, .y = {3}}});
  BOOST_CHECK(same(data.forward(arma::mat(arma::vec{2, 1}), arma::rowvec{1}), arma::vec{5}));
}

BOOST_AUTO_TEST_CASE(adv_D4_no_features_leave_the_intercept) {
  for (const auto& data :
       {MultiTaskData::from_tasks({{.X = arma::mat(3, 0), .y = first_y}, {.X = arma::mat(2, 0), .y = second_y}}),
        MultiTaskData::from_shared(arma::mat(3, 0), arma::ones(3, 2))}) {
    const arma::vec eta = data.forward(arma::mat(0, 2), arma::rowvec{1, 2});
    BOOST_CHECK_EQUAL(eta[0], 1.0);
    BOOST_CHECK_EQUAL(eta[data.size() - 1], 2.0);
    BOOST_CHECK_EQUAL(data.adjoint(eta).n_cols, 2U);
  }
}

BOOST_AUTO_TEST_CASE(adv_D5_tasks_of_different_numbers_of_features_are_named_with_both) {
  BOOST_CHECK(says(refusal_of_tasks({{.X = X1, .y = first_y}, {.X = arma::mat(2, 3), .y = second_y}}),
                   {"task 2", "2 (as in task 1)", "3"}));
}

BOOST_AUTO_TEST_CASE(adv_D6_features_that_are_not_finite_are_placed_and_counted) {
  arma::mat bad = X2;
  bad(1, 0) = missing;
  bad(0, 1) = -infinity;
  for (const Design& X : {Design(bad), Design(arma::sp_mat(bad))})
    BOOST_CHECK(says(refusal_of_tasks({{.X = X1, .y = first_y}, {.X = X, .y = second_y}}),
                     {"task 2", "row 1", "column 0", "2 value"}));
  BOOST_CHECK(says(refusal_of_shared(bad, arma::ones(2, 2)), {"shared X", "row 1", "column 0", "2 value"}));
}

BOOST_AUTO_TEST_CASE(adv_D7_targets_that_are_not_finite_are_placed_and_counted) {
  BOOST_CHECK(
      says(refusal_of_tasks({{.X = X1, .y = {1, missing, infinity}}}), {"targets", "task 1", "row 1", "2 value"}));
  BOOST_CHECK(
      says(refusal_of_shared(X1, {{1, 1}, {1, missing}, {1, infinity}}), {"targets", "task 2", "row 2", "1 value"}));
}

BOOST_AUTO_TEST_CASE(adv_D23_weights_that_cannot_be_used) {
  const auto weighted = [](const arma::vec& weights) {
    return refusal_of_tasks({{.X = X2, .y = second_y}, {.X = X1, .y = first_y, .weights = weights}});
  };
  BOOST_CHECK(says(weighted({1, -1, 1}), {"negative", "task 2", "row 1"}));
  BOOST_CHECK(says(weighted({0, 0, 0}), {"weight 0", "task 2"}));
  BOOST_CHECK(says(weighted({1, 1}), {"wrong length", "task 2", "3", "2"}));
  BOOST_CHECK(says(weighted({1, missing, 1}), {"weights", "task 2", "row 1", "NaN"}));
  BOOST_CHECK(says(weighted({1, 1, infinity}), {"weights", "task 2", "row 2"}));
  const arma::mat Y = arma::ones(3, 2);
  BOOST_CHECK(says(refusal_of_shared(X1, Y, {{1, 1}, {1, -2}, {1, 1}}), {"negative", "task 2", "row 1"}));
  BOOST_CHECK(says(refusal_of_shared(X1, Y, {{1, 0}, {1, 0}, {1, 0}}), {"weight 0", "task 2"}));
  BOOST_CHECK(says(refusal_of_shared(X1, Y, arma::ones(3, 1)), {"wrong shape", "3x2", "3x1"}));
  BOOST_CHECK(says(refusal_of_shared(X1, Y, {{1, 1}, {missing, 1}, {1, 1}}), {"weights", "task 1", "row 1"}));
  const auto data = MultiTaskData::from_tasks(two_tasks());
  BOOST_CHECK(says(refusal<InvalidData>([&] { data.with_weights({1, 1, 1, 0, 0}); }), {"weight 0", "task 2"}));
  BOOST_CHECK(says(refusal<InvalidData>([&] { data.with_weights({1, 1}); }), {"wrong length"}));
}

BOOST_AUTO_TEST_CASE(adv_D27_two_tasks_of_the_same_name) {
  BOOST_CHECK(says(refusal_of_tasks({{.X = X1, .y = first_y, .name = "a"}, {.X = X2, .y = second_y, .name = "a"}}),
                   {"same name", "task a"}));
  // A number given as a name may be the one another task has by its position.
  BOOST_CHECK(says(refusal_of_tasks({{.X = X1, .y = first_y, .name = "2"}, {.X = X2, .y = second_y}}),
                   {"same name", "task 2"}));
  const auto data = MultiTaskData::from_tasks(two_tasks());
  BOOST_CHECK(says(refusal<InvalidData>([&] { data.with_task_names({"x", "x"}); }), {"same name", "task x"}));
  BOOST_CHECK(says(refusal<InvalidData>([&] { data.with_task_names({"x"}); }), {"number of task names"}));
  BOOST_CHECK(says(refusal<InvalidData>([&] { data.with_feature_names({"x"}); }), {"number of feature names"}));
}

BOOST_AUTO_TEST_CASE(x_and_y_of_different_length_are_refused_with_both) {
  BOOST_CHECK(says(refusal_of_tasks({{.X = X1, .y = second_y}}), {"targets of the wrong length", "task 1", "3", "2"}));
  BOOST_CHECK(says(refusal_of_shared(X1, arma::ones(4, 2)), {"different length", "3", "4"}));
}

BOOST_AUTO_TEST_SUITE_END()
