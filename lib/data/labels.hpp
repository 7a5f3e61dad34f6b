// Two-class targets: whatever two values the data hold become -1 (the smaller) and +1 (the larger).
//
//     const EncodedData encoded = encode_labels(data);    // targets {0, 1}, {1, 2}, {-1, 1}, ...
//     encoded.data.targets();                             // -1 and +1
//     encoded.labels.positive;                            // 1 for {0, 1}
//
// The two values are those of all tasks together: a task that holds only one of them is welcome as long as another task
// holds the other. Samples of weight 0 (missing targets among them) are not looked at; they come out as -1.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/data/multitask_data.hpp"

namespace starling {

// The two target values of a classification model, in the units of the data it was fitted to (such as 0 and 1), and
// their names where the data had names.
struct Labels {
  double negative = -1.0;
  double positive = 1.0;
  std::vector<std::string> names = {};  // none, or negative's and positive's
};

struct EncodedData {
  MultiTaskData data;  // targets -1 and +1
  Labels labels;
};

// Throws InvalidData naming the values found unless there are exactly two.
EncodedData encode_labels(const MultiTaskData& data);
// By the labels of a model, so that data to be scored may hold only one of them. Throws InvalidData for another value.
MultiTaskData encode_labels(const MultiTaskData& data, const Labels& labels);

// Why encode_labels(data) would throw, in its words; none when it would not.
std::optional<std::string> not_two_classes(const MultiTaskData& data);

}  // namespace starling
