#include "apps/reproduce/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "apps/cli/text.hpp"

namespace starling::reproduce {
namespace {

std::string metric_text(const compare::ShownMetric& metric) { return metric.name + (metric.percent ? " in %" : ""); }

// As many digits after the point as the published number has; three where there is none.
int decimals_of(const Cell& cell) {
  if (!cell.published) return 3;
  const std::size_t point = cell.published_text.find('.');
  return point == std::string::npos ? 0 : static_cast<int>(cell.published_text.size() - point - 1);
}

// The published number with its mark; of a remembered one only that there is one.
std::string published_of(const Cell& cell, std::string_view between) {
  if (cell.mark == Mark::none) return "";
  if (cell.mark == Mark::from_memory) return "M";
  const std::string spread = cell.spread_text.empty() ? "" : fmt::format("{}{}", between, cell.spread_text);
  return cell.published_text + spread + (cell.mark == Mark::verified ? " V" : " S");
}

std::string ours_of(const CellOutcome& outcome, std::string_view between) {
  if (!outcome.ours) return "n/a";
  const int decimals = decimals_of(outcome.cell);
  std::string text = fmt::format("{:.{}f}", outcome.ours->mean, decimals);
  if (outcome.repetitions > 1) text += fmt::format("{}{:.{}f}", between, outcome.ours->sd, decimals);
  return text;
}

// Every sentence once, in the order in which it is first said; a cell refers to it by its number, from 1.
class Notes {
 public:
  // "" for a cell about which nothing is said.
  std::string reference(const CellOutcome& outcome) {
    std::string text = outcome.cell.note;
    if (!outcome.failure.empty()) text += (text.empty() ? "" : "; ") + outcome.failure;
    if (text.empty()) return "";
    auto found = std::ranges::find(sentences_, text);
    if (found == sentences_.end()) found = sentences_.insert(sentences_.end(), text);
    return fmt::format(" [{}]", found - sentences_.begin() + 1);
  }
  const std::vector<std::string>& sentences() const { return sentences_; }

 private:
  std::vector<std::string> sentences_;
};

constexpr const char* key_of_marks =
    "V: number seen in the source. S: seen in a summary by somebody else. M: remembered only, and therefore not shown. "
    "Inside: the mean of ours is no further from the published number than the band.";

// The columns of both forms.
std::vector<std::vector<std::string>> rows_of(std::span<const CellOutcome> outcomes, std::string_view between,
                                              Notes& notes) {
  std::vector<std::vector<std::string>> rows;
  for (const CellOutcome& outcome : outcomes) {
    const Cell& cell = outcome.cell;
    const std::string band = cell.band_text.empty() ? "" : fmt::format("{}{}", between.substr(1), cell.band_text);
    rows.push_back({cell.experiment, metric_text(cell.metric), cell.method, published_of(cell, between),
                    ours_of(outcome, between), band,
                    std::string(to_string(outcome.verdict)) + notes.reference(outcome)});
  }
  return rows;
}

// What a Markdown table cell may not hold as it is.
std::string safe(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    if (letter == '|' || letter == '*' || letter == '_' || letter == '<' || letter == '\\') result += '\\';
    result += letter == '\n' ? ' ' : letter;
  }
  return result;
}

std::string markdown_row(const std::vector<std::string>& cells) {
  return fmt::format("| {} |\n", fmt::join(cells, " | "));
}

std::string tally_of(std::span<const CellOutcome> outcomes) {
  Tally tally;
  tally.add(outcomes);
  return to_string(tally);
}

std::string list_of(const std::vector<std::string>& methods, std::string_view indent) {
  std::string text;
  for (const std::string& method : methods) text += fmt::format("{}- `{}`\n", indent, method);
  return text;
}

// How the experiments are computed, as starling compare would be told; methods that all share are said once.
std::string recipes_of(const Study& study) {
  const auto& common = study.experiments.front().plan.methods;
  const bool shared = std::ranges::all_of(study.experiments, [&](const auto& e) { return e.plan.methods == common; });
  std::string text;
  for (const StudyExperiment& experiment : study.experiments) {
    const compare::ExperimentPlan& plan = experiment.plan;
    text += fmt::format("- {}: `{}`", safe(experiment.label), plan.data.front());
    if (plan.split.train_per_task > 0)
      text += fmt::format(", {} samples of every task to learn from", plan.split.train_per_task);
    else if (!plan.split.official && plan.split.train_share == 1.0)
      text += ", every sample to learn from";
    else if (!plan.split.official)
      text += fmt::format(", {} of every task to learn from", spelling::print(plan.split.train_share));
    if (!plan.split.stratified) text += ", not stratified";
    text += fmt::format(", {}, relative gap {}\n", cli::count(static_cast<unsigned>(plan.repetitions), "repetition"),
                        spelling::print(plan.gap));
    if (!shared) text += list_of(plan.methods, "  ");
  }
  if (!shared) return text;
  return text +
         fmt::format("\nMethods; options on a grid are chosen by {}-fold cross-validation:\n\n",
                     study.experiments.front().plan.folds) +
         list_of(common, "");
}

}  // namespace

std::string terminal_table(const Study& study, std::span<const CellOutcome> outcomes) {
  Notes notes;
  std::vector<std::vector<std::string>> rows = {
      {"experiment", "metric", "method", "published", "ours", "band", "verdict"}};
  for (auto& row : rows_of(outcomes, " +- ", notes)) rows.push_back(std::move(row));
  std::string text = fmt::format("{}: {}\n", study.name, study.title) + cli::aligned(rows);
  for (std::size_t k = 0; k < notes.sentences().size(); ++k)
    text += cli::defined(fmt::format("[{}]", k + 1), notes.sentences()[k], 8);
  return text + tally_of(outcomes) + "\n";
}

std::string markdown_page(const Study& study, std::span<const CellOutcome> outcomes) {
  Notes notes;
  const std::string published = study.spread.empty() ? "published" : fmt::format("published ± {}", study.spread);
  std::string table = markdown_row({"experiment", "metric", "method", published, "ours ± sd", "band", "verdict"}) +
                      "|---|---|---|---:|---:|---:|---|\n";
  for (auto row : rows_of(outcomes, " ± ", notes)) {
    for (std::string& cell : row) cell = safe(cell);
    table += markdown_row(row);
  }
  std::string text = fmt::format("# {}\n\n{}\n\n{}\n\n", study.title, study.source, study.about);
  text += fmt::format("`starling reproduce {}`: {}.\n\n{}\n{}\n", study.name, tally_of(outcomes), table, key_of_marks);
  for (std::size_t k = 0; k < notes.sentences().size(); ++k)
    text += fmt::format("{}[{}] {}  \n", k == 0 ? "\n" : "", k + 1, safe(notes.sentences()[k]));
  text += "\n## How ours are computed\n\n";
  text += recipes_of(study);
  double gap = 0.0;
  for (const CellOutcome& outcome : outcomes) gap = std::max(gap, outcome.relative_gap.value_or(0.0));
  if (gap > 0.0) text += fmt::format("\nThe largest certified relative gap of these fits is {:.1e}.\n", gap);
  if (!study.papers.empty()) text += fmt::format("\nReferences: {}.\n", fmt::join(study.papers, ", "));
  return text;
}

}  // namespace starling::reproduce
