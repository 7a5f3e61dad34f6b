// starling report: the tables, tests and pictures of results that are in stores already.
#include <fmt/format.h>

#include <array>
#include <memory>
#include <span>

#include "apps/cli/output.hpp"
#include "apps/cli/verbs.hpp"
#include "apps/compare/report/report.hpp"
#include "lib/base/error.hpp"
#include "lib/base/names.hpp"

namespace starling::cli {
namespace {

using namespace starling::compare;

struct Request {
  std::vector<std::string> stores;
  ReportRules rules;
  std::string format = "markdown", output;
};

std::string formatted(const Report& report, const std::string& format) {
  static constexpr std::array<std::string_view, 4> names = {"markdown", "latex", "csv", "html"};
  static constexpr std::array writers = {markdown, latex, csv, html};
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == format) return writers[i](report);
  throw InvalidOption({.what = "invalid value",
                       .where = "option --format",
                       .expected = fmt::format("one of {}", fmt::join(names, ", ")),
                       .got = "'" + format + "'",
                       .hint = name_hint(format, names)});
}

ExitCode report(const Request& request) {
  std::vector<JobResult> results;
  std::vector<Params> runs;
  for (const std::string& name : request.stores) {
    StoreContent content = read_store(name);
    runs.insert(runs.end(), content.runs.begin(), content.runs.end());
    for (JobResult& one : records_of(std::move(content))) results.push_back(std::move(one));
  }
  const Report made = make_report(results, runs, request.rules);
  const std::string text = formatted(made, request.format);
  if (request.output.empty())
    write_output(text);
  else
    write_report(made, request.output);
  return ExitCode::ok;
}

constexpr const char* notes = R"(With --output, DIR gets index.html, which needs nothing else, report.md, tables.tex
(packages booktabs and threeparttable), results.csv and critical_difference.svg.
A store may be read while starling compare writes to it.
)";

}  // namespace

void add_report(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("report", "tables, significance tests and pictures of stored results");
  verb.add({.names = "STORE", .help = "results of starling compare", .required = true}, request->stores);
  verb.add({.names = "--format", .value = "NAME", .help = "markdown, latex, csv or html (markdown), on stdout"},
           request->format);
  verb.add({.names = "--output", .value = "DIR", .help = "write all of them to this folder instead"}, request->output);
  verb.add({.names = "--metric", .value = "NAME", .help = "what the tables compare by (ev_global, auc)"},
           request->rules.metrics);
  verb.add({.names = "--alone",
            .value = "METHOD",
            .help = "the row that tasks are compared with (the first that learns every task by itself)"},
           request->rules.alone);
  verb.notes = notes;
  verb.action = [request] { return report(*request); };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
