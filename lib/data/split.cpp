#include "lib/data/split.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"
#include "lib/base/random.hpp"

namespace starling {
namespace {

// The samples of positive weight of a task in random order, in one group per target value when stratified.
std::vector<std::vector<arma::uword>> shuffled_groups(const MultiTaskData& data, arma::uword t, bool stratified,
                                                      const RandomStream& stream) {
  const arma::vec y = data.targets_of(t);
  const arma::uvec present = arma::find(data.weights_of(t) > 0.0);
  std::map<double, std::vector<arma::uword>> groups;
  for (const auto k : stream.child(t).permutation(present.n_elem)) {
    const arma::uword i = present[k];
    groups[stratified ? y[i] : 0.0].push_back(i);
  }
  std::vector<std::vector<arma::uword>> shuffled;
  for (auto& [value, members] : groups) shuffled.push_back(std::move(members));
  return shuffled;
}

// All samples in an order whose every beginning holds each group in proportion, up to one sample.
std::vector<arma::uword> interleaved(const std::vector<std::vector<arma::uword>>& groups) {
  std::vector<std::pair<double, arma::uword>> placed;
  for (const auto& group : groups)
    for (std::size_t k = 0; k < group.size(); ++k)
      placed.emplace_back((static_cast<double>(k) + 0.5) / static_cast<double>(group.size()), group[k]);
  std::stable_sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<arma::uword> order;
  for (const auto& [place, i] : placed) order.push_back(i);
  return order;
}

arma::uvec ascending(std::vector<arma::uword> rows) {
  std::sort(rows.begin(), rows.end());
  return arma::uvec(rows);
}

arma::uword train_size(const SplitPlan& plan, arma::uword n, const std::string& task) {
  if (!plan.train_count) {
    if (n < 2) return n;
    const auto nearest = static_cast<arma::uword>(std::llround(plan.train_fraction * static_cast<double>(n)));
    return std::clamp<arma::uword>(nearest, 1, n - 1);
  }
  if (*plan.train_count >= 1 && *plan.train_count < n) return *plan.train_count;
  throw InvalidOption({.what = "invalid number of training samples",
                       .where = "option train_count, task " + task,
                       .expected = "at least 1 and fewer than its " + std::to_string(n) + " samples",
                       .got = std::to_string(*plan.train_count)});
}

}  // namespace

Split random_split(const MultiTaskData& data, const SplitPlan& plan) {
  if (!plan.train_count && !(plan.train_fraction > 0.0 && plan.train_fraction < 1.0))
    throw InvalidOption({.what = "invalid value",
                         .where = "option train_fraction",
                         .expected = "a number > 0 and < 1",
                         .got = spelling::print(plan.train_fraction)});
  const RandomStream stream(plan.seed, "split");
  Split split;
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const auto order = interleaved(shuffled_groups(data, t, plan.stratified, stream));
    const auto middle =
        order.begin() + static_cast<std::ptrdiff_t>(train_size(plan, order.size(), data.task_names()[t]));
    split.train.push_back(ascending({order.begin(), middle}));
    split.test.push_back(ascending({middle, order.end()}));
  }
  return split;
}

std::vector<Split> k_folds(const MultiTaskData& data, const FoldPlan& plan) {
  if (plan.folds < 2)
    throw InvalidOption({.what = "invalid value",
                         .where = "option folds",
                         .expected = "a whole number >= 2",
                         .got = std::to_string(plan.folds)});
  const auto folds = static_cast<std::size_t>(plan.folds);
  const RandomStream stream(plan.seed, "folds");
  std::vector<Split> splits(folds);
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    if (data.n_samples(t) < folds && plan.small_tasks == SmallTasks::train) {
      for (Split& split : splits) {
        split.train.push_back(arma::regspace<arma::uvec>(0, 1, data.rows_of(t).size() - 1));
        split.test.emplace_back();
      }
      continue;
    }
    if (data.n_samples(t) < folds)
      throw InvalidOption({.what = "more folds than samples",
                           .where = "option folds, task " + data.task_names()[t],
                           .expected = "at most " + std::to_string(data.n_samples(t)) + " (its samples)",
                           .got = std::to_string(folds)});
    std::vector<std::vector<arma::uword>> train(folds), test(folds);
    // Group after group is dealt out like cards. Starting with another fold in every task evens out the remainders.
    std::size_t next = t;
    for (const auto& group : shuffled_groups(data, t, plan.stratified, stream))
      for (const arma::uword i : group) {
        const std::size_t own = next++ % folds;
        for (std::size_t k = 0; k < folds; ++k) (k == own ? test : train)[k].push_back(i);
      }
    for (std::size_t k = 0; k < folds; ++k) {
      splits[k].train.push_back(ascending(std::move(train[k])));
      splits[k].test.push_back(ascending(std::move(test[k])));
    }
  }
  return splits;
}

}  // namespace starling
