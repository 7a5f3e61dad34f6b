// Parkinson's telemonitoring: a task is a patient, a sample a voice recording, the target the patient's UPDRS score.
//
// 42 patients of 101 to 168 recordings, 5875 in all; 19 features: age, sex (0 male, 1 female; both constant within a
// patient), time since recruitment in days, and 16 measures of the voice on very different scales (standardise them).
// The file has two scores per recording, interpolated between visits to the clinic: motor (5 to 39.5) and total (7 to
// 55). The other score is not a feature.
//
// PAPERS  tsanas2010accurate
#pragma once

#include <array>

#include "datasets/data_directory.hpp"
#include "datasets/dataset.hpp"
#include "lib/base/params.hpp"

namespace starling {

enum class UpdrsScore { motor, total };
inline std::span<const std::string_view> enum_names(UpdrsScore) {
  static constexpr std::array<std::string_view, 2> names = {"motor", "total"};
  return names;
}

struct Parkinsons {
  static constexpr std::string_view name = "parkinsons";
  static constexpr std::string_view summary = "disease scores of 42 patients from voice recordings";
  static constexpr Target target = Target::regression;
  static constexpr std::array<std::string_view, 1> file_names = {"parkinsons_updrs.data"};
  static constexpr DataFiles files = {.folder = "parkinsons",
                                      .files = file_names,
                                      .origin = "UCI Machine Learning Repository, Parkinsons Telemonitoring (189)",
                                      .licence = "CC BY 4.0"};

  struct Options {
    UpdrsScore score = UpdrsScore::motor;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.score, Field{.name = "target", .help = "the score to predict"});
    }
  };
  Options options = {};

  // Throws InvalidOption; IoError when the file is not there, InvalidData when it holds something else.
  Dataset make(const DataSource& source) const;
};

}  // namespace starling
