// The report of a comparison: everything that is stated about its results, and the forms in which it is written.
//
//     const Report report = make_report(records_of(content), content.runs, {});
//     std::cout << markdown(report);
//     write_report(report, "report");              // report/index.html and beside it all other forms
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "apps/compare/assemble.hpp"
#include "apps/compare/report/analysis.hpp"
#include "apps/compare/report/negative_transfer.hpp"

namespace starling::compare {

struct ReportRules {
  std::vector<std::string> metrics;  // to show: the first that a data set has; none: ev_global or auc
  std::string alone;                 // the row that other rows are compared with task by task; empty: the first that
                                     // learns every task by itself
};

struct Report {
  std::vector<DatasetBlock> blocks;
  AcrossDataSets across;
  std::vector<NegativeTransfer> transfers;
  std::vector<std::string> warnings;  // sentences
  std::vector<Params> runs;           // provenance, each once
};

// Throws InvalidOption for a metric or a row that does not exist, InvalidData when there is no result at all.
Report make_report(std::span<const JobResult> results, std::span<const Params> runs, const ReportRules& rules);

// What the tests over data sets say, as sentences.
std::vector<std::string> findings(const Report& report);

std::string markdown(const Report& report);
std::string latex(const Report& report);  // tables for the packages booktabs and threeparttable
std::string csv(const Report& report);    // a line a job with all metrics, unrounded
std::string html(const Report& report);   // one page that needs nothing else

// index.html, report.md, tables.tex, results.csv and critical_difference.svg in a folder that is made when it does not
// exist. Throws IoError.
void write_report(const Report& report, const std::filesystem::path& folder);

}  // namespace starling::compare
