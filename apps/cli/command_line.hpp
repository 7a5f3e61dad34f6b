// The command line as a list of verbs. A verb declares its options once, each bound to a variable of its own request;
// parsing, help pages and the messages about misspelt options come from that.
//
//     void add_generate(std::vector<Verb>& verbs) {
//       auto request = std::make_shared<Request>();
//       Verb verb("generate", "write a generated data set to a file");
//       verb.add({.names = "NAME", .help = "the generator", .required = true}, request->name);
//       verb.add({.names = "-o,--output", .value = "FILE", .help = "where to write it"}, request->output);
//       verb.action = [request] { return generate(*request); };
//       verbs.push_back(std::move(verb));
//     }
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "apps/cli/exit_codes.hpp"

namespace starling::cli {

struct Parameter {
  std::string names;       // "-o,--output", or "DATA" for one that is told by its position
  std::string value = {};  // what stands for its value on the help page; empty: a flag
  std::string help = {};   // one sentence without a full stop
  bool required = false;
  bool repeated = false;                                  // may be given several times
  std::string environment = {};                           // the variable that gives it when the command line does not
  bool settings = false;                                  // a file of further options of this verb; see config.hpp
  std::function<void(const std::string&)> assign = {};    // filled in by Verb::add
  std::function<std::vector<std::string>()> values = {};  // what it has now, none if nothing; filled in by Verb::add
  bool number = false;                                    // filled in by Verb::add

  bool positional() const { return names.front() != '-'; }
  bool flag() const { return !positional() && value.empty(); }
};

class Verb {
 public:
  Verb(std::string name, std::string summary) : name_(std::move(name)), summary_(std::move(summary)) {}

  // Values that are not of the variable's type throw InvalidOption naming the option.
  void add(Parameter parameter, std::string& into);
  void add(Parameter parameter, std::vector<std::string>& into);  // repeated
  void add(Parameter parameter, double& into);
  void add(Parameter parameter, int& into);
  void add(Parameter parameter, std::uint64_t& into);
  void add(Parameter parameter, bool& into);  // a flag

  std::function<ExitCode()> action;
  std::string notes;  // further lines of the help page, printed as they are

  const std::string& name() const { return name_; }
  const std::string& summary() const { return summary_; }
  const std::vector<Parameter>& parameters() const { return parameters_; }

 private:
  template <class T>
  void add_number(Parameter parameter, T& into);

  std::string name_, summary_;
  std::vector<Parameter> parameters_;
};

// Parses, acts and returns the exit code. Throws nothing: every error is reported.
ExitCode run(const std::vector<Verb>& verbs, const std::vector<std::string>& arguments) noexcept;

enum class Asked { action, help_page, configuration };

// The arguments of one verb, the environment and the configuration file (see apps/cli/config.hpp) into its variables:
// the first of them that says something about an option decides it. Nothing has to be there where it is not the action
// that is asked for. Throws InvalidOption, or IoError for a configuration file that cannot be read.
Asked parse(const Verb& verb, const std::vector<Verb>& verbs, const std::vector<std::string>& arguments);

// What every verb takes besides its own: --config and --print-config. Their variables are the caller's.
struct ConfigArgument {
  std::string file;
  bool print = false;
};
std::vector<Parameter> config_parameters(ConfigArgument& argument);

std::string help_page(const Verb& verb);
std::string overview(const std::vector<Verb>& verbs);

}  // namespace starling::cli
