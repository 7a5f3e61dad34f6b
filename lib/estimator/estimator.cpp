#include "lib/estimator/estimator.hpp"

#include "lib/base/error.hpp"
#include "lib/linalg/parallel.hpp"

namespace starling {

std::vector<double> absolute_strengths(const Estimator& estimator, const MultiTaskData& data,
                                       std::span<const Lambda> strengths, int threads) {
  std::optional<double> largest = 0.0;
  if (strengths.front().relative) with_threads(threads, [&] { largest = estimator.lambda_max(data); });
  if (!largest)
    throw InvalidOption({.what = "shares of lambda_max for a method that has none",
                         .where = "method " + estimator.name(),
                         .hint = "give absolute strengths"});
  std::vector<double> values;
  for (const Lambda& strength : strengths) values.push_back(strength.resolve(*largest));
  return values;
}

bool Fit::is_linear() const { return dynamic_cast<const LinearModel*>(model.get()) != nullptr; }

const LinearModel& Fit::linear() const {
  const auto* linear = dynamic_cast<const LinearModel*>(model.get());
  if (linear == nullptr)
    throw InvalidInput({.what = "the model has no linear coefficients",
                        .expected = "a linear model",
                        .got = model ? std::string(model->kind()) : "no model"});
  return *linear;
}

Coefficients Fit::coefficients() const { return {linear().W(), linear().b()}; }

std::optional<std::string> strength_name(const Estimator& estimator) {
  for (const FieldDescription& field : estimator.fields())
    if (field.type == spelling::type_name<Lambda>()) return field.name;
  return {};
}

void check_strengths(const Estimator& estimator, std::span<const Lambda> strengths) {
  const auto name = strength_name(estimator);
  if (!name)
    throw InvalidOption(
        {.what = "a method without the strength of a penalty has no path", .where = "method " + estimator.name()});
  const std::string where = "path of " + *name;
  if (strengths.empty()) throw InvalidOption({.what = "no strengths", .where = where});
  const auto trial = estimator.clone();
  for (std::size_t k = 0; k < strengths.size(); ++k) {
    trial->set_params({{*name, spelling::print(strengths[k])}});
    if (strengths[k].relative != strengths[0].relative)
      throw InvalidOption({.what = "shares of lambda_max beside absolute strengths", .where = where});
    if (k > 0 && !(strengths[k].value < strengths[k - 1].value))
      throw InvalidOption({.what = "strengths that do not fall",
                           .where = where,
                           .got = spelling::print(strengths[k - 1]) + ", then " + spelling::print(strengths[k])});
  }
}

void fit_in_a_row(std::span<const double> lambdas, const FitControl& control, const FitAt& fit_at,
                  const PathSink& sink) {
  std::shared_ptr<const Preparation> preparation;
  FitControl next = control;
  next.preparation = &preparation;
  Coefficients start;
  for (const double lambda : lambdas) {
    Fit fit = fit_at(lambda, next);
    if (fit.is_linear()) {
      start = fit.coefficients();
      next.start = &start;
    }
    const bool stopped = fit.report.status == Status::interrupted;
    if (!sink(lambda, std::move(fit)) || stopped) return;
  }
}

void fit_one_by_one(const Estimator& estimator, const MultiTaskData& data, std::span<const Lambda> strengths,
                    const FitControl& control, const PathSink& sink) {
  const std::string name = strength_name(estimator).value();
  const auto at = estimator.clone();
  const auto fit_at = [&](double lambda, const FitControl& next) {
    at->set_params({{name, spelling::print(lambda)}});
    return at->fit(data, next);
  };
  fit_in_a_row(absolute_strengths(estimator, data, strengths, control.threads), control, fit_at, sink);
}

void refuse_proofs_of_zeros(std::string_view method) {
  throw InvalidInput(
      {.what = "a method that cannot prove features irrelevant", .where = "method " + std::string(method)});
}

}  // namespace starling
