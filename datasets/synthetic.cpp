#include "datasets/synthetic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lib/base/random.hpp"

namespace starling {
namespace {

[[noreturn]] void contradict(std::string_view option, std::string expected, std::string got, std::string hint = {}) {
  throw InvalidOption({.what = "this value contradicts other options",
                       .where = "option " + std::string(option),
                       .expected = std::move(expected),
                       .got = std::move(got),
                       .hint = std::move(hint)});
}

// 0, 1/(n-1), ..., 1 in random order: what spreads sizes and noise levels over the tasks.
std::vector<double> shuffled_steps(const RandomStream& stream, arma::uword n) {
  std::vector<double> steps(n, 0.0);
  const auto order = stream.permutation(n);
  for (arma::uword t = 0; t < n && n > 1; ++t) steps[t] = static_cast<double>(order[t]) / static_cast<double>(n - 1);
  return steps;
}

// Throws for data of more numbers than 16 GiB hold: a slip of the finger, not an experiment.
void check_amount(const SamplingOptions& options) {
  constexpr double most = 2147483648.0;
  const double d = options.n_features, T = options.n_tasks, n = 1.0 * options.n_samples + options.n_test;
  const double amount = d * T + n * (options.shared_design ? d + T : d * T);
  if (amount > most)
    contradict("n_samples", "at most 2147483648 numbers in all features, targets and coefficients",
               spelling::print(amount));
}

std::vector<arma::uword> task_sizes(const SamplingOptions& options) {
  const auto steps =
      shuffled_steps(RandomStream(options.seed, "task sizes"), static_cast<arma::uword>(options.n_tasks));
  std::vector<arma::uword> sizes;
  for (const double step : steps)
    sizes.push_back(
        static_cast<arma::uword>(std::floor(options.n_samples / portable_power(options.imbalance, step) + 0.5)));
  return sizes;
}

arma::mat draw_features(const RandomStream& stream, arma::uword n, const SamplingOptions& options) {
  const auto d = static_cast<arma::uword>(options.n_features);
  const double rho = options.correlation, fresh = std::sqrt(1.0 - rho * rho);
  arma::mat X(n, d);
  for (arma::uword i = 0; i < n; ++i) {
    double previous = stream.normal(i * d);
    X(i, 0) = previous;
    for (arma::uword j = 1; j < d; ++j) {
      previous = rho * previous + fresh * stream.normal(i * d + j);
      X(i, j) = previous;
    }
  }
  return X;
}

// Draws one part; everything that decides its numbers lies in the streams named after it.
class Sampler {
 public:
  Sampler(Part part, const SamplingOptions& options, const Truth& truth, const Observe& observe)
      : part_(part),
        options_(options),
        truth_(truth),
        observe_(observe),
        features_(stream("features")),
        noise_(stream("noise")) {}

  MultiTaskData ragged(const std::vector<arma::uword>& sizes) const {
    std::vector<Task> tasks;
    for (arma::uword t = 0; t < sizes.size(); ++t) {
      arma::mat X = draw_features(features_.child(t), sizes[t], options_);
      arma::vec y = targets(X, t);
      tasks.push_back({.X = std::move(X), .y = std::move(y)});
    }
    return MultiTaskData::from_tasks(std::move(tasks));
  }

  MultiTaskData shared(arma::uword n) const {
    arma::mat X = draw_features(features_, n, options_);
    arma::mat Y(n, truth_.W.n_cols);
    for (arma::uword t = 0; t < Y.n_cols; ++t) Y.col(t) = targets(X, t);
    if (part_ == Part::train) hide(Y);
    return MultiTaskData::from_shared(std::move(X), Y);
  }

 private:
  RandomStream stream(const std::string& what) const {
    return {options_.seed, (part_ == Part::train ? "train " : "test ") + what};
  }

  arma::vec targets(const arma::mat& X, arma::uword t) const {
    const RandomStream noise = noise_.child(t);
    arma::vec y(X.n_rows);
    for (arma::uword i = 0; i < X.n_rows; ++i) {
      double value = 0.0;
      for (arma::uword j = 0; j < X.n_cols; ++j) value += X(i, j) * truth_.W(j, t);
      value += truth_.b(t);
      value += truth_.noise(t) * noise.normal(i);
      y(i) = observe_ ? observe_(value, part_, t, i) : value;
    }
    return y;
  }

  void hide(arma::mat& Y) const {
    const RandomStream missing = stream("missing");
    const arma::uword count = share_of(options_.missing, options_.n_samples);
    for (arma::uword t = 0; t < Y.n_cols && count > 0; ++t) {
      const auto order = missing.child(t).permutation(Y.n_rows);
      for (arma::uword k = 0; k < count; ++k) Y(order[k], t) = std::numeric_limits<double>::quiet_NaN();
    }
  }

  Part part_;
  const SamplingOptions& options_;
  const Truth& truth_;
  const Observe& observe_;
  RandomStream features_, noise_;
};

// Columns without structure, as long as the planted ones are on average.
void make_outliers(Truth& truth, const SamplingOptions& options) {
  const arma::uword d = truth.W.n_rows, T = truth.W.n_cols;
  const auto order = RandomStream(options.seed, "outlier tasks").permutation(T);
  const RandomStream coefficients(options.seed, "outlier coefficients");
  truth.outlier_tasks.set_size(share_of(options.outlier_tasks, options.n_tasks));
  for (arma::uword k = 0; k < truth.outlier_tasks.n_elem; ++k) truth.outlier_tasks(k) = order[k];
  std::sort(truth.outlier_tasks.begin(), truth.outlier_tasks.end());
  const double scale = 1.0 / std::sqrt(static_cast<double>(d));
  for (const arma::uword t : truth.outlier_tasks)
    for (arma::uword j = 0; j < d; ++j) truth.W(j, t) = scale * coefficients.child(t).normal(j);
  if (truth.clusters.empty() || truth.outlier_tasks.empty()) return;
  arma::uword next = truth.clusters.max() + 1;
  for (const arma::uword t : truth.outlier_tasks) truth.clusters(t) = next++;
}

}  // namespace

void check_sampling(const SamplingOptions& options) {
  check_params(options);
  check_amount(options);
  const std::string n = std::to_string(options.n_samples);
  if (options.imbalance > options.n_samples)
    contradict("imbalance", "at most n_samples, so that every task has a sample",
               spelling::print(options.imbalance) + " with n_samples=" + n);
  if (options.imbalance > 1.0 && options.shared_design)
    contradict("imbalance", "1 with shared_design=true", spelling::print(options.imbalance),
               "missing leaves targets out of a shared design");
  if (options.missing > 0.0 && !options.shared_design)
    contradict("missing", "0 with shared_design=false", spelling::print(options.missing),
               "imbalance gives tasks of different size");
  if (share_of(options.missing, options.n_samples) >= static_cast<arma::uword>(options.n_samples))
    contradict("missing", "a share that leaves every task a target",
               spelling::print(options.missing) + " with n_samples=" + n);
  if (share_of(options.outlier_tasks, options.n_tasks) >= static_cast<arma::uword>(options.n_tasks))
    contradict("outlier_tasks", "a share that leaves an ordinary task",
               spelling::print(options.outlier_tasks) + " with n_tasks=" + std::to_string(options.n_tasks));
}

arma::uword share_of(double share, int count) { return static_cast<arma::uword>(std::floor(share * count + 0.5)); }

double portable_power(double base, double exponent) {
  if (exponent >= 1.0) return base;
  double power = 1.0, root = base;
  for (int bit = 0; bit < 53 && exponent > 0.0; ++bit) {
    root = std::sqrt(root);
    exponent *= 2.0;
    if (exponent >= 1.0) {
      power *= root;
      exponent -= 1.0;
    }
  }
  return power;
}

arma::rowvec signal_sd(const arma::mat& W, double correlation) {
  arma::rowvec sd(W.n_cols);
  for (arma::uword t = 0; t < W.n_cols; ++t) {
    double variance = 0.0, carried = 0.0;  // carried: sum over i < j of correlation^(j - i) w_i
    for (arma::uword j = 0; j < W.n_rows; ++j) {
      variance += W(j, t) * (W(j, t) + 2.0 * carried);
      carried = correlation * (carried + W(j, t));
    }
    sd(t) = std::sqrt(std::max(variance, 0.0));
  }
  return sd;
}

void complete(Truth& truth, const SamplingOptions& options) {
  const arma::uword T = truth.W.n_cols;
  make_outliers(truth, options);
  for (double& w : truth.W) w *= options.strength;
  const RandomStream offsets(options.seed, "intercepts");
  const auto steps = shuffled_steps(RandomStream(options.seed, "noise levels"), T);
  const arma::rowvec sd = signal_sd(truth.W, options.correlation);
  truth.b.set_size(T);
  truth.noise.set_size(T);
  for (arma::uword t = 0; t < T; ++t) {
    truth.b(t) = options.offset * offsets.normal(t);
    truth.noise(t) = options.snr > 0.0 ? sd(t) / options.snr : options.noise;
    if (T > 1) truth.noise(t) *= portable_power(options.heteroscedastic, steps[t]) / std::sqrt(options.heteroscedastic);
  }
}

Dataset sample(const SamplingOptions& options, Truth truth, const Observe& observe) {
  const Sampler training(Part::train, options, truth, observe), testing(Part::test, options, truth, observe);
  const auto n = static_cast<arma::uword>(options.n_samples), n_test = static_cast<arma::uword>(options.n_test);
  Dataset dataset{.name = {},
                  .train = options.shared_design ? training.shared(n) : training.ragged(task_sizes(options)),
                  .test = {},
                  .truth = {},
                  .official_splits = {},
                  .description = {}};
  if (n_test > 0)
    dataset.test = options.shared_design
                       ? testing.shared(n_test)
                       : testing.ragged(std::vector<arma::uword>(static_cast<std::size_t>(options.n_tasks), n_test));
  dataset.truth = std::move(truth);
  return dataset;
}

}  // namespace starling
