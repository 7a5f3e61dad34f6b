// starling certify DATA: the certificate of any coefficients, whoever computed
// them.
#include <fmt/format.h>

#include <memory>

#include "apps/cli/data_argument.hpp"
#include "apps/cli/fit_report.hpp"
#include "apps/cli/method_argument.hpp"
#include "apps/cli/model_file.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/text.hpp"
#include "apps/cli/verbs.hpp"
#include "lib/base/error.hpp"
#include "lib/base/version.hpp"
#include "lib/data/formats/npz.hpp"
#include "lib/model/archive.hpp"

namespace starling::cli {
namespace {

struct Request {
  DataArgument data;
  MethodArgument method;
  RunArgument run;
  std::string model, coefficients;
  bool json = false, strict = false;
};

[[noreturn]] void refuse_shape(const std::string& where, const std::string& expected, const arma::mat& got) {
  throw InvalidData({.what = "coefficients of another shape",
                     .where = where,
                     .expected = expected,
                     .got = fmt::format("{} x {}", got.n_rows, got.n_cols)});
}

// W (d x T) and, if it is there, b (T) of an archive.
Coefficients read_coefficients(const std::string& path, const MultiTaskData& data) {
  NpzFile file = NpzFile::open(path);
  Coefficients at = zero_coefficients(data);
  const arma::mat W = file.read("W").matrix();
  if (arma::size(W) != arma::size(at.W))
    refuse_shape(path + ": W", fmt::format("{} x {} (features x tasks)", at.W.n_rows, at.W.n_cols), W);
  at.W = W;
  if (!file.contains("b")) return at;
  const arma::vec b = file.read("b").vector();
  if (b.n_elem != at.b.n_elem) refuse_shape(path + ": b", fmt::format("{} (tasks)", at.b.n_elem), b);
  at.b = b.t();
  return at;
}

Coefficients given_coefficients(const Request& request, const MultiTaskData& data) {
  if (request.model.empty()) return read_coefficients(request.coefficients, data);
  const auto model = for_tasks_of(data, load_model(request.model));
  return {as_linear(*model).W(), as_linear(*model).b()};
}

// A fit that starts there and may not take a step certifies its start.
ExitCode certify(const Request& request) {
  if (request.model.empty() == request.coefficients.empty())
    throw InvalidOption({.what = "one of --model and --coef must be given", .where = "certify"});
  const auto estimator = make(request.method);
  const MultiTaskData data = load(request.data).data;
  const Coefficients at = given_coefficients(request, data);
  FitControl control{.stop = request.run.stop, .start = &at, .threads = request.run.threads};
  control.stop.max_iterations = 0;
  const Fit fitted = estimator->fit(data, control);
  const Certificate& proof = fitted.report.certificate;
  const bool reached = proof.relative_gap <= request.run.stop.gap;
  if (request.json) {
    JsonObject json;
    json.add("method", estimator->name()).add("params", json_params(*estimator, fitted.model->info()));
    json.add("reached", reached);
    add_certificate(json, proof);
    write_output(json.add("version", STARLING_VERSION).text() + "\n");
  } else {
    write_output(aligned({{"objective", fmt::format("{:.17g}", proof.primal)},
                          {"lower bound", fmt::format("{:.17g}", proof.dual)},
                          {"gap", fmt::format("{:.3g}", proof.gap)},
                          {"relative gap", fmt::format("{:.3g}", proof.relative_gap)}}));
  }
  return request.strict && !reached ? ExitCode::not_converged : ExitCode::ok;
}

}  // namespace

void add_certify(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("certify", "bound how far any coefficients are from the least objective");
  add_data_argument(verb, request->data);
  add_method_argument(verb, request->method);
  verb.add({.names = "-m,--model", .value = "FILE", .help = "a model, or"}, request->model);
  verb.add({.names = "--coef", .value = "FILE.npz", .help = "arrays W (features x tasks) and b (tasks; none: 0)"},
           request->coefficients);
  verb.add({.names = "--gap", .value = "NUMBER", .help = "relative gap that counts as reached (1e-6)"},
           request->run.stop.gap);
  verb.add({.names = "--threads", .value = "N", .help = "threads; 0: all cores"}, request->run.threads);
  verb.add({.names = "--strict", .help = "exit 5 when the gap is not reached"}, request->strict);
  verb.add({.names = "--json", .help = "print one JSON object"}, request->json);
  verb.action = [request] { return certify(*request); };
  verb.notes = wrapped(
      "The coefficients may come from any program; the method "
      "and its options say which objective "
      "they are measured by.",
      0);
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
