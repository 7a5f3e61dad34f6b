// One cell of an experiment, before and after it has run.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "apps/compare/kept.hpp"
#include "apps/compare/trace.hpp"
#include "lib/base/params.hpp"

namespace starling::compare {

// data set x method x repetition. The identity names everything that decides the numbers; two jobs of one identity
// have the same numbers, so a job is run once, however many experiments hold it.
struct Job {
  std::string dataset;  // as it is written in the table
  std::string method;
  int repetition = 0;
  Params identity;
  int data_position = 0, method_position = 0;  // in the experiment: the order of tables

  // SHA-256 of the identity as canonical JSON.
  std::string key() const;
};

enum class Outcome {
  ok,
  not_converged,  // numbers are there, the proof asked for is not
  timeout,        // its time was over
  memout,         // it asked for more memory than it may have
  crash,          // ended by a signal; the message says which
  error,          // the message says which
  skipped,        // the method cannot take these data; the message says why
  interrupted,    // to be run again
};
// No result, or one without its proof: worth another try when the reason is gone.
bool is_failure(Outcome outcome);
std::span<const std::string_view> enum_names(Outcome);
std::string_view to_string(Outcome outcome);
std::optional<Outcome> parse_outcome(std::string_view text);

struct Seconds {
  double tune = 0.0, fit = 0.0, predict = 0.0;
  double total() const { return tune + fit + predict; }
};

// Values of one metric, one a task; NaN where it is not defined.
using TaskScores = std::map<std::string, std::vector<double>>;

struct Result {
  Outcome outcome = Outcome::error;
  std::string message = {};                 // empty when all went well
  std::string status = {};                  // of the final fit
  std::optional<double> relative_gap = {};  // certified, of the final fit
  int iterations = 0;
  Seconds seconds = {};
  Params params = {};                                // of the final fit, the tuned ones included
  std::map<std::string, double> metrics = {};        // on the test samples, by exact name; undefined ones are left out
  TaskScores task_scores = {};                       // on each task's test samples: mse, or error and auc
  Trace trace = {};                                  // of the final fit; none: not known
  Search search = {};                                // that came before it
  Kept kept = {};                                    // of the final model, as far as that was asked for
  std::int64_t train_samples = 0, test_samples = 0;  // of all tasks; 0: not known
  double cpu_seconds = 0.0;                          // of the whole job; 0: not known
  std::int64_t peak_bytes = 0;                       // of memory, shared data included; 0: not known
};

// A result, except what only the outside of a job can know (cpu_seconds, peak_bytes), as one line of JSON and back to
// the same bits. parse_result throws InvalidModel for any other text.
std::string result_text(const Result& result);
Result parse_result(std::string_view text);

// The text of a flat object with sorted keys and no blanks: the same bytes for the same content.
std::string canonical_json(const Params& values);
std::string canonical_json(const std::map<std::string, double>& values);
std::string canonical_json(const TaskScores& values);
std::string canonical_json(const Search& search);
// Of a trace: a list of seconds, objective and gap for every point.
std::string canonical_json(const Trace& trace);
// Throw InvalidModel for text of another form.
Params parse_params_json(std::string_view text);
std::map<std::string, double> parse_metrics_json(std::string_view text);
TaskScores parse_task_scores_json(std::string_view text);
Search parse_search_json(std::string_view text);
Trace parse_trace_json(std::string_view text);

}  // namespace starling::compare
