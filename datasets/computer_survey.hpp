// Ratings of 20 personal computers by 190 persons: a task is a person; all tasks have the same samples.
//
// A sample is a computer described by 13 two-valued attributes, the target a rating from 0 to 10 of how likely the
// person is to buy it. The constant column of the file is left out because methods fit intercepts; constant=true keeps
// it as a 14th feature, penalised like the others, as the papers did. The papers use 180 of the persons by a rule they
// do not state; n_respondents=180 takes the first 180.
//
// SPLITS  one: the first 8 computers to learn from, the last 4 (the hold-out profiles) to test on, as in the papers.
// PAPERS  lenk1996hierarchical, argyriou2008convex
#pragma once

#include <array>

#include "datasets/data_directory.hpp"
#include "datasets/dataset.hpp"
#include "lib/base/params.hpp"

namespace starling {

// How the two values of an attribute are written. With intercepts both span the same functions, but a penalty sees
// different coefficients; the published errors are those of zero_one.
enum class AttributeCoding { zero_one, plus_minus };
inline std::span<const std::string_view> enum_names(AttributeCoding) {
  static constexpr std::array<std::string_view, 2> names = {"zero_one", "plus_minus"};
  return names;
}

struct ComputerSurvey {
  static constexpr std::string_view name = "computer_survey";
  static constexpr std::string_view summary = "ratings of 20 computers by 190 persons (conjoint analysis)";
  static constexpr Target target = Target::regression;
  static constexpr std::array<std::string_view, 1> file_names = {"conjointAnalysisComputerBuyers.mat"};
  static constexpr DataFiles files = {.folder = "computer_survey",
                                      .files = file_names,
                                      .origin = "github.com/tjanez/PyMTL, folder data/computer_survey",
                                      .licence = "none stated"};

  struct Options {
    int n_respondents = 190;
    AttributeCoding coding = AttributeCoding::zero_one;
    bool constant = false;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.n_respondents, Field{.name = "n_respondents",
                                      .help = "the first so many persons of the file",
                                      .range = Range::between(1, 190)});
      visit(self.coding, Field{.name = "coding", .help = "how the two values of an attribute are written"});
      visit(self.constant, Field{.name = "constant", .help = "keep the column of ones, for fits without intercept"});
    }
  };
  Options options = {};

  // Throws InvalidOption; IoError when the file is not there, InvalidData when it holds something else.
  Dataset make(const DataSource& source) const;
};

}  // namespace starling
