// The data of an experiment: which samples a repetition learns from and which it is tested on.
//
// GENERATED   repetition r is another draw (its seed is the spec's plus r) with the generator's own test samples.
// REAL        official splits where the data set has them: repetition r takes number r + 1. Otherwise, and when a share
//             or a number per task is asked for, a division of every task drawn from the repetition alone (stratified
//             for two classes, unless the rule says otherwise). A share of 1 leaves nothing to test on: what is learned
//             from all samples is asked for, and metrics of predictions are not defined.
// All methods see the same samples, so their results are paired.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "datasets/catalogue.hpp"

namespace starling::compare {

struct SplitRule {
  double train_share = 0.75;
  int train_per_task = 0;  // 0: the share says it
  bool official = true;    // use official splits where there are some
  bool stratified = true;  // two classes in the same proportions; false: drawn without a look at them
};

struct Samples {
  MultiTaskData train, test;
  std::optional<Truth> truth = {};  // of generated data
};

class DataPlan {
 public:
  // Reads the files of a real data set; draws nothing. Throws InvalidOption for a spec or a rule that cannot be kept
  // (such as more repetitions than official splits), IoError and InvalidData for the files.
  DataPlan(std::string spec, const SplitRule& rule, int repetitions, const DataSource& source);

  const std::string& label() const { return label_; }
  bool classification() const { return entry_.target == Target::classification; }
  // Everything that decides which samples these are; of files, the digest of what was read from them.
  Params identity(int repetition) const;
  // Safe to call from several threads; the last few are kept.
  std::shared_ptr<const Samples> samples(int repetition) const;

 private:
  Samples make(int repetition) const;
  DatasetSpec generated_spec(int repetition) const;
  bool uses_official() const;

  std::string label_;
  SplitRule rule_;
  const DatasetEntry& entry_;
  DatasetSpec spec_;
  std::optional<Dataset> loaded_;  // real data only
  std::string content_;            // their digest
  mutable std::mutex mutex_;
  mutable std::deque<std::pair<int, std::shared_ptr<const Samples>>> kept_;
};

// SHA-256 over all features, targets and weights.
std::string content_digest(const MultiTaskData& data);

}  // namespace starling::compare
