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

// What is predicted for the samples of one task, as cells.
std::vector<std::string> cells(const Request& request, const Model& model, arma::uword task, const Design& X) {
  arma::vec values;
  if (request.score) {
    values = model.decision(task, X);
  } else if (request.probability) {
    auto probability = model.predict_probability(task, X);
    if (!probability)
      throw InvalidOption({.what = "the model gives no probabilities",
                           .where = "option --probability",
                           .expected = "a model fitted with the logistic loss"});
    values = std::move(*probability);
  } else {
    values = model.predict(task, X);
  }
  const auto& labels = model.info().labels;
  const bool named = labels && !labels->names.empty() && !request.score && !request.probability;
  std::vector<std::string> texts;
  for (const double value : values)
    texts.push_back(named ? csv_cell(labels->names[value == labels->positive ? 1 : 0]) : spelling::print(value));
  return texts;
}

ExitCode predict(const Request& request) {
  if (request.probability && request.score)
    throw InvalidOption({.what = "--probability and --score exclude each other"});
  const auto stored = load_model(request.model);
  const auto unlabelled = load_unlabelled(request.data, *stored);
  const MultiTaskData data = unlabelled ? *unlabelled : load(request.data, Part::test).data;
  const auto model = for_tasks_of(data, stored, request.new_tasks ? UnknownTasks::predicted : UnknownTasks::refused);
  std::string text = fmt::format("task,row,{}\n", request.score         ? "score"
                                                  : request.probability ? "probability"
                                                                        : "prediction");
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
  verb.add({.names = "--probability", .help = "the probability of the positive class"}, request->probability);
  verb.add({.names = "--score", .help = "the real value behind a class"}, request->score);
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
