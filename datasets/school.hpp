// Exam scores of the pupils of 139 London schools (ILEA 1985 to 1987): a task is a school, a sample a pupil.
//
// 15362 pupils, 22 to 251 a school, 27 features, score 1 to 70. The features are year, gender, VR band, ethnic group,
// gender and denomination of the school, each as one indicator per value, and two percentages of the school. The 28th
// column of the file is the constant 1: it is left out because methods fit intercepts; constant=true keeps it. The
// indicators of one quantity add up to 1 (15 pupils have no VR band), so X_t and the intercept are collinear; many
// columns are constant in a school.
//
// SPLITS  the 10 divisions of Argyriou, Evgeniou and Pontil: 11472 pupils to learn from, 3890 to test on.
// PAPERS  goldstein1991multilevel, argyriou2008convex
#pragma once

#include <array>

#include "datasets/data_directory.hpp"
#include "datasets/dataset.hpp"
#include "lib/base/params.hpp"

namespace starling {

struct School {
  static constexpr std::string_view name = "school";
  static constexpr std::string_view summary = "exam scores in 139 London schools, with 10 official splits";
  static constexpr Target target = Target::regression;
  static constexpr std::array<std::string_view, 11> file_names = {
      "school_b.mat",         "school_1_indexes.mat", "school_2_indexes.mat", "school_3_indexes.mat",
      "school_4_indexes.mat", "school_5_indexes.mat", "school_6_indexes.mat", "school_7_indexes.mat",
      "school_8_indexes.mat", "school_9_indexes.mat", "school_10_indexes.mat"};
  static constexpr DataFiles files = {.folder = "school",
                                      .files = file_names,
                                      .origin = "github.com/tjanez/PyMTL, folder data/school",
                                      .licence = "none stated; ILEA data, free for research and teaching"};

  struct Options {
    bool constant = false;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.constant, Field{.name = "constant", .help = "keep the column of ones, for fits without intercept"});
    }
  };
  Options options = {};

  // Throws IoError when a file is not there, InvalidData when one holds something else.
  Dataset make(const DataSource& source) const;
};

}  // namespace starling
