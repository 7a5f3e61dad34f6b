// The results of a report as CSV.
#include <fmt/format.h>

#include <set>

#include "apps/cli/text.hpp"
#include "apps/compare/report/report.hpp"
#include "lib/base/params.hpp"

namespace starling::compare {
namespace {

std::string number(const std::optional<double>& value) { return value ? spelling::print(*value) : ""; }

}  // namespace

std::string csv(const Report& report) {
  std::set<std::string> metrics;
  for (const DatasetBlock& block : report.blocks)
    for (const MethodRow& row : block.rows)
      for (const auto& result : row.results)
        if (result)
          for (const auto& [name, value] : result->metrics) metrics.insert(name);
  std::string text =
      "dataset,method,repetition,outcome,message,status,relative_gap,iterations,tune_seconds,fit_seconds,"
      "predict_seconds,train_samples,test_samples";
  for (const std::string& name : metrics) text += "," + name;
  text += "\n";
  for (const DatasetBlock& block : report.blocks)
    for (const MethodRow& row : block.rows)
      for (std::size_t r = 0; r < row.results.size(); ++r) {
        if (!row.results[r]) continue;
        const Result& result = *row.results[r];
        text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}", cli::csv_cell(block.dataset),
                            cli::csv_cell(row.method), r + 1, to_string(result.outcome),
                            result.message.empty() ? "" : cli::csv_cell(result.message), result.status,
                            number(result.relative_gap), result.iterations, spelling::print(result.seconds.tune),
                            spelling::print(result.seconds.fit), spelling::print(result.seconds.predict),
                            result.train_samples, result.test_samples);
        for (const std::string& name : metrics) {
          const auto found = result.metrics.find(name);
          text += "," + (found == result.metrics.end() ? "" : spelling::print(found->second));
        }
        text += "\n";
      }
  return text;
}

}  // namespace starling::compare
