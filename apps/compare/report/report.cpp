#include "apps/compare/report/report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "apps/compare/report/pictures.hpp"
#include "apps/compare/report/score_table.hpp"
#include "apps/pictures/svg.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"

namespace starling::compare {
namespace {

bool knows_tasks(const DatasetBlock& block) {
  return std::any_of(block.rows.begin(), block.rows.end(), [](const MethodRow& row) {
    return row.results.front() && !row.results.front()->task_scores.empty();
  });
}

std::string plural(std::size_t n, std::string_view noun) { return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s"); }

}  // namespace

Report make_report(std::span<const JobResult> results, std::span<const Params> runs, const ReportRules& rules) {
  if (results.empty())
    throw InvalidData({.what = "there is nothing to report", .expected = "results of starling compare", .got = "none"});
  Assembled assembled = assemble(results, rules.metrics);
  Report report{.blocks = std::move(assembled.blocks), .across = {}, .transfers = {}, .warnings = {}, .runs = {}};
  report.warnings = std::move(assembled.warnings);
  report.across = compare_across(report.blocks);
  std::size_t without = 0;
  for (const DatasetBlock& block : report.blocks) {
    if (auto transfer = negative_transfer(block, rules.alone)) report.transfers.push_back(std::move(*transfer));
    without += !knows_tasks(block);
  }
  for (const Params& run : runs)
    if (!run.empty() && std::find(report.runs.begin(), report.runs.end(), run) == report.runs.end())
      report.runs.push_back(run);
  if (report.blocks.size() < enough_data_sets)
    report.warnings.push_back(fmt::format("Only {}: tests over fewer than {} data sets find next to nothing.",
                                          plural(report.blocks.size(), "data set"), enough_data_sets));
  if (std::any_of(report.blocks.begin(), report.blocks.end(), [](const auto& block) { return block.repetitions < 2; }))
    report.warnings.emplace_back("One repetition has no spread: nothing is tested where there is only one.");
  if (without > 0)
    report.warnings.push_back(
        fmt::format("{} no scores of single tasks: run the jobs again (--rerun all) for the "
                    "report of negative transfer.",
                    plural(without, "data set") + (without == 1 ? " has" : " have")));
  return report;
}

std::vector<std::string> findings(const Report& report) {
  const AcrossDataSets& across = report.across;
  std::vector<std::string> sentences;
  const std::size_t k = across.methods.size(), n = across.ranked.data_sets;
  if (k >= 2 && n >= 2) {
    const OmnibusTest &chi = across.ranked.friedman, &f = across.ranked.iman_davenport;
    sentences.push_back(fmt::format(
        "Do all methods rank alike? Friedman's test over {} and {}: chi squared({}) = {:.2f}, {}; Iman and Davenport: "
        "F({}, {}) = {:.2f}, {}.",
        plural(n, "data set"), plural(k, "method"), k - 1, chi.statistic, p_equation(chi.p_value), k - 1,
        (k - 1) * (n - 1), f.statistic, p_equation(f.p_value)));
    sentences.push_back(fmt::format("Nemenyi's critical difference of mean ranks at level {} is {:.2f}.",
                                    significance_level, across.ranked.critical_difference));
  }
  if (!across.left_out.empty())
    sentences.push_back(
        fmt::format("Not ranked, for want of a score on every data set: {}.", fmt::join(across.left_out, ", ")));
  return sentences;
}

void write_report(const Report& report, const std::filesystem::path& folder) {
  std::error_code refused;
  std::filesystem::create_directories(folder, refused);
  if (refused) throw IoError(folder.string() + ": the folder cannot be made: " + refused.message());
  save_atomically(folder / "results.csv", csv(report));
  save_atomically(folder / "report.md", markdown(report));
  save_atomically(folder / "tables.tex", latex(report));
  if (report.across.methods.size() >= 2)
    save_atomically(folder / "critical_difference.svg", pictures::as_file(critical_difference_picture(report.across)));
  save_atomically(folder / "index.html", html(report));
}

}  // namespace starling::compare
