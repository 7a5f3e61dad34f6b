#include "lib/estimator/one_vs_rest.hpp"

#include <algorithm>

#include "lib/base/error.hpp"
#include "lib/base/version.hpp"
#include "lib/data/labels.hpp"
#include "lib/model/one_vs_rest_model.hpp"

namespace starling {
namespace {

// One problem after the other is solved, so bounds, rounding and work add up. The dual points follow one another.
FitReport sum_of(const std::vector<Fit>& fits) {
  FitReport all;
  all.status = Status::optimal;
  Certificate& sum = all.certificate;
  sum.primal = sum.dual = sum.gap = sum.scale = 0.0;
  for (const Fit& fit : fits) {
    const Certificate& one = fit.report.certificate;
    all.status = std::max(all.status, fit.report.status);  // from the best to the worst
    all.iterations += fit.report.iterations;
    all.seconds += fit.report.seconds;
    sum.primal += one.primal;
    sum.dual += one.dual;
    sum.gap += one.gap;
    sum.scale += one.scale;
    sum.rounding_floor += one.rounding_floor;
    sum.dual_rounding += one.dual_rounding;
    sum.dual_point = arma::join_cols(sum.dual_point, one.dual_point);
  }
  sum.relative_gap = sum.relative(sum.gap);
  return all;
}

Fit joined(const std::vector<Fit>& fits, const Params& params, Labels labels) {
  FitReport report = sum_of(fits);
  ModelInfo info = fits.front().model->info();
  info.params = params;
  info.labels = std::move(labels);
  info.status = to_string(report.status);
  info.primal = report.certificate.primal;
  info.dual = report.certificate.dual;
  info.relative_gap = report.certificate.relative_gap;
  info.learned.clear();  // it stays with the machines
  std::vector<std::shared_ptr<const Model>> machines;
  for (const Fit& fit : fits) machines.push_back(fit.model);
  return {std::make_shared<OneVsRestModel>(std::move(machines), std::move(info)), std::move(report),
          fits.front().averaging};
}

class OneVsRest final : public Estimator {
 public:
  explicit OneVsRest(std::unique_ptr<Estimator> machine) : machine_(std::move(machine)) {}
  std::string name() const override { return machine_->name(); }
  std::string summary() const override { return machine_->summary(); }
  std::vector<FieldDescription> fields() const override { return machine_->fields(); }
  Params params() const override { return machine_->params(); }
  void set_params(const Params& params) override { machine_->set_params(params); }
  std::unique_ptr<Estimator> clone() const override { return std::make_unique<OneVsRest>(machine_->clone()); }
  bool is_classifier() const override { return machine_->is_classifier(); }
  bool takes_many_classes() const override { return is_classifier(); }
  bool proves_zeros() const override { return machine_->proves_zeros(); }

  std::optional<std::string> unsuited(const MultiTaskData& data) const override {
    if (!has_many_classes(data)) return machine_->unsuited(data);
    if (auto reason = not_classes(data)) return reason;
    return machine_->unsuited(against_the_rest(data, find_classes(data).values.front()));
  }
  std::optional<double> lambda_max(const MultiTaskData& data) const override {
    if (!has_many_classes(data)) return machine_->lambda_max(data);
    std::optional<double> largest;
    for (const double label : find_classes(data).values) {
      const auto one = machine_->lambda_max(against_the_rest(data, label));
      if (one) largest = std::max(largest.value_or(*one), *one);
    }
    return largest;
  }
  Fit fit(const MultiTaskData& data, const FitControl& control) const override {
    return has_many_classes(data) ? fit_classes(data, control) : machine_->fit(data, control);
  }
  void fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                const PathSink& sink) const override {
    if (!has_many_classes(data)) return machine_->fit_path(data, strengths, control, sink);
    check_strengths(*this, strengths);
    fit_one_by_one(*this, data, strengths, control, sink);
  }
  std::vector<bool> proved_zero(const MultiTaskData& data, const Fit& fit) const override;

 private:
  // More than the method takes.
  bool has_many_classes(const MultiTaskData& data) const {
    return is_classifier() && !machine_->takes_many_classes() && starling::has_many_classes(data);
  }
  std::unique_ptr<Estimator> at_one_strength(const MultiTaskData& data) const;
  Fit fit_classes(const MultiTaskData& data, const FitControl& control) const;

  std::unique_ptr<Estimator> machine_;
};

// A share of each machine's own lambda_max would weigh the classes differently.
std::unique_ptr<Estimator> OneVsRest::at_one_strength(const MultiTaskData& data) const {
  auto at = machine_->clone();
  const auto name = strength_name(*at);
  if (!name) return at;
  const auto lambda = spelling::parse_lambda(at->params().at(*name));
  if (!lambda || !lambda->relative) return at;
  if (const auto largest = lambda_max(data)) at->set_params({{*name, spelling::print(lambda->resolve(*largest))}});
  return at;
}

Fit OneVsRest::fit_classes(const MultiTaskData& data, const FitControl& control) const {
  check(control.stop);
  if (const auto reason = unsuited(data)) throw InvalidData({.what = *reason});
  if (control.start != nullptr)
    throw InvalidInput({.what = "a fit of several classes cannot start at coefficients", .where = "warm start"});
  const Labels labels = find_classes(data);
  const auto machine = at_one_strength(data);
  FitControl next{.stop = control.stop, .threads = control.threads};
  bool stopped = false;
  if (control.stop.on_progress)
    next.stop.on_progress = [&](const Progress& now) {
      stopped = stopped || !control.stop.on_progress(now);
      return !stopped;
    };
  std::vector<Fit> fits;
  for (const double label : labels.values) {
    fits.push_back(machine->fit(against_the_rest(data, label), next));
    next.stop.time_limit = std::max(0.0, next.stop.time_limit - fits.back().report.seconds);
  }
  return joined(fits, params(), labels);
}

// Of every machine.
std::vector<bool> OneVsRest::proved_zero(const MultiTaskData& data, const Fit& fit) const {
  const auto* model = dynamic_cast<const OneVsRestModel*>(fit.model.get());
  if (model == nullptr || machine_->takes_many_classes()) return machine_->proved_zero(data, fit);
  const auto machine = at_one_strength(data);
  const arma::vec& u = fit.report.certificate.dual_point;
  const std::size_t classes = model->machines().size();
  const bool has_duals = u.n_elem == classes * data.size();
  std::vector<bool> all(data.n_features(), true);
  for (std::size_t k = 0; k < classes; ++k) {
    Fit one{.model = model->machines()[k], .report = fit.report, .averaging = fit.averaging};
    one.report.certificate.dual_point =
        has_duals ? arma::vec(u.subvec(k * data.size(), arma::size(data.targets()))) : arma::vec();
    const auto zero = machine->proved_zero(against_the_rest(data, model->info().labels->values[k]), one);
    for (std::size_t j = 0; j < all.size(); ++j) all[j] = all[j] && zero[j];
  }
  return all;
}

}  // namespace

std::unique_ptr<Estimator> for_any_classes(std::unique_ptr<Estimator> method) {
  return std::make_unique<OneVsRest>(std::move(method));
}

}  // namespace starling
