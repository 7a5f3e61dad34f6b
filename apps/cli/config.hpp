// A configuration file: options of the command by their long names, in TOML.
//
//     threads = 2                          # of every verb that has the option
//
//     [fit]                                # of one verb; wins over the lines above
//     method = "trace_norm"
//     set = ["lambda=0.1max"]              # an option that may be repeated takes a list
//     strict = true                        # a flag
//
// What the command line or the environment says wins over the file.
#pragma once

#include <string>
#include <vector>

#include "apps/cli/command_line.hpp"

namespace starling::cli {

struct Setting {
  std::size_t parameter = 0;        // its position among the parameters of the verb
  std::vector<std::string> values;  // what the command line would have given
  std::string where;                // file:line:column
};

// What the file says about one of the verbs. The whole file is checked: throws InvalidOption with file:line:column for
// what is no TOML, for a verb or an option that does not exist (with the nearest name) and for a value of another kind
// than the option takes; IoError when the file cannot be read.
std::vector<Setting> read_config(const std::string& path, const Verb& verb, const std::vector<Verb>& verbs);

// The same for a file of one verb, whose options stand before all tables.
std::vector<Setting> read_settings(const std::string& path, const Verb& verb);

// Into the variables of the verb. Throws InvalidOption with the place for a value that its option does not take.
void take_settings(const Verb& verb, const std::vector<Setting>& settings);

// The options of a verb that have a value, as such a file.
std::string config_text(const Verb& verb);

// The name of an option in such a file: "output" of "-o,--output".
std::string config_name(const Parameter& parameter);

}  // namespace starling::cli
