// The options that choose a method and those that say how long it may run.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "apps/cli/command_line.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling::cli {

struct MethodArgument {
  std::string method;
  std::vector<std::string> settings;  // "key=value"
};

struct RunArgument {
  StopRule stop = {};
  int threads = 0;
};

void add_method_argument(Verb& verb, MethodArgument& argument);
void add_run_argument(Verb& verb, RunArgument& argument);

// "key=value" pieces by key; "key=@file" takes the words of a file, parted by blanks, lines, commas or semicolons, as a
// list. Throws InvalidOption for a piece without '=' or a key given twice, and IoError for a file that cannot be read.
Params parse_settings(const std::vector<std::string>& settings);

// Throws InvalidOption with the nearest name for a method or option that does not exist.
std::unique_ptr<Estimator> make(const MethodArgument& argument);

}  // namespace starling::cli
