// starling datasets [NAME]: what data there are by name, and what one of them takes.
#include <fmt/format.h>

#include <memory>

#include "apps/cli/output.hpp"
#include "apps/cli/text.hpp"
#include "apps/cli/verbs.hpp"
#include "datasets/catalogue.hpp"

namespace starling::cli {
namespace {

struct Request {
  std::string name, data_dir;
};

std::string table(const DataSource& source) {
  std::string text = "generated from a seed:\n";
  for (const DatasetEntry& entry : dataset_catalogue())
    if (entry.generated()) text += defined(entry.name, entry.summary, 24);
  std::string files;
  for (const DatasetEntry& entry : dataset_catalogue())
    if (!entry.generated())
      files += defined(entry.name,
                       fmt::format("{} [{}]", entry.summary,
                                   missing_data(*entry.files, source).empty() ? "files found" : "files not found"),
                       24);
  if (!files.empty()) text += "\nread from the files of their authors:\n" + files;
  return text + "\n  starling datasets NAME     options and origin\n";
}

std::string page(const DatasetEntry& entry, const DataSource& source) {
  std::string text = fmt::format("{}: {}\n{}\n\n", entry.name, entry.summary,
                                 enum_names(entry.target)[static_cast<std::size_t>(entry.target)]);
  text += describe_options(entry.fields());
  if (entry.generated()) return text;
  const std::string missing = missing_data(*entry.files, source);
  if (!entry.fields().empty()) text += '\n';
  text += defined("files", fmt::format("{}", fmt::join(entry.files->files, ", ")), 11);
  text += defined("folder", entry.files->folder, 11);
  text += defined("origin", entry.files->origin, 11);
  text += defined("licence", entry.files->licence, 11);
  return text + "\n" + (missing.empty() ? std::string("All files are there.\n") : wrapped(missing, 0));
}

ExitCode print_datasets(const Request& request) {
  const DataSource source{.data_dir = request.data_dir};
  write_output(request.name.empty() ? table(source) : page(find_dataset(request.name), source));
  return ExitCode::ok;
}

}  // namespace

void add_datasets(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("datasets", "list the data sets known by name, or describe one");
  verb.add({.names = "NAME", .help = "the one to describe"}, request->name);
  verb.add({.names = "--data-dir", .value = "DIR", .help = "where the files of classic data sets are"},
           request->data_dir);
  verb.action = [request] { return print_datasets(*request); };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
