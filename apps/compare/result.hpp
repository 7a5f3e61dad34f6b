// One cell of an experiment, before and after it has run.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/base/params.hpp"

namespace starling::compare {

// data set x method x repetition. The identity names everything that decides the numbers; two jobs of one identity
// have the same numbers, so a job is run once, however many experiments hold it.
struct Job {
  std::string dataset;  // as it is written in the table
  std::string method;
  int repetition = 0;
  Params identity;

  // SHA-256 of the identity as canonical JSON.
  std::string key() const;
};

enum class Outcome {
  ok,
  not_converged,  // numbers are there, the proof asked for is not
  error,          // the message says which
  skipped,        // the method cannot take these data; the message says why
  interrupted,    // to be run again
};
std::span<const std::string_view> enum_names(Outcome);
std::string_view to_string(Outcome outcome);
std::optional<Outcome> parse_outcome(std::string_view text);

struct Seconds {
  double tune = 0.0, fit = 0.0, predict = 0.0;
  double total() const { return tune + fit + predict; }
};

struct Result {
  Outcome outcome = Outcome::error;
  std::string message = {};                 // empty when all went well
  std::string status = {};                  // of the final fit
  std::optional<double> relative_gap = {};  // certified, of the final fit
  int iterations = 0;
  Seconds seconds = {};
  Params params = {};  // of the final fit, the tuned ones included
  std::map<std::string, double> metrics =
      {};  // on the test samples, by exact name; one that is not defined is left out
};

// The text of a flat object with sorted keys and no blanks: the same bytes for the same content.
std::string canonical_json(const Params& values);
std::string canonical_json(const std::map<std::string, double>& values);
// Throw InvalidModel for text that is not such an object.
Params parse_params_json(std::string_view text);
std::map<std::string, double> parse_metrics_json(std::string_view text);

}  // namespace starling::compare
