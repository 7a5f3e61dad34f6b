// starling certify DATA: the certificate of any coefficients, whoever computed them.
#include <fmt/format.h>

#include <algorithm>
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

void refuse_if_changed(const Coefficients& given, const Coefficients& kept) {
  const double size = std::max(arma::abs(given.W).max(), arma::abs(given.b).max());
  const double moved = std::max(arma::abs(given.W - kept.W).max(), arma::abs(given.b - kept.b).max());
  if (moved > 1e-12 * size)
    throw InvalidData({.what = "these coefficients are outside what the method can express",
                       .expected = "one column for all tasks if it pools them, b = 0 without an intercept"});
}

// A fit that starts there and may not take a step certifies its start. What the coefficients alone prove of the lower
// bound can be little (hinge losses); a fit of the method proves all of it.
Certificate prove(const Request& request, const Estimator& estimator, const MultiTaskData& data,
                  const Coefficients& at) {
  FitControl control{.stop = request.run.stop, .start = &at, .threads = request.run.threads};
  control.stop.max_iterations = 0;
  const Fit start = estimator.fit(data, control);
  refuse_if_changed(at, start.coefficients());
  Certificate proof = start.report.certificate;
  if (proof.relative_gap <= request.run.stop.gap) return proof;
  const Certificate best =
      estimator.fit(data, {.stop = request.run.stop, .threads = request.run.threads}).report.certificate;
  if (best.dual <= proof.dual) return proof;
  proof.dual = best.dual;
  proof.gap = std::max(0.0, proof.primal - proof.dual);
  proof.relative_gap = proof.gap / proof.scale;
  return proof;
}

JsonObject option_values(const Params& params) {
  JsonObject json;
  for (const auto& [name, value] : params) json.add(name, value);
  return json;
}

ExitCode certify(const Request& request) {
  if (request.model.empty() == request.coefficients.empty())
    throw InvalidOption({.what = "one of --model and --coef must be given", .where = "certify"});
  const auto estimator = make(request.method);
  check(request.run.stop);
  const MultiTaskData data = load(request.data).data;
  const Certificate proof = prove(request, *estimator, data, given_coefficients(request, data));
  const bool reached = proof.relative_gap <= request.run.stop.gap;
  if (request.json) {
    JsonObject json;
    json.add("method", estimator->name()).add("params", option_values(estimator->params()));
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
  verb.add({.names = "--gap",
            .value = "NUMBER",
            .help = "relative gap that counts as reached (1e-6)",
            .environment = "STARLING_GAP"},
           request->run.stop.gap);
  verb.add({.names = "--threads", .value = "N", .help = "threads; 0: all cores", .environment = "STARLING_THREADS"},
           request->run.threads);
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
