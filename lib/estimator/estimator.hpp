// The two faces of a method.
//
// Static: a Recipe is a struct with a name, nested Options (with one describe(), see lib/base/params.hpp), a member
// `options`, and const functions fit, unsuited and lambda_max:
//
//     const Fit fit = TraceNorm{{.lambda = 0.3}}.fit(data);
//
// Dynamic: an Estimator is the same behind one virtual call, made by erase() and found by name in the catalogue:
//
//     auto estimator = make_estimator("trace_norm", {{"lambda", "0.3"}});
//     const Fit fit = estimator->fit(data);
//
// Both give the same bits. fit is const: there is no unfitted state, and a copy is a clone.
//
// A path is a fit at each of some falling strengths, every one from the solution before it:
//
//     estimator->fit_path(data, strengths, {}, [&](double lambda, Fit fit) { ...; return true; });
//
// The fits are handed over one by one, so that nobody has to keep them all. A recipe whose fits can share more than the
// start (products, Gram matrices) brings a const function fit_path with these arguments; the others get a loop of fits.
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/params.hpp"
#include "lib/data/multitask_data.hpp"
#include "lib/model/linear_model.hpp"
#include "lib/solver/solution.hpp"

namespace starling {

struct Preparation;  // see lib/estimator/linear_fit.hpp

// How to run a fit, apart from what is fitted.
struct FitControl {
  StopRule stop = {};
  const Coefficients* start = nullptr;  // warm start, in the units of the data; null: from zero
  int threads = 0;                      // 0: all cores
  // What fits in a row make of the same data, so that it is made once: the first fills it. Null: every fit for itself.
  std::shared_ptr<const Preparation>* preparation = nullptr;
};

struct Fit {
  std::shared_ptr<const Model> model;
  FitReport report;
  Averaging averaging = Averaging::task_mean;  // of the samples in the objective that was minimised

  bool is_linear() const;  // whether the model is one of coefficients
  // The model as a linear one; throws InvalidInput when it is of another kind.
  const LinearModel& linear() const;
  // Where a next fit may start; throws as linear() does.
  Coefficients coefficients() const;
};

// Takes a fit of a path and its absolute strength; false ends the path.
using PathSink = std::function<bool(double lambda, Fit fit)>;

template <class R>
concept Recipe = std::copy_constructible<R> && requires(const R& recipe, R& changed, const MultiTaskData& data) {
  { R::name } -> std::convertible_to<std::string_view>;
  { R::summary } -> std::convertible_to<std::string_view>;  // one line
  { recipe.options } -> std::convertible_to<typename R::Options>;
  { recipe.fit(data, FitControl{}) } -> std::same_as<Fit>;
  // Why this method cannot take these data; none when it can.
  { recipe.unsuited(data) } -> std::same_as<std::optional<std::string>>;
  // The smallest lambda at which every coefficient is zero; none where the method has no such strength.
  { recipe.lambda_max(data) } -> std::same_as<std::optional<double>>;
  // True when the targets are classes under these options: two, unless it takes more (see takes_many_classes()).
  { recipe.is_classifier() } -> std::same_as<bool>;
};

template <class R>
concept PathRecipe = Recipe<R> &&
    requires(const R& recipe, const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
             const PathSink& sink) {
  { recipe.fit_path(data, strengths, control, sink) } -> std::same_as<void>;
};

// A method that can prove features irrelevant.
template <class R>
concept ScreeningRecipe = Recipe<R> && requires(const R& recipe, const MultiTaskData& data, const Fit& fit) {
  { recipe.proved_zero(data, fit) } -> std::same_as<std::vector<bool>>;
};

class Estimator {
 public:
  virtual ~Estimator() = default;
  virtual std::string name() const = 0;
  virtual std::string summary() const = 0;
  virtual std::vector<FieldDescription> fields() const = 0;  // with the current values as defaults
  virtual Params params() const = 0;
  virtual void set_params(const Params& params) = 0;  // throws InvalidOption
  virtual std::unique_ptr<Estimator> clone() const = 0;
  virtual std::optional<std::string> unsuited(const MultiTaskData& data) const = 0;
  virtual std::optional<double> lambda_max(const MultiTaskData& data) const = 0;
  virtual bool is_classifier() const = 0;
  // Whether it is a classifier of more than two classes by itself; a recipe may bring a function of this name.
  virtual bool takes_many_classes() const = 0;
  virtual Fit fit(const MultiTaskData& data, const FitControl& control = {}) const = 0;
  // strengths: falling, all shares of lambda_max (which is found once, of these data) or all absolute. They take the
  // place of the option lambda. The first fit starts at control.start; one that the progress callback stops is the
  // last. Throws InvalidOption for a method without the strength of a penalty, for shares where it has no lambda_max,
  // and for strengths that are none, out of range or out of order.
  virtual void fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                        const PathSink& sink) const = 0;
  // Whether proved_zero() may be asked.
  virtual bool proves_zeros() const = 0;
  // For every feature: no optimum for these data uses it, as far as this fit can prove. Throws InvalidInput for a
  // method without such proofs.
  virtual std::vector<bool> proved_zero(const MultiTaskData& data, const Fit& fit) const = 0;
};

// The name of the method's penalty strength: its first option of that kind. None where it has none.
std::optional<std::string> strength_name(const Estimator& estimator);

// What fit_path() refuses of its strengths.
void check_strengths(const Estimator& estimator, std::span<const Lambda> strengths);

// The strengths as numbers. lambda_max is found on the threads that the fits may use. Throws InvalidOption for shares
// of lambda_max with a method that has none.
std::vector<double> absolute_strengths(const Estimator& estimator, const MultiTaskData& data,
                                       std::span<const Lambda> strengths, int threads);

// A path of fits, each from the solution before it and with what they prepare in common.
using FitAt = std::function<Fit(double lambda, const FitControl& control)>;
void fit_in_a_row(std::span<const double> lambdas, const FitControl& control, const FitAt& fit_at,
                  const PathSink& sink);

// fit_path() as a loop of fits.
void fit_one_by_one(const Estimator& estimator, const MultiTaskData& data, std::span<const Lambda> strengths,
                    const FitControl& control, const PathSink& sink);

[[noreturn]] void refuse_proofs_of_zeros(std::string_view method);

// A recipe behind the virtual face.
template <Recipe R>
class Erased final : public Estimator {
 public:
  explicit Erased(R recipe) : recipe_(std::move(recipe)) {}
  std::string name() const override { return std::string(R::name); }
  std::string summary() const override { return std::string(R::summary); }
  std::vector<FieldDescription> fields() const override { return describe_fields(recipe_.options); }
  Params params() const override { return params_of(recipe_.options); }
  void set_params(const Params& params) override { starling::set_params(recipe_.options, params); }
  std::unique_ptr<Estimator> clone() const override { return std::make_unique<Erased>(*this); }
  std::optional<std::string> unsuited(const MultiTaskData& data) const override { return recipe_.unsuited(data); }
  std::optional<double> lambda_max(const MultiTaskData& data) const override { return recipe_.lambda_max(data); }
  bool is_classifier() const override { return recipe_.is_classifier(); }
  bool takes_many_classes() const override {
    if constexpr (requires { recipe_.takes_many_classes(); })
      return recipe_.takes_many_classes();
    else
      return false;
  }
  Fit fit(const MultiTaskData& data, const FitControl& control) const override { return recipe_.fit(data, control); }
  void fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                const PathSink& sink) const override {
    check_strengths(*this, strengths);
    if constexpr (PathRecipe<R>)
      recipe_.fit_path(data, strengths, control, sink);
    else
      fit_one_by_one(*this, data, strengths, control, sink);
  }
  bool proves_zeros() const override {
    if constexpr (requires { recipe_.proves_zeros(); })
      return recipe_.proves_zeros();
    else
      return ScreeningRecipe<R>;
  }
  std::vector<bool> proved_zero(const MultiTaskData& data, const Fit& fit) const override {
    if constexpr (ScreeningRecipe<R>)
      return recipe_.proved_zero(data, fit);
    else
      refuse_proofs_of_zeros(R::name);
  }

 private:
  R recipe_;
};

template <Recipe R>
std::unique_ptr<Estimator> erase(R recipe) {
  return std::make_unique<Erased<R>>(std::move(recipe));
}

}  // namespace starling
