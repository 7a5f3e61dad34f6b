// Targets that are classes. Two: whatever two values the data hold become -1 (the smaller) and +1 (the larger).
//
//     const EncodedData encoded = encode_labels(data);    // targets {0, 1}, {1, 2}, {-1, 1}, ...
//     encoded.data.targets();                             // -1 and +1
//     encoded.labels.positive();                          // 1 for {0, 1}
//
// More: whole numbers, of which one after the other becomes +1 against all others.
//
// The values are those of all tasks together: a task that holds only some of them is welcome. Samples of weight 0
// (missing targets among them) are not looked at; they come out as -1.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/data/multitask_data.hpp"

namespace starling {

// The target values of a classification model, in the units of the data it was fitted to (such as 0 and 1), and
// their names where the data had names.
struct Labels {
  std::vector<double> values = {-1.0, 1.0};  // ascending, two or more
  std::vector<std::string> names = {};       // none, or one a value

  double negative() const { return values.front(); }  // of two
  double positive() const { return values.back(); }
  // Where a value is among them; none: it is no label.
  std::optional<std::size_t> position(double value) const;
};

struct EncodedData {
  MultiTaskData data;  // targets -1 and +1, or of more classes 0, 1, 2, ...
  Labels labels;
};

// Throws InvalidData naming the values found unless there are exactly two.
EncodedData encode_labels(const MultiTaskData& data);
// By the labels of a model, so that data to be scored may hold only some of them: two become -1 and +1, more their
// positions 0, 1, 2, ... Throws InvalidData for another value.
MultiTaskData encode_labels(const MultiTaskData& data, const Labels& labels);

// Why encode_labels(data) would throw, in its words; none when it would not.
std::optional<std::string> not_two_classes(const MultiTaskData& data);

// Whether there are more than two values.
bool has_many_classes(const MultiTaskData& data);
// All of them, two or more; more than two are whole numbers, at most 1000. Throws InvalidData.
Labels find_classes(const MultiTaskData& data);
// The targets as positions among all of them: 0, 1, 2, ...; of two classes -1 and +1. Throws as find_classes() does.
EncodedData encode_classes(const MultiTaskData& data);
// Why find_classes(data) would throw, in its words; none when it would not.
std::optional<std::string> not_classes(const MultiTaskData& data);
// +1 where the target is this label, otherwise -1.
MultiTaskData against_the_rest(const MultiTaskData& data, double label);

}  // namespace starling
