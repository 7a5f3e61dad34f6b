#include "apps/compare/report/page_tables.hpp"

#include <fmt/format.h>

#include <map>

#include "apps/cli/text.hpp"
#include "apps/pictures/markup.hpp"
#include "lib/base/params.hpp"

namespace starling::compare {
namespace {

using pictures::escaped;

struct Column {
  std::string caption;
  bool words = false;  // to the left
};

std::string table(std::string_view name, const std::vector<Column>& columns, const std::string& rows,
                  std::string_view box = "scroll") {
  std::string text = fmt::format(
      "<div class=\"{}\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table class=\"sortable\"><thead><tr>", box,
      escaped(name));
  for (const Column& column : columns)
    text += fmt::format("<th scope=\"col\"{}>{}</th>", column.words ? " class=\"words\"" : "", escaped(column.caption));
  return text + "</tr></thead><tbody>\n" + rows + "</tbody></table></div>\n";
}

std::string row_head(std::string_view text) {
  return fmt::format("<tr><th scope=\"row\" title=\"{0}\">{0}</th>", escaped(text));
}

// A cell that is sorted by a number, unrounded; without one it comes last.
std::string cell(const std::optional<double>& value, const std::string& text, std::string_view kind = "") {
  return fmt::format("<td{} data-value=\"{}\">{}</td>", kind.empty() ? "" : fmt::format(" class=\"{}\"", kind),
                     value ? spelling::print(*value) : "", text);
}

std::string cell(std::size_t number) { return fmt::format("<td>{}</td>", number); }

std::string score_text(const ScoreCell& score) {
  std::string text = score.mean.empty() ? "n/a" : fmt::format("<span class=\"mean\">{}</span>", score.mean);
  if (!score.sd.empty()) text += fmt::format(" <span class=\"sd\">± {}</span>", score.sd);
  if (score.note > 0) text += fmt::format("<sup><a href=\"#note{0}\">[{0}]</a></sup>", score.note);
  return text;
}

}  // namespace

std::string scores_html(const ScoreTable& scores) {
  std::vector<Column> columns = {{"method"}};
  for (const std::string& name : scores.data_sets) columns.push_back({name});
  columns.push_back({"mean rank"});
  std::string rows;
  for (const ScoreRow& row : scores.rows) {
    rows += row_head(row.method);
    for (const ScoreCell& score : row.cells)
      rows += cell(score.value, score_text(score), score.best ? "best" : score.not_worse ? "near" : "");
    rows += cell(row.mean_rank, row.mean_rank ? fmt::format("{:.2f}", *row.mean_rank) : "n/a") + "</tr>\n";
  }
  return table("Scores of all methods on all data sets", columns, rows);
}

std::string tests_html(const AcrossDataSets& across) {
  const std::size_t best = across.reference;
  std::string rows;
  for (std::size_t m = 0; m < across.methods.size(); ++m) {
    const double rank = across.ranked.mean_ranks[m];
    rows += row_head(across.methods[m]) + cell(rank, fmt::format("{:.2f}", rank));
    if (m == best) {
      rows += "<td data-value=\"\">reference</td><td data-value=\"\"></td></tr>\n";
      continue;
    }
    const double p = across.against_reference[m].p_value, adjusted = across.adjusted[m];
    rows += cell(p, escaped(p_text(p))) + cell(adjusted, escaped(p_text(adjusted))) + "</tr>\n";
  }
  return table("Signed-rank tests over data sets", {{"method"}, {"mean rank"}, {"p (Wilcoxon, exact)"}, {"p (Holm)"}},
               rows);
}

std::string duels_html(const AcrossDataSets& across) {
  std::vector<Column> columns = {{"win / tie / loss against"}};
  for (const std::string& method : across.methods) columns.push_back({method});
  std::string rows;
  for (std::size_t a = 0; a < across.methods.size(); ++a) {
    rows += row_head(across.methods[a]);
    for (std::size_t b = 0; b < across.methods.size(); ++b) {
      const WinTieLoss& duel = across.duels[a][b];
      rows += a == b ? cell({}, "")
                     : cell(static_cast<double>(duel.wins) - static_cast<double>(duel.losses),
                            fmt::format("{} / {} / {}", duel.wins, duel.ties, duel.losses));
    }
    rows += "</tr>\n";
  }
  return table("Wins, ties and losses over data sets", columns, rows);
}

std::string block_html(const DatasetBlock& block) {
  const std::vector<RowSummary> summaries = summarise(block);
  const auto p = p_against_best(block);
  const int decimals = decimals_for(summaries);
  std::string rows;
  for (std::size_t i = 0; i < summaries.size(); ++i) {
    const RowSummary& row = summaries[i];
    std::map<Outcome, std::size_t> outcomes;
    for (const auto& result : block.rows[i].results)
      if (result) ++outcomes[result->outcome];
    std::string ended;
    for (const auto& [outcome, count] : outcomes)
      ended += fmt::format("{}{} {}", ended.empty() ? "" : ", ", count, to_string(outcome));
    std::optional<double> score;
    if (row.score) score = row.score->mean;
    rows += row_head(block.rows[i].method);
    rows += cell(score,
                 row.score ? fmt::format("{:.{}f} <span class=\"sd\">± {:.{}f}</span>", row.score->mean, decimals,
                                         row.score->sd, decimals)
                           : "n/a",
                 row.best ? "best" : "");
    rows += cell(p[i], p[i] ? escaped(p_text(*p[i])) : "");
    rows += cell(row.rank, row.rank ? fmt::format("{:.2f}", *row.rank) : "n/a");
    rows += row.score ? cell(row.seconds, fmt::format("{:.2f} s", row.seconds)) : cell({}, "n/a");
    rows += cell(row.relative_gap, row.relative_gap ? fmt::format("{:.1e}", *row.relative_gap) : "n/a");
    rows += "<td class=\"words\">" + ended + "</td></tr>\n";
  }
  return table(block.dataset,
               {{"method"},
                {describe(block.metric)},
                {"p against best"},
                {"mean rank"},
                {"time"},
                {"worst gap"},
                {"outcomes", true}},
               rows);
}

std::string transfer_html(const NegativeTransfer& transfer) {
  std::string rows;
  for (const TransferRow& row : transfer.rows) {
    std::vector<std::string> names;
    for (const std::size_t task : row.surely_worse) names.push_back(std::to_string(task + 1));
    rows += row_head(row.method) + cell(row.tasks.size()) + cell(row.worse) + cell(row.surely_worse.size()) +
            cell(row.mean_change, fmt::format("{:+.1f} %", 100.0 * row.mean_change)) +
            cell(row.p_tasks, escaped(p_text(row.p_tasks))) +
            fmt::format("<td class=\"words\">{}</td></tr>\n", fmt::join(names, ", "));
  }
  return table("Negative transfer on " + transfer.dataset,
               {{"method"},
                {"tasks"},
                {"worse"},
                {"surely worse"},
                {"mean change"},
                {"p over tasks"},
                {"surely worse tasks", true}},
               rows);
}

std::string metrics_html(const Report& report, std::set<std::string>& metrics) {
  std::string rows;
  const std::vector<std::string> names = short_names(report.blocks);
  for (std::size_t d = 0; d < report.blocks.size(); ++d)
    for (const MethodRow& row : report.blocks[d].rows) {
      std::map<std::string, std::vector<double>> values;
      for (const auto& result : row.results)
        if (result)
          for (const auto& [name, value] : result->metrics) values[name].push_back(value);
      for (const auto& [name, all] : values) {
        metrics.insert(name);
        const MeanSd summary = *mean_sd(all);
        rows += fmt::format(
                    "<tr data-metric=\"{0}\"><th scope=\"row\" title=\"{1}\">{1}</th><td class=\"words\">{2}</td>"
                    "<td class=\"words\">{0}</td>",
                    escaped(name), escaped(names[d]), escaped(row.method)) +
                cell(summary.mean, cli::brief(summary.mean)) + cell(summary.sd, cli::brief(summary.sd)) +
                cell(all.size()) + "</tr>\n";
      }
    }
  const std::string box =
      table("All metrics", {{"data set"}, {"method", true}, {"metric", true}, {"mean"}, {"sd"}, {"repetitions"}}, rows,
            "scroll tall");
  return "<div id=\"all\">" + box + "</div>\n";
}

}  // namespace starling::compare
