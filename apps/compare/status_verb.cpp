// starling status: how far a comparison is, and what went wrong so far.
#include <fmt/format.h>

#include <map>
#include <memory>
#include <set>

#include "apps/cli/output.hpp"
#include "apps/cli/verbs.hpp"
#include "apps/compare/progress.hpp"
#include "apps/compare/store.hpp"

namespace starling::cli {
namespace {

using namespace starling::compare;

std::size_t finished(const StoreContent& content) {
  const std::set<std::string> planned(content.planned.begin(), content.planned.end());
  std::size_t count = 0;
  for (const Record& record : content.records)
    count += record.result.outcome != Outcome::interrupted && planned.contains(record.job.key());
  return count;
}

// The command that was run last; empty when it is not known.
std::string last_command(const StoreContent& content) {
  if (content.runs.empty() || !content.runs.back().contains("command")) return "";
  return content.runs.back().at("command");
}

std::string counts(const StoreContent& content) {
  std::map<Outcome, std::size_t> ended;
  double seconds = 0.0;
  for (const Record& record : content.records) {
    ++ended[record.result.outcome];
    seconds += record.result.cpu_seconds;
  }
  std::string text;
  for (const auto& [outcome, count] : ended) text += fmt::format("  {:<14}{:>7}\n", to_string(outcome), count);
  return text + fmt::format("  processor time {}\n", clock_text(seconds));
}

std::string failures(const StoreContent& content, std::size_t most) {
  std::string text;
  std::size_t count = 0;
  for (const auto& [job, result, run] : content.records)
    if (is_failure(result.outcome) && ++count <= most)
      text += fmt::format("  {} / {} / repetition {}: {}{}{}\n", job.dataset, job.method, job.repetition + 1,
                          to_string(result.outcome), result.message.empty() ? "" : ": ", result.message);
  if (count > most) text += fmt::format("  and {} more\n", count - most);
  return text;
}

ExitCode status(const std::string& name) {
  const auto holder = holder_of(name);
  const StoreContent content = read_store(name);
  const std::size_t done = finished(content), planned = content.planned.size();
  std::string text = fmt::format("{}: {} results in all", name, content.records.size());
  if (planned > 0) text += fmt::format("; the last run has {} of its {}", done, planned);
  text += holder ? fmt::format("; process {} is writing to it\n", *holder) : std::string("; nobody is writing to it\n");
  text += counts(content) + failures(content, 20);
  const std::string command = last_command(content);
  if (!holder && done < planned && !command.empty()) text += "resume with: " + command + "\n";
  write_output(text);
  return ExitCode::ok;
}

}  // namespace

void add_status(std::vector<Verb>& verbs) {
  const auto name = std::make_shared<std::string>();
  Verb verb("status", "how far a comparison is, and what failed so far");
  verb.add({.names = "STORE", .help = "results of starling compare", .required = true}, *name);
  verb.action = [name] { return status(*name); };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
