// The main table of a report, cell by cell, before it is written in one form or another.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/compare/report/report.hpp"

namespace starling::compare {

struct ScoreCell {
  std::optional<double> value;  // none: no score
  std::string mean, sd;         // as printed; sd is empty for one repetition
  bool best = false;            // to be bold
  bool not_worse = false;       // to be underlined: it may be as good as the best
  std::size_t note = 0;         // number of its footnote; 0: none
};

struct ScoreRow {
  std::string method;
  std::vector<ScoreCell> cells;     // one a data set
  std::optional<double> mean_rank;  // over all data sets; none: it has no score on one of them
};

struct ScoreTable {
  std::vector<std::string> data_sets;  // without their options where that leaves them distinct
  std::vector<ScoreRow> rows;
  std::vector<std::string> notes;  // note k is notes[k - 1]
};

ScoreTable score_table(const Report& report);

// The specs of the data sets without their options, where they stay distinct.
std::vector<std::string> short_names(std::span<const DatasetBlock> blocks);

// "0.034", "< 0.001"
std::string p_text(double p);
// "p = 0.034", "p < 0.001"
std::string p_equation(double p);

}  // namespace starling::compare
