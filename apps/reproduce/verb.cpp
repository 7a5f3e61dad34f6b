// starling reproduce: the tables of papers, published numbers beside ours.
#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <thread>

#include "apps/cli/output.hpp"
#include "apps/cli/progress.hpp"
#include "apps/cli/provenance.hpp"
#include "apps/cli/text.hpp"
#include "apps/cli/verbs.hpp"
#include "apps/compare/progress.hpp"
#include "apps/compare/runner.hpp"
#include "apps/reproduce/catalogue.hpp"
#include "apps/reproduce/outcome.hpp"
#include "apps/reproduce/page.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/linalg/parallel.hpp"

namespace starling::cli {
namespace {

using namespace starling::reproduce;

struct Request {
  std::vector<std::string> studies;
  bool list = false, all = false;
  std::string data_dir, output, store = "starling-reproduce.db", progress = "auto";
  int jobs = 0;  // 0: one per processor
};

std::string list_of_studies() {
  std::string text;
  for (const StudyText& known : study_texts()) {
    const Study study = find_study(known.name);
    text += defined(study.name, fmt::format("{} ({})", study.title, count(study.cells.size(), "cell")), 26);
  }
  return text;
}

std::vector<Study> studies_of(const Request& request) {
  std::vector<Study> studies;
  for (const std::string& name : request.studies)
    studies.push_back(name.ends_with(".toml") ? read_study(name) : find_study(name));
  if (request.all)
    for (const StudyText& known : study_texts()) studies.push_back(find_study(known.name));
  if (studies.empty())
    throw InvalidOption({.what = "no study is named", .hint = "starling reproduce --list shows them; --all takes all"});
  for (Study& study : studies)
    for (StudyExperiment& experiment : study.experiments) experiment.plan.source = {.data_dir = request.data_dir};
  return studies;
}

// Why its data cannot be read; "" when all files are there.
std::string absence_of(const Study& study) {
  for (const StudyExperiment& experiment : study.experiments)
    for (const std::string& spec : experiment.plan.data) {
      const DatasetEntry& entry = find_dataset(parse_dataset_spec(spec).name);
      if (entry.generated()) continue;
      if (std::string absence = missing_data(*entry.files, experiment.plan.source); !absence.empty()) return absence;
    }
  return "";
}

compare::ProgressStyle progress_style(const Request& request) {
  const auto style = spelling::parse<compare::ProgressStyle>(request.progress);
  if (style) return *style;
  const auto names = enum_names(compare::ProgressStyle{});
  throw InvalidOption({.what = "invalid value",
                       .where = "option --progress",
                       .expected = fmt::format("one of {}", fmt::join(names, ", ")),
                       .got = "'" + request.progress + "'",
                       .hint = name_hint(request.progress, names)});
}

class Runner {
 public:
  explicit Runner(const Request& request)
      : workers_(request.jobs > 0 ? request.jobs : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()))),
        store_(request.store),
        progress_(std::cerr, progress_style(request), stderr_is_terminal()) {
    stop_on_signals();
    store_.begin_run(provenance());
  }

  std::vector<CellOutcome> run(const Study& study) {
    std::vector<std::vector<compare::JobResult>> results;
    for (const StudyExperiment& experiment : study.experiments) results.push_back(run(experiment));
    return outcomes_of(study, results);
  }

 private:
  std::vector<compare::JobResult> run(const StudyExperiment& wanted) {
    const compare::Experiment experiment(wanted.plan);
    const compare::RunCount count =
        compare::run_jobs(experiment.jobs(),
                          {.prepare = [&](const compare::Job& job) { experiment.prepare(job); },
                           .execute = [&](const compare::Job& job) { return experiment.run(job); },
                           .workers = workers_,
                           .stop = [] { return interrupted(); }},
                          store_, progress_);
    if (count.interrupted)
      throw Interrupted(
          fmt::format("interrupted; the results so far are in {}, and the same line resumes", store_.path().string()));
    return experiment.results(store_);
  }

  int workers_;
  compare::Store store_;
  compare::Progress progress_;
};

void save_page(const std::filesystem::path& folder, const Study& study, std::span<const CellOutcome> outcomes) {
  std::error_code refused;
  std::filesystem::create_directories(folder, refused);
  if (refused) throw IoError(folder.string() + ": the folder cannot be made: " + refused.message());
  save_atomically(folder / (study.name + ".md"), markdown_page(study, outcomes));
}

ExitCode reproduce(const Request& request) {
  if (request.list) return write_output(list_of_studies()), ExitCode::ok;
  if (request.jobs < 0 || request.jobs > 1024)
    throw InvalidOption({.what = "invalid value",
                         .where = "option -j,--jobs",
                         .expected = "a whole number from 0 to 1024",
                         .got = std::to_string(request.jobs)});
  const std::vector<Study> studies = studies_of(request);
  Runner runner(request);
  Tally tally;
  std::size_t skipped = 0;
  for (const Study& study : studies) {
    if (const std::string absence = absence_of(study); !absence.empty()) {
      if (!request.all) throw IoError(absence);
      write_output(fmt::format("{}: skipped: {}\n\n", study.name, absence));
      ++skipped;
      continue;
    }
    const std::vector<CellOutcome> outcomes = runner.run(study);
    tally.add(outcomes);
    write_output(terminal_table(study, outcomes) + "\n");
    if (!request.output.empty()) save_page(request.output, study, outcomes);
  }
  write_output(
      to_string(tally) +
      (skipped > 0 ? fmt::format(", {} without its data", skipped == 1 ? "1 study" : fmt::format("{} studies", skipped))
                   : "") +
      "\n");
  return tally.inside == tally.cells ? ExitCode::ok : ExitCode::failed;
}

constexpr const char* notes = R"(STUDY is a name that --list shows, or a file NAME.toml with NAME.csv beside it.
Published numbers bear a mark: V was seen in the source, S in a summary by
somebody else; a number that is only remembered (M) is neither shown nor
compared. Ours are inside when their mean over repetitions is no further from
the published number than the band. Exit code 1 when one is not.

Results go to the store one by one. Run the same line again to resume.
)";

}  // namespace

void add_reproduce(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("reproduce", "tables of papers: published numbers beside ours");
  verb.add({.names = "STUDY", .help = "which tables"}, request->studies);
  verb.add({.names = "--list", .help = "print the names of the studies and end"}, request->list);
  verb.add({.names = "--all", .help = "every study whose data are there"}, request->all);
  verb.add(
      {.names = "--data-dir", .value = "DIR", .help = "where the files of classic data sets are; else STARLING_DATA"},
      request->data_dir);
  verb.add({.names = "-j,--jobs",
            .value = "N",
            .help = "jobs side by side; 0: one per processor",
            .environment = "STARLING_JOBS"},
           request->jobs);
  verb.add({.names = "--store", .value = "FILE", .help = "where results are kept (starling-reproduce.db)"},
           request->store);
  verb.add({.names = "--output", .value = "DIR", .help = "write a page STUDY.md for each there, too"}, request->output);
  verb.add({.names = "--progress",
            .value = "STYLE",
            .help = "auto, bar, plain or none (auto), on stderr",
            .environment = "STARLING_PROGRESS"},
           request->progress);
  verb.notes = notes;
  verb.action = [request] {
    ExitCode code = ExitCode::ok;
    with_threads(1, [&] { code = reproduce(*request); });  // jobs are forks, so no other thread may be at work
    return code;
  };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
