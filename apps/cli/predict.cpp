// starling predict DATA -m MODEL: a prediction for every sample, as a table.
#include <fmt/format.h>

#include <memory>

#include "apps/cli/data_argument.hpp"
#include "apps/cli/model_file.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/text.hpp"
#include "apps/cli/unlabelled.hpp"
#include "apps/cli/verbs.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/model/archive.hpp"

namespace starling::cli {
namespace {

struct Request {
  DataArgument data;
  std::string model, output = "-";
  bool probability = false, score = false, new_tasks = false;
};

std::vector<std::string> rows_of(const arma::mat& values) {
  std::vector<std::string> rows(values.n_rows);
  for (arma::uword i = 0; i < values.n_rows; ++i)
    for (arma::uword k = 0; k < values.n_cols; ++k) rows[i] += (k == 0 ? "" : ",") + spelling::print(values(i, k));
  return rows;
}

// What is predicted for the samples of one task; numbers of several classes are several cells.
std::vector<std::string> cells(const Request& request, const Model& model, arma::uword task, const Design& X) {
  if (request.score) return rows_of(model.decisions(task, X));
  if (request.probability) {
    const auto probability = model.predict_probability(task, X);
    if (!probability)
      throw InvalidOption(
          {.what = "the model gives no probabilities",
           .where = "option --probability",
           .expected = "a model of two classes fitted with the logistic loss, or with --probabilities"});
    return rows_of(*probability);
  }
  const arma::vec values = model.predict(task, X);
  const auto& labels = model.info().labels;
  const bool named = labels && !labels->names.empty();
  std::vector<std::string> texts;
  for (const double value : values)
    texts.push_back(named ? csv_cell(labels->names[labels->position(value).value()]) : spelling::print(value));
  return texts;
}

// The names of the columns that cells() fills.
std::string heading(const Request& request, const Model& model) {
  if (!request.score && !request.probability) return "prediction";
  const std::string what = request.score ? "score" : "probability";
  const auto& labels = model.info().labels;
  if (!labels || labels->values.size() == 2) return what;
  std::string text;
  for (std::size_t k = 0; k < labels->values.size(); ++k)
    text += (k == 0 ? "" : ",") +
            csv_cell(what + " " + (labels->names.empty() ? spelling::print(labels->values[k]) : labels->names[k]));
  return text;
}

ExitCode predict(const Request& request) {
  if (request.probability && request.score)
    throw InvalidOption({.what = "--probability and --score exclude each other"});
  const auto stored = load_model(request.model);
  const auto unlabelled = load_unlabelled(request.data, *stored);
  const MultiTaskData data = unlabelled ? *unlabelled : load(request.data, Part::test).data;
  const auto model = for_tasks_of(data, stored, request.new_tasks ? UnknownTasks::predicted : UnknownTasks::refused);
  std::string text = fmt::format("task,row,{}\n", heading(request, *model));
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const std::string task = csv_cell(data.task_names()[t]);
    const auto predictions = cells(request, *model, t, data.design(t));
    for (std::size_t i = 0; i < predictions.size(); ++i) text += fmt::format("{},{},{}\n", task, i + 1, predictions[i]);
  }
  if (request.output == "-")
    write_output(text);
  else
    save_atomically(request.output, text);
  return ExitCode::ok;
}

}  // namespace

void add_predict(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("predict", "predict the targets of data by a model");
  add_data_argument(verb, request->data);
  verb.add({.names = "-m,--model", .value = "FILE", .help = "the model", .required = true}, request->model);
  verb.add({.names = "-o,--output", .value = "FILE", .help = "a CSV file; -: standard output (-)"}, request->output);
  verb.add({.names = "--probability", .help = "the probability of the positive class; of more than two, one a class"},
           request->probability);
  verb.add({.names = "--score", .help = "the real value behind a class; of more than two, one a class"},
           request->score);
  verb.add({.names = "--new-tasks", .help = "take tasks the model does not know, by what its tasks have in common"},
           request->new_tasks);
  verb.action = [request] { return predict(*request); };
  verb.notes = wrapped(
      "One line a sample: its task, its row within the task from 1, its prediction. Targets need not be there: a CSV, "
      "TSV, NPZ or MATLAB file may hold only features, and then every task of the model predicts every sample, or "
      "features and the task of every sample. Of a data set by name that has a test part, that part is predicted.",
      0);
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
