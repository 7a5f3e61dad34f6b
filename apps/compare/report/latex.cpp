// The tables of a report for LaTeX.
#include <fmt/format.h>

#include "apps/compare/report/score_table.hpp"

namespace starling::compare {
namespace {

std::string safe(const std::string& text) {
  std::string result;
  for (const char letter : text) {
    switch (letter) {
      case '\\':
        result += "\\textbackslash{}";
        break;
      case '~':
        result += "\\textasciitilde{}";
        break;
      case '^':
        result += "\\textasciicircum{}";
        break;
      case '<':
        result += "$<$";
        break;
      case '>':
        result += "$>$";
        break;
      case '&':
      case '%':
      case '$':
      case '#':
      case '_':
      case '{':
      case '}':
        result += '\\';
        result += letter;
        break;
      default:
        result += letter == '\n' ? ' ' : letter;
    }
  }
  return result;
}

std::string cell_text(const ScoreCell& cell) {
  std::string text = cell.mean.empty() ? "--" : cell.mean;
  if (cell.best) text = "\\textbf{" + text + "}";
  if (cell.not_worse) text = "\\underline{" + text + "}";
  if (!cell.sd.empty()) text += " {\\footnotesize$\\pm$" + cell.sd + "}";
  if (cell.note > 0) text += fmt::format("\\tnote{{{}}}", cell.note);
  return text;
}

std::string line_of(const std::vector<std::string>& cells) {
  return fmt::format("    {} \\\\\n", fmt::join(cells, " & "));
}

std::string table(const std::string& caption, const std::string& label, const std::string& columns,
                  const std::string& body, const std::vector<std::string>& notes) {
  std::string text = fmt::format(
      "\\begin{{table}}\n  \\centering\n  \\begin{{threeparttable}}\n  \\caption{{{}}}\n  \\label{{{}}}\n"
      "  \\begin{{tabular}}{{{}}}\n    \\toprule\n{}    \\bottomrule\n  \\end{{tabular}}\n",
      caption, label, columns, body);
  if (!notes.empty()) text += "  \\begin{tablenotes}\\footnotesize\n";
  for (std::size_t k = 0; k < notes.size(); ++k) text += fmt::format("    \\item[{}] {}\n", k + 1, safe(notes[k]));
  if (!notes.empty()) text += "  \\end{tablenotes}\n";
  return text + "  \\end{threeparttable}\n\\end{table}\n";
}

std::string scores(const Report& report) {
  const ScoreTable found = score_table(report);
  std::vector<std::string> captions = {"Method"}, metrics;
  for (const std::string& name : found.data_sets) captions.push_back(safe(name));
  captions.emplace_back("Rank");
  for (std::size_t d = 0; d < report.blocks.size(); ++d)
    metrics.push_back(safe(found.data_sets[d] + ": " + describe(report.blocks[d].metric)));
  std::string body = line_of(captions) + "    \\midrule\n";
  for (const ScoreRow& row : found.rows) {
    std::vector<std::string> cells = {safe(row.method)};
    for (const ScoreCell& cell : row.cells) cells.push_back(cell_text(cell));
    cells.push_back(row.mean_rank ? fmt::format("{:.2f}", *row.mean_rank) : "--");
    body += line_of(cells);
  }
  return table(
      fmt::format("Mean and standard deviation over repetitions ({}). Bold: best; underlined: not significantly "
                  "worse (corrected resampled t-test, Holm, 0.05).",
                  fmt::join(metrics, "; ")),
      "tab:scores", "l" + std::string(found.data_sets.size() + 1, 'r'), body, found.notes);
}

std::string tests(const AcrossDataSets& across) {
  if (across.methods.size() < 2 || across.ranked.data_sets < 2) return "";
  const std::size_t best = across.reference;
  std::string body = line_of({"Method", "Mean rank", "$p$", "$p$ (Holm)", "W/T/L"}) + "    \\midrule\n";
  for (std::size_t m = 0; m < across.methods.size(); ++m) {
    const WinTieLoss& duel = across.duels[m][best];
    const bool self = m == best;
    body += line_of({safe(across.methods[m]), fmt::format("{:.2f}", across.ranked.mean_ranks[m]),
                     self ? "--" : safe(p_text(across.against_reference[m].p_value)),
                     self ? "--" : safe(p_text(across.adjusted[m])),
                     self ? "--" : fmt::format("{}/{}/{}", duel.wins, duel.ties, duel.losses)});
  }
  return "\n" + table(fmt::format("Wilcoxon signed-rank tests against {} over {} data sets.",
                                  safe(across.methods[best]), across.ranked.data_sets),
                      "tab:tests", "lrrrr", body, {});
}

}  // namespace

std::string latex(const Report& report) {
  return "% \\usepackage{booktabs,threeparttable}\n" + scores(report) + tests(report.across);
}

}  // namespace starling::compare
