#include "apps/cli/data_argument.hpp"

#include <algorithm>
#include <filesystem>

#include "datasets/catalogue.hpp"
#include "lib/base/error.hpp"
#include "lib/data/formats/formats.hpp"

namespace starling::cli {
namespace {

bool is_catalogue_name(const std::string& name) {
  return std::ranges::any_of(dataset_catalogue(), [&](const DatasetEntry& entry) { return entry.name == name; });
}

// A path that was meant as one, although nothing is there.
bool looks_like_path(const std::string& text) {
  const std::string before_options = text.substr(0, text.find(':'));
  return before_options.find_first_of("/.") != std::string::npos;
}

Part chosen_part(const std::string& text, Part otherwise) {
  if (text.empty()) return otherwise;
  if (text == "train") return Part::train;
  if (text == "test") return Part::test;
  throw InvalidOption(
      {.what = "invalid value", .where = "option --part", .expected = "train or test", .got = "'" + text + "'"});
}

GivenData load_dataset(const DataArgument& argument, Part part) {
  Dataset dataset = make_dataset(argument.data, {.data_dir = argument.data_dir});
  const bool test = part == Part::test && dataset.test.has_value();
  if (part == Part::test && !test && argument.part == "test")
    throw InvalidOption({.what = "the data set " + dataset.name + " has no test part", .where = "option --part"});
  return {.data = test ? *dataset.test : dataset.train,
          .source = argument.data + (dataset.test ? (test ? " (test part)" : " (training part)") : "")};
}

}  // namespace

void add_data_argument(Verb& verb, DataArgument& argument) {
  verb.add(
      {.names = "DATA", .help = "a file, a folder with one file per task, or a data set by name", .required = true},
      argument.data);
  verb.add({.names = "--target-cols", .value = "NAMES", .help = "target columns of a wide table, one per task"},
           argument.target_cols);
  verb.add({.names = "--task-col", .value = "NAME", .help = "task column of a long table (task)"}, argument.task_col);
  verb.add({.names = "--target-col", .value = "NAME", .help = "target column of a long table (y)"},
           argument.target_col);
  verb.add({.names = "--weight-col", .value = "NAME", .help = "weight column of a long table (weight)"},
           argument.weight_col);
  verb.add({.names = "--ignore-cols", .value = "NAMES", .help = "columns of a table that are not features"},
           argument.ignored_cols);
  verb.add({.names = "--na", .value = "WORD", .help = "what a missing target is written as"}, argument.missing_words);
  verb.add(
      {.names = "--data-dir", .value = "DIR", .help = "where the files of classic data sets are; else STARLING_DATA"},
      argument.data_dir);
  verb.add({.names = "--part", .value = "train|test", .help = "the part of a data set by name that has both"},
           argument.part);
}

void add_form_argument(Verb& verb, std::string& form) {
  verb.add({.names = "--form", .value = "FORM", .help = "automatic, wide, long_rows or per_task (automatic)"}, form);
}

DataForm parse_form(const std::string& text) {
  if (const auto form = spelling::parse<DataForm>(text)) return *form;
  spelling::refuse<DataForm>({.name = "--form", .help = ""}, text);
  return {};
}

std::vector<std::string> split_at_commas(const std::vector<std::string>& lists) {
  std::vector<std::string> names;
  for (const std::string& list : lists) {
    std::size_t begin = 0;
    for (std::size_t comma = list.find(','); comma != std::string::npos; comma = list.find(',', begin)) {
      names.push_back(list.substr(begin, comma - begin));
      begin = comma + 1;
    }
    names.push_back(list.substr(begin));
  }
  return names;
}

GivenData load(const DataArgument& argument, Part part) {
  const std::string& text = argument.data;
  const Part chosen = chosen_part(argument.part, part);
  const bool exists = std::filesystem::exists(text);
  const bool named = is_catalogue_name(text.substr(0, text.find(':')));
  if (named || (!exists && !looks_like_path(text))) return load_dataset(argument, chosen);
  ReadOptions options{.target_cols = split_at_commas(argument.target_cols),
                      .task_col = argument.task_col,
                      .target_col = argument.target_col,
                      .weight_col = argument.weight_col,
                      .ignored_cols = split_at_commas(argument.ignored_cols),
                      .missing_words = argument.missing_words};
  LoadedData loaded = read_data(text, options);
  return {
      .data = std::move(loaded.data), .class_names = std::move(loaded.class_names), .source = text, .is_file = true};
}

std::string short_source(const GivenData& given) {
  if (!given.is_file) return given.source.substr(0, given.source.find(':'));
  const std::filesystem::path path(given.source);
  return (path.has_filename() ? path : path.parent_path()).filename().string();
}

}  // namespace starling::cli
