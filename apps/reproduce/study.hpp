// A study: numbers that a paper published, and the experiments that compute them anew.
//
//     const Study study = read_study("mine.toml");                  // with mine.csv beside it
//     study.experiments[0].plan, study.cells[0].published
//
// NAME.toml says what is computed:
//
//     title = "School with few pupils to learn from"
//     source = "where the numbers were published, as a sentence"
//     papers = ["argyriou2008convex"]                               # keys of docs/references.bib
//     about = "what is known of the protocol and what is not"
//     spread = "sd"                                                 # of the published numbers: sd or standard error
//     repetitions = 10                                              # as the options of starling compare
//     methods = ["Ridge=independent_ridge:averaging=sum"]           # LABEL=SPEC
//
//     [[experiment]]
//     label = "10 %"
//     data = "school"
//     train_share = 0.1                                             # of this experiment alone
//
// Keys of experiments: data, methods, repetitions, folds, gap, max_iterations, train_share, train_per_task,
// stratified. Those that stand before the first experiment are of all.
//
// NAME.csv holds the published numbers, a cell of the paper's table in a row:
//
//     experiment,method,metric,published,spread,mark,band,note
//     10 %,Ridge,nmse,1.1031,,V,5 %,
//
//   metric     an exact name of lib/estimator/metrics.hpp or coefficient_metrics.hpp; "auc in %" for 100 times its
//   value published  as it was printed; empty: a number of ours to stand beside the others mark       V: seen in the
//   source; S: seen in somebody else's summary; M: from memory, which is never shown as
//              published; empty where nothing is published
//   band       how far ours may be: "0.02", or "5 %" of the published number; V and S need it
//   note       why the numbers may differ, for instance
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "apps/compare/block.hpp"
#include "apps/compare/experiment.hpp"

namespace starling::reproduce {

enum class Mark { verified, second_hand, from_memory, none };

struct Cell {
  std::string experiment, method;  // labels
  compare::ShownMetric metric;
  std::optional<double> published;
  std::string published_text = {}, spread_text = {};
  Mark mark = Mark::none;
  double band = 0.0;  // largest distance to the published number, in its units
  std::string band_text = {};
  std::string note = {};
};

struct StudyExperiment {
  std::string label;
  compare::ExperimentPlan plan;
};

struct Study {
  std::string name, title, source, about;
  std::string spread = {};  // what the published spreads are; empty: there are none
  std::vector<std::string> papers = {};
  std::vector<StudyExperiment> experiments = {};
  std::vector<Cell> cells = {};
};

// The texts of the two files; the name is used in messages. Throws InvalidOption with file:line:column for what is no
// TOML, for unknown keys (with the nearest one), values of another kind and labels given twice; InvalidData for cells
// that name no experiment, method or metric, and for marks, numbers and bands of another form.
Study parse_study(std::string name, const std::string& toml, const std::string& csv);

// NAME.toml and NAME.csv beside it. Throws IoError, too.
Study read_study(const std::filesystem::path& path);

}  // namespace starling::reproduce
