// The report as Markdown.
#include <fmt/format.h>

#include "apps/compare/report/score_table.hpp"

namespace starling::compare {
namespace {

// What a table cell may not hold as it is.
std::string safe(const std::string& text) {
  std::string result;
  for (const char letter : text) {
    if (letter == '|' || letter == '*' || letter == '_' || letter == '<' || letter == '\\') result += '\\';
    result += letter == '\n' ? ' ' : letter;
  }
  return result;
}

std::string row_of(const std::vector<std::string>& cells) { return fmt::format("| {} |\n", fmt::join(cells, " | ")); }

// The first column to the left, the others to the right.
std::string heading(std::vector<std::string> cells) {
  std::string rule = "|---|";
  for (std::size_t i = 1; i < cells.size(); ++i) rule += "---:|";
  return row_of(cells) + rule + "\n";
}

std::string cell_text(const ScoreCell& cell) {
  std::string text = cell.mean.empty() ? "n/a" : cell.sd.empty() ? cell.mean : cell.mean + " ± " + cell.sd;
  if (cell.best) text = "**" + text + "**";
  if (cell.not_worse) text = "<u>" + text + "</u>";
  if (cell.note > 0) text += fmt::format(" [{}]", cell.note);
  return text;
}

std::string scores(const Report& report) {
  const ScoreTable table = score_table(report);
  std::vector<std::string> captions = {"method"};
  for (const std::string& name : table.data_sets) captions.push_back(safe(name));
  captions.emplace_back("mean rank");
  std::string text = heading(captions);
  for (const ScoreRow& row : table.rows) {
    std::vector<std::string> cells = {safe(row.method)};
    for (const ScoreCell& cell : row.cells) cells.push_back(cell_text(cell));
    cells.push_back(row.mean_rank ? fmt::format("{:.2f}", *row.mean_rank) : "n/a");
    text += row_of(cells);
  }
  text +=
      "\nMean ± standard deviation over repetitions. Bold: the best. Underlined: not significantly worse (corrected "
      "resampled t-test, Holm, 0.05).\n\n";
  for (std::size_t d = 0; d < report.blocks.size(); ++d)
    text += fmt::format("- {}: {}, {} repetitions\n", safe(report.blocks[d].dataset),
                        safe(describe(report.blocks[d].metric)), report.blocks[d].repetitions);
  for (std::size_t k = 0; k < table.notes.size(); ++k)
    text += fmt::format("{}[{}] {}\n", k == 0 ? "\n" : "", k + 1, safe(table.notes[k]) + "  ");
  return text;
}

std::string tests(const AcrossDataSets& across) {
  if (across.methods.size() < 2 || across.ranked.data_sets < 2) return "";
  const std::size_t best = across.reference;
  std::string text = "\n" + heading({"method", "mean rank", "p against " + safe(across.methods[best]), "Holm", "wins",
                                     "ties", "losses"});
  for (std::size_t m = 0; m < across.methods.size(); ++m) {
    const WinTieLoss& duel = across.duels[m][best];
    const bool self = m == best;
    text += row_of({safe(across.methods[m]), fmt::format("{:.2f}", across.ranked.mean_ranks[m]),
                    self ? "" : p_text(across.against_reference[m].p_value), self ? "" : p_text(across.adjusted[m]),
                    self ? "" : std::to_string(duel.wins), self ? "" : std::to_string(duel.ties),
                    self ? "" : std::to_string(duel.losses)});
  }
  return text + "\nExact Wilcoxon signed-rank test over data sets; wins, ties and losses against the best mean rank.\n";
}

std::string transfers(const Report& report) {
  std::string text;
  for (const NegativeTransfer& transfer : report.transfers) {
    text += fmt::format("\n### {}\n\n{} of each task against {}:\n\n", safe(transfer.dataset), transfer.score,
                        safe(transfer.alone));
    text += heading({"method", "tasks", "worse", "surely worse", "mean change", "p over tasks"});
    for (const TransferRow& row : transfer.rows)
      text += row_of({safe(row.method), std::to_string(row.tasks.size()), std::to_string(row.worse),
                      std::to_string(row.surely_worse.size()), fmt::format("{:+.1f} %", 100.0 * row.mean_change),
                      p_text(row.p_tasks)});
  }
  return text.empty() ? text : "\n## Negative transfer\n" + text;
}

}  // namespace

std::string markdown(const Report& report) {
  std::string text = "# Comparison\n\n";
  for (const std::string& warning : report.warnings) text += fmt::format("> {}\n", safe(warning));
  text += report.warnings.empty() ? "" : "\n";
  text += "## Scores\n\n" + scores(report);
  const std::vector<std::string> sentences = findings(report);
  if (!sentences.empty()) text += "\n## Over data sets\n";
  for (const std::string& sentence : sentences) text += "\n" + safe(sentence) + "\n";
  text += tests(report.across) + transfers(report);
  if (!report.runs.empty()) text += "\n## Computed by\n\n";
  for (const Params& run : report.runs) {
    std::vector<std::string> facts;
    for (const auto& [name, value] : run) facts.push_back(safe(name + ": " + value));
    text += fmt::format("- {}\n", fmt::join(facts, ", "));
  }
  return text;
}

}  // namespace starling::compare
