// An experiment as a person writes it: options of a verb, or a file of them.
//
//     data = ["school", "low_rank:n_tasks=20"]
//     method = ["trace_norm", "alone=independent_ridge"]
//     seeds = 10
//     train-share = 0.5
//     time-limit = 60
//
//     const ExperimentRequest asked = read_experiment("school.toml");
//     const Experiment experiment(plan_of(asked));
#pragma once

#include <string>

#include "apps/cli/command_line.hpp"
#include "apps/compare/experiment.hpp"
#include "apps/compare/job_process.hpp"

namespace starling::compare {

struct ExperimentRequest {
  ExperimentPlan plan = {};
  bool embedded = false;     // data sets and methods that are not named are those of embedded_plan()
  double train_share = 0.0;  // 0: not given; otherwise no official splits
  JobLimits limits = {};
  std::string data_dir = {};
};

// The options that say what is compared: a name here is a name in the file.
void add_experiment_options(cli::Verb& verb, ExperimentRequest& asked);

// Throw InvalidOption for numbers out of range.
ExperimentPlan plan_of(const ExperimentRequest& asked);
void check_limits(const JobLimits& limits);

// An experiment file without a command line. Throws InvalidOption with file:line:column for what is no TOML, for names
// that are no such options (with the nearest one) and for values of another kind; IoError when it cannot be read.
ExperimentRequest read_experiment(const std::string& path);

}  // namespace starling::compare
