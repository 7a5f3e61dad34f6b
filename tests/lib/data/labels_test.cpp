#include "lib/data/labels.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"

namespace {

using starling::encode_labels;
using starling::InvalidData;
using starling::MultiTaskData;

MultiTaskData tasks_with(const std::vector<arma::vec>& targets) {
  std::vector<starling::Task> tasks;
  for (const arma::vec& y : targets) tasks.push_back({.X = arma::mat(y.n_elem, 1, arma::fill::ones), .y = y});
  return MultiTaskData::from_tasks(tasks);
}

bool same(const arma::vec& a, const arma::vec& b) { return a.n_elem == b.n_elem && arma::all(a == b); }

}  // namespace

BOOST_AUTO_TEST_SUITE(labels)

BOOST_AUTO_TEST_CASE(adv_D15_any_two_values_become_minus_one_and_plus_one) {
  for (const auto& [low, high] : std::vector<std::pair<double, double>>{{0, 1}, {1, 2}, {-1, 1}, {-3.5, 1e100}}) {
    const auto encoded = encode_labels(tasks_with({{low, high}, {high, high, low}}));
    BOOST_TEST(same(encoded.data.targets(), {-1, 1, 1, 1, -1}));
    BOOST_TEST(encoded.labels.negative() == low);
    BOOST_TEST(encoded.labels.positive() == high);
  }
}

BOOST_AUTO_TEST_CASE(adv_D15_three_classes_are_an_error_that_names_them) {
  const auto data = tasks_with({{0, 1}, {2, 0}});
  BOOST_CHECK_EXCEPTION(encode_labels(data), InvalidData, [](const InvalidData& e) {
    return std::string(e.what()).find("got 0, 1, 2") != std::string::npos;
  });
  BOOST_TEST(starling::not_two_classes(data).value().find("more than two values") != std::string::npos);
  const auto many = tasks_with({arma::linspace(0, 9, 10)});
  BOOST_CHECK_EXCEPTION(encode_labels(many), InvalidData,
                        [](const InvalidData& e) { return e.complaint().got == "0, 1, 2, 3, 4, ..."; });
}

BOOST_AUTO_TEST_CASE(adv_D16_a_task_of_one_class_is_welcome_when_another_has_both) {
  BOOST_TEST(same(encode_labels(tasks_with({{1, 1}, {0, 1}})).data.targets(), {1, 1, -1, 1}));
  BOOST_TEST(same(encode_labels(tasks_with({{1, 1}, {0, 0}})).data.targets(), {1, 1, -1, -1}));
  BOOST_TEST(!starling::not_two_classes(tasks_with({{1, 1}, {0, 1}})).has_value());
}

BOOST_AUTO_TEST_CASE(adv_D16_one_class_in_all_tasks_is_an_error_that_names_it) {
  BOOST_CHECK_EXCEPTION(encode_labels(tasks_with({{3, 3}, {3}})), InvalidData,
                        [](const InvalidData& e) { return e.complaint().got == "3"; });
}

BOOST_AUTO_TEST_CASE(missing_targets_and_samples_of_weight_zero_are_not_looked_at) {
  const arma::mat X(3, 1, arma::fill::ones);
  const arma::mat Y = {{1, 2}, {2, arma::datum::nan}, {arma::datum::nan, 1}};
  const auto encoded = encode_labels(MultiTaskData::from_shared(X, Y));
  BOOST_TEST(encoded.labels.negative() == 1.0);
  BOOST_TEST(encoded.labels.positive() == 2.0);
  BOOST_TEST(same(encoded.data.targets(), {-1, 1, -1, 1, -1, -1}));
  BOOST_TEST(same(encoded.data.weights(), {1, 1, 0, 1, 0, 1}));
  const auto weighted = MultiTaskData::from_tasks({{.X = X, .y = {0, 1, 7}, .weights = {1, 2, 0}}});
  BOOST_TEST(encode_labels(weighted).labels.positive() == 1.0);
}

BOOST_AUTO_TEST_CASE(known_labels_encode_data_of_one_class_and_refuse_another_value) {
  const starling::Labels known{.values = {1, 2}};
  BOOST_TEST(same(encode_labels(tasks_with({{2, 2}}), known).targets(), {1, 1}));
  BOOST_CHECK_EXCEPTION(encode_labels(tasks_with({{2}, {1, 0}}), known), InvalidData, [](const InvalidData& e) {
    return e.complaint().where == "task 2, row 1" && e.complaint().expected == "1 or 2" && e.complaint().got == "0";
  });
}

BOOST_AUTO_TEST_CASE(more_than_two_labels_become_their_positions_and_one_after_the_other_is_against_the_rest) {
  const auto data = tasks_with({{7, -1}, {7, 3, 3}});
  BOOST_TEST(starling::has_many_classes(data));
  BOOST_TEST(!starling::has_many_classes(tasks_with({{1, 2}, {2}})));
  const starling::Labels found = starling::find_classes(data);
  BOOST_TEST((found.values == std::vector<double>{-1, 3, 7}));
  BOOST_TEST(found.position(3).value() == 1u);
  BOOST_TEST(!found.position(2).has_value());
  BOOST_TEST(same(encode_labels(data, found).targets(), {2, 0, 2, 1, 1}));
  BOOST_TEST(same(starling::against_the_rest(data, 3).targets(), {-1, -1, -1, 1, 1}));
  BOOST_CHECK_EXCEPTION(encode_labels(tasks_with({{7, 4}}), found), InvalidData, [](const InvalidData& e) {
    return e.complaint().expected == "-1, 3 or 7" && e.complaint().got == "4";
  });
}

BOOST_AUTO_TEST_CASE(more_than_two_targets_are_classes_when_they_are_whole_and_not_too_many) {
  BOOST_TEST(!starling::not_classes(tasks_with({{0, 1}, {2, 0}})).has_value());
  BOOST_TEST(!starling::not_classes(tasks_with({{0.5, 0.25}})).has_value());
  BOOST_TEST(starling::not_classes(tasks_with({{0, 0.5}, {1}})).value().find("no classes") != std::string::npos);
  BOOST_TEST(starling::not_classes(tasks_with({{4, 4}, {4}})).value().find("one class only") != std::string::npos);
  BOOST_CHECK_THROW(starling::find_classes(tasks_with({arma::linspace(0, 1000, 1001)})), InvalidData);
}

BOOST_AUTO_TEST_SUITE_END()
