// The report as one page that needs nothing else: no network, no other file.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "apps/cli/text.hpp"
#include "apps/compare/report/page_parts.hpp"
#include "apps/compare/report/page_pictures.hpp"
#include "apps/compare/report/page_tables.hpp"
#include "apps/compare/report/pictures.hpp"
#include "apps/compare/report/score_table.hpp"
#include "apps/pictures/markup.hpp"

namespace starling::compare {
namespace {

using pictures::escaped;

std::string paragraph(std::string_view text, std::string_view kind = "") {
  return fmt::format("<p{}>{}</p>\n", kind.empty() ? "" : fmt::format(" class=\"{}\"", kind), escaped(text));
}

std::string head(const Report& report, bool has_speed) {
  std::size_t results = 0;
  for (const DatasetBlock& block : report.blocks)
    for (const MethodRow& row : block.rows)
      results += static_cast<std::size_t>(
          std::count_if(row.results.begin(), row.results.end(), [](const auto& result) { return result.has_value(); }));
  std::string text = "<h1>Comparison of methods</h1>\n";
  text += paragraph(fmt::format("{}, {}, {}.", cli::count(report.blocks.size(), "data set"),
                                cli::count(methods_of(report.blocks).size(), "method"), cli::count(results, "result")));
  text += "<nav aria-label=\"Sections\"><a href=\"#scores\">Scores</a><a href=\"#over\">Over data sets</a>";
  if (has_speed) text += "<a href=\"#speed\">Speed</a>";
  text += "<a href=\"#each\">Each data set</a>";
  if (!report.transfers.empty()) text += "<a href=\"#transfer\">Negative transfer</a>";
  text += "<a href=\"#results\">All metrics</a></nav>\n";
  if (report.warnings.empty()) return text;
  text += "<ul class=\"warnings\">\n";
  for (const std::string& warning : report.warnings) text += "<li>" + escaped(warning) + "</li>\n";
  return text + "</ul>\n";
}

std::string scores(const Report& report) {
  std::string text = "<section id=\"scores\"><h2>Scores</h2>\n";
  text += paragraph(
      "Mean ± standard deviation over repetitions. Bold: the best. Underlined: not significantly worse than the best "
      "(corrected resampled t-test, Holm, 0.05).",
      "soft");
  const ScoreTable table = score_table(report);
  text += scores_html(table) + "<ul class=\"facts\">\n";
  for (std::size_t d = 0; d < report.blocks.size(); ++d)
    text += fmt::format("<li>{}: {}{}</li>\n", escaped(table.data_sets[d]), escaped(describe(report.blocks[d].metric)),
                        table.data_sets[d] == report.blocks[d].dataset
                            ? ""
                            : fmt::format(" <span class=\"sd\">({})</span>", escaped(report.blocks[d].dataset)));
  text += "</ul>\n";
  if (!table.notes.empty()) text += "<ol class=\"notes\">\n";
  for (std::size_t k = 0; k < table.notes.size(); ++k)
    text += fmt::format("<li id=\"note{}\">{}</li>\n", k + 1, escaped(table.notes[k]));
  return text + (table.notes.empty() ? "" : "</ol>\n") + "</section>\n";
}

std::string over(const Report& report) {
  std::string text = "<section id=\"over\"><h2>Over data sets</h2>\n";
  const std::vector<std::string> sentences = findings(report);
  if (sentences.empty()) text += paragraph("Fewer than two methods have a score on every data set.");
  for (const std::string& sentence : sentences) text += paragraph(sentence);
  if (report.across.methods.size() >= 2) {
    text +=
        figure_html(critical_difference_picture(report.across),
                    "Mean ranks, the best at the left; methods joined by a bar do not differ by more than Nemenyi's "
                    "critical difference (0.05)");
    if (report.across.ranked.data_sets >= 2) text += tests_html(report.across) + duels_html(report.across);
  }
  return text + "</section>\n";
}

std::string each(const Report& report) {
  std::string text = "<section id=\"each\"><h2>Each data set</h2>\n";
  const std::vector<std::string> names = short_names(report.blocks);
  for (std::size_t d = 0; d < report.blocks.size(); ++d) {
    const DatasetBlock& block = report.blocks[d];
    text += fmt::format("<details{}><summary>{}</summary>\n", d == 0 ? " open=\"open\"" : "", escaped(names[d]));
    text += block_html(block) + block_pictures_html(block);
    text += "</details>\n";
  }
  return text + "</section>\n";
}

std::string transfers(const Report& report) {
  if (report.transfers.empty()) return "";
  std::string text = "<section id=\"transfer\"><h2>Negative transfer</h2>\n";
  text += paragraph(
      "Which tasks got worse than learning alone. Surely worse: a one-sided corrected resampled t-test over "
      "repetitions, "
      "adjusted by Holm for the number of tasks, at 0.05. p over tasks: Wilcoxon's signed-rank test of the changes. "
      "Delta_p is the mean change with its sign turned.",
      "soft");
  const std::vector<std::string> names = short_names(report.blocks);
  const auto name_of = [&](const std::string& dataset) {
    const auto block = std::find_if(report.blocks.begin(), report.blocks.end(),
                                    [&](const DatasetBlock& one) { return one.dataset == dataset; });
    return names[static_cast<std::size_t>(block - report.blocks.begin())];
  };
  for (const NegativeTransfer& transfer : report.transfers) {
    std::vector<Strip> strips;
    for (const TransferRow& row : transfer.rows) {
      Strip strip{.label = row.method, .dots = {}};
      for (const TaskChange& task : row.tasks)
        strip.dots.push_back({.value = 100.0 * task.change,
                              .words = fmt::format("{}, task {}: {} {:+.1f} %, {}", row.method, task.task + 1,
                                                   transfer.score, 100.0 * task.change, p_equation(task.p_value)),
                              .worse = task.change > 0.0});
      strips.push_back(std::move(strip));
    }
    text += fmt::format("<h3>{}: {} against {}</h3>\n", escaped(name_of(transfer.dataset)), escaped(transfer.score),
                        escaped(transfer.alone));
    text += transfer_html(transfer);
    text += figure_html(strip_picture(strips, fmt::format("change of {} in %, one mark a task", transfer.score), 0.0),
                        "Filled dots: tasks that got better; open squares: tasks that got worse");
  }
  return text + "</section>\n";
}

std::string results(const Report& report) {
  std::set<std::string> metrics;
  const std::string table = metrics_html(report, metrics);
  std::string text =
      "<section id=\"results\"><h2>All metrics</h2>\n<div class=\"filters\" hidden=\"hidden\">"
      "<label>Search<input id=\"filter\" type=\"search\" placeholder=\"words of a row\"/></label>"
      "<label>Metric<select id=\"metric\"><option value=\"\">all</option>";
  for (const std::string& name : metrics) text += fmt::format("<option>{}</option>", escaped(name));
  text += "</select></label><span id=\"count\" class=\"soft\" role=\"status\"></span></div>\n";
  return text + table + "</section>\n";
}

std::string provenance(const Report& report) {
  if (report.runs.empty()) return "";
  std::string text = "<section id=\"provenance\"><h2>Computed by</h2>\n<ul class=\"facts\">\n";
  for (const Params& run : report.runs) {
    std::vector<std::string> facts;
    for (const auto& [name, value] : run) facts.push_back(escaped(name + ": " + value));
    text += fmt::format("<li>{}</li>\n", fmt::join(facts, ", "));
  }
  return text + "</ul></section>\n";
}

}  // namespace

std::string html(const Report& report) {
  const std::string speed = speed_html(report);
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
         "script-src 'unsafe-inline'; img-src data:\"/>\n"
         "<link rel=\"icon\" href=\"data:,\"/>\n<title>Comparison of methods</title>\n<style>" +
         std::string(page_style) + "</style>\n</head>\n<body>\n<main>\n" + head(report, !speed.empty()) +
         scores(report) + over(report) + speed + each(report) + transfers(report) + results(report) +
         provenance(report) + "</main>\n<script>" + std::string(page_script) + "</script>\n</body>\n</html>\n";
}

}  // namespace starling::compare
