// The DATA argument of a verb: a file, a folder with one file per task, or a data set by name.
//
// A name of the catalogue ("school", "low_rank:n_tasks=20,seed=7") is that data set even where a file is called so
// ("./school" is the file). Anything else that exists is read as a file or folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/cli/command_line.hpp"
#include "lib/data/formats/loaded_data.hpp"

namespace starling::cli {

struct DataArgument {
  std::string data;      // as given
  std::string data_dir;  // where the files of classic data sets are
  std::string part;      // "", "train" or "test": of a data set by name that has a test part
  std::vector<std::string> target_cols, ignored_cols, missing_words;
  std::string task_col, target_col, weight_col;
};

// Declares DATA and the options that say how to read it.
void add_data_argument(Verb& verb, DataArgument& argument);

// "a,b" and "c" as a, b, c.
std::vector<std::string> split_at_commas(const std::vector<std::string>& lists);

// Declares --form, how tasks are laid out in a file that is written, and reads its value. Throws InvalidOption.
void add_form_argument(Verb& verb, std::string& form);
DataForm parse_form(const std::string& text);

enum class Part { train, test };

struct GivenData {
  MultiTaskData data;
  std::vector<std::string> class_names = {};  // of targets 0, 1, ..., where the file has words
  std::string source;                         // for messages: the path, or the spec and its part
  bool is_file = false;
};

// part: what is meant where the argument does not say. A data set without a test part gives all it has.
// Throws InvalidOption, InvalidData or IoError.
GivenData load(const DataArgument& argument, Part part = Part::train);

// The source without a path or the options of a data set, for titles.
std::string short_source(const GivenData& given);

}  // namespace starling::cli
