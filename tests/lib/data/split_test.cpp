#include "lib/data/split.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

#include "lib/base/error.hpp"

namespace {

using namespace starling;

// Targets 0, 1, 0, 0, 1, 0, 0, 1, ...: about a third are ones.
arma::vec some_ones(arma::uword n) {
  arma::vec y(n, arma::fill::zeros);
  for (arma::uword i = 1; i < n; i += 3) y[i] = 1.0;
  return y;
}

MultiTaskData tasks_of(const std::vector<arma::uword>& sizes) {
  std::vector<Task> tasks;
  for (const arma::uword n : sizes) tasks.push_back({.X = arma::mat(n, 1, arma::fill::ones), .y = some_ones(n)});
  return MultiTaskData::from_tasks(tasks);
}

// Both sides together are 0 .. n - 1, each in ascending order.
bool parts_all(const arma::uvec& train, const arma::uvec& test, arma::uword n) {
  std::set<arma::uword> all(train.begin(), train.end());
  all.insert(test.begin(), test.end());
  return all.size() == n && train.n_elem + test.n_elem == n && train.is_sorted() && test.is_sorted() &&
         (n == 0 || *all.rbegin() == n - 1);
}

double ones_among(const MultiTaskData& data, arma::uword t, const arma::uvec& rows) {
  return arma::accu(data.targets_of(t).elem(rows));
}

bool same(const arma::uvec& a, const arma::uvec& b) { return a.n_elem == b.n_elem && arma::all(a == b); }

}  // namespace

BOOST_AUTO_TEST_SUITE(split)

BOOST_AUTO_TEST_CASE(a_fraction_takes_the_nearest_number_and_leaves_one_on_each_side) {
  const auto data = tasks_of({10, 2, 1, 100});
  for (const double fraction : {0.001, 0.3, 0.75, 0.999}) {
    const Split split = random_split(data, {.train_fraction = fraction});
    for (arma::uword t = 0; t < 4; ++t) BOOST_TEST(parts_all(split.train[t], split.test[t], data.n_samples(t)));
    BOOST_TEST(split.train[0].n_elem == (fraction < 0.1 ? 1u : fraction > 0.9 ? 9u : fraction < 0.5 ? 3u : 8u));
    BOOST_TEST(split.train[1].n_elem == 1u);
    BOOST_TEST(split.train[2].n_elem == 1u);
  }
}

BOOST_AUTO_TEST_CASE(the_choice_within_a_task_depends_on_the_seed_and_not_on_other_tasks) {
  const auto both = tasks_of({50, 60}), one = tasks_of({50});
  const Split a = random_split(both, {.seed = 4}), b = random_split(one, {.seed = 4}),
              c = random_split(one, {.seed = 5});
  BOOST_TEST(same(a.train[0], b.train[0]));
  BOOST_TEST(!same(b.train[0], c.train[0]));
  BOOST_TEST(!same(random_split(tasks_of({50, 50}), {}).train[0], random_split(tasks_of({50, 50}), {}).train[1]));
}

BOOST_AUTO_TEST_CASE(a_count_is_kept_exactly_or_refused_by_the_task_s_name) {
  const Split split = random_split(tasks_of({10, 4}), {.train_count = 3});
  BOOST_TEST(split.train[0].n_elem == 3u);
  BOOST_TEST(split.test[1].n_elem == 1u);
  for (const arma::uword count : {0u, 4u})
    BOOST_CHECK_EXCEPTION(
        random_split(tasks_of({10, 4}), {.train_count = count}), InvalidOption, [&](const InvalidOption& e) {
          return e.complaint().where == (count == 0 ? "option train_count, task 1" : "option train_count, task 2");
        });
  for (const double fraction : {0.0, 1.0, -1.0, arma::datum::nan})
    BOOST_CHECK_THROW(random_split(tasks_of({10}), {.train_fraction = fraction}), InvalidOption);
}

BOOST_AUTO_TEST_CASE(stratified_sides_hold_each_class_in_proportion_up_to_one) {
  const auto data = tasks_of({30, 31, 7});
  for (const double fraction : {0.1, 0.5, 0.8})
    for (const std::uint64_t seed : {0, 1, 2}) {
      const Split split = random_split(data, {.train_fraction = fraction, .stratified = true, .seed = seed});
      for (arma::uword t = 0; t < 3; ++t) {
        const double share = double(split.train[t].n_elem) / double(data.n_samples(t));
        BOOST_TEST(std::abs(ones_among(data, t, split.train[t]) - share * arma::accu(data.targets_of(t))) <= 1.0);
        BOOST_TEST(parts_all(split.train[t], split.test[t], data.n_samples(t)));
      }
    }
}

BOOST_AUTO_TEST_CASE(folds_are_a_partition_of_every_task_with_sizes_that_differ_by_at_most_one) {
  const auto data = tasks_of({10, 11, 5});
  for (const bool stratified : {false, true}) {
    const auto folds = k_folds(data, {.folds = 4, .stratified = stratified, .seed = 9});
    BOOST_REQUIRE(folds.size() == 4u);
    for (arma::uword t = 0; t < 3; ++t) {
      std::set<arma::uword> tested;
      for (const Split& fold : folds) {
        BOOST_TEST(parts_all(fold.train[t], fold.test[t], data.n_samples(t)));
        tested.insert(fold.test[t].begin(), fold.test[t].end());
        BOOST_TEST(std::abs(double(fold.test[t].n_elem) - double(data.n_samples(t)) / 4) < 1.0);
        if (stratified)
          BOOST_TEST(std::abs(ones_among(data, t, fold.test[t]) - arma::accu(data.targets_of(t)) / 4) < 1.0);
      }
      BOOST_TEST(tested.size() == data.n_samples(t));
    }
  }
}

BOOST_AUTO_TEST_CASE(adv_options_more_folds_than_samples_name_the_task) {
  const auto data = tasks_of({10, 3}).with_task_names({"big", "small"});
  BOOST_CHECK_EXCEPTION(k_folds(data, {.folds = 4}), InvalidOption, [](const InvalidOption& e) {
    return e.complaint().where == "option folds, task small" && e.complaint().expected == "at most 3 (its samples)";
  });
  BOOST_TEST(k_folds(data, {.folds = 3}).size() == 3u);
  for (const int folds : {1, 0, -1}) BOOST_CHECK_THROW(k_folds(data, {.folds = folds}), InvalidOption);
  const auto folds = k_folds(data, {.folds = 4, .small_tasks = starling::SmallTasks::train});
  for (arma::uword t = 0; t < data.n_tasks(); ++t)
    for (const Split& fold : folds) {
      const bool small = data.n_samples(t) < 4;
      BOOST_TEST(fold.test[t].empty() == small);
      BOOST_TEST(fold.train[t].n_elem + fold.test[t].n_elem == data.rows_of(t).size());
    }
}

BOOST_AUTO_TEST_CASE(missing_targets_are_neither_counted_nor_assigned) {
  arma::mat Y(6, 2, arma::fill::ones);
  Y(1, 0) = Y(4, 0) = arma::datum::nan;
  const auto data = MultiTaskData::from_shared(arma::mat(6, 1, arma::fill::ones), Y);
  const Split split = random_split(data, {.train_fraction = 0.5});
  BOOST_TEST(split.train[0].n_elem == 2u);
  BOOST_TEST(split.test[0].n_elem == 2u);
  BOOST_CHECK_THROW(k_folds(data, {.folds = 5}), InvalidOption);
  for (const Split& fold : k_folds(data, {.folds = 4}))
    for (const arma::uvec& side : {fold.train[0], fold.test[0]}) BOOST_TEST(!arma::any(side == 1u || side == 4u));
}

BOOST_AUTO_TEST_SUITE_END()
