// The methods of an experiment as a person writes them.
//
//     trace_norm                                            every option a search is for is tuned on its default grid
//     trace_norm:lambda=0.1max                              nothing is tuned
//     multitask_lasso:l1_ratio=0.5,lambda=auto:20           one option fixed, another on a grid of its own
//     multitask_svm:C=0.1;1;10,mu=0.01:100:5                a list, and five values by equal factors
//     multitask_lasso:row_weights=1;2;inf                   one value of an option that is itself a list
//     ridge=independent_ridge|independent_logistic          one row of the table with a name: the first method that
//                                                           takes the kind of target of a data set
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/params.hpp"
#include "lib/estimator/estimator.hpp"
#include "lib/selection/grid.hpp"

namespace starling::compare {

// The text of a grid by option, as lib/selection/grid.hpp reads it: "auto:8", "0.001:10:5" or "0.1,1,10".
using Grids = std::map<std::string, std::string, std::less<>>;

struct MethodChoice {
  std::string name;
  Params fixed;
  Grids grids;
};

struct MethodSpec {
  std::string label;
  std::vector<MethodChoice> choices;  // in order of preference
};

// Throws InvalidOption for text of another form, unknown methods and options, and values out of range.
MethodSpec parse_method_spec(std::string_view text);

// A method made ready for data of one kind.
struct ReadyMethod {
  std::unique_ptr<Estimator> estimator;  // the options that are not tuned are set
  Grids grids;                           // of those that are; defaults for options on a logarithmic scale
  Grid grid() const;                     // the same, parsed
  std::string mismatch;                  // why it cannot learn targets of this kind; empty: it can
};

// The first choice that learns such targets. A method with several losses whose loss was left open takes one that suits
// the targets: logistic or hinge for two classes, squared or epsilon_insensitive for numbers.
ReadyMethod make_ready(const MethodSpec& spec, bool classification);

}  // namespace starling::compare
