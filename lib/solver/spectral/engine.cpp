#include "lib/solver/spectral/engine.hpp"

#include <algorithm>
#include <cmath>

#include "lib/fit/lambda_max.hpp"
#include "lib/linalg/lanes.hpp"
#include "lib/linalg/shared_vector.hpp"
#include "lib/linalg/short_side.hpp"
#include "lib/loss/squared.hpp"
#include "lib/solver/spectral/lane_quadratics.hpp"
#include "lib/solver/spectral/shared_quadratics.hpp"
#include "lib/solver/spectral/wide_search.hpp"

namespace starling::spectral {
namespace {

constexpr double most_numbers = 5e7;            // written out: 400 MB
constexpr arma::uword most_shared = 3000;       // rows of an eigendecomposition
constexpr arma::uword largest_spectrum = 1500;  // singular values taken in every iteration
constexpr double float_gap = 5e-8;              // what float can be asked for

}  // namespace

Engine::Engine(MultiTaskData data, arma::vec c, bool centred, double mu)
    : data_(std::move(data)), c_(std::move(c)), source_{data_, c_, centred, mu}, features_(varying_features(source_)) {}

bool Engine::suits(const MultiTaskData& data, const arma::vec& c) {
  const arma::uword d = data.n_features(), n = data.rows_of(0).size();
  if (std::min(d, data.n_tasks()) > largest_spectrum) return false;
  if (d <= lanes::largest || !SharedQuadratics::suits(data, c)) return suits_any_factors(data);
  return std::min(n, d) <= most_shared && static_cast<double>(n) * static_cast<double>(d) <= most_numbers;
}

bool Engine::suits_any_factors(const MultiTaskData& data) {
  const arma::uword d = data.n_features(), T = data.n_tasks();
  if (std::min(d, T) > largest_spectrum) return false;
  if (d <= lanes::largest) return true;
  double numbers = 0.0;
  for (arma::uword t = 0; t < T; ++t) {
    const double rows = static_cast<double>(data.rows_of(t).size()), columns = static_cast<double>(d);
    numbers += rows * columns + 2.0 * std::pow(std::min(rows, columns), 2.0);
  }
  return numbers <= most_numbers;
}

bool Engine::is_of(const MultiTaskData& data, const arma::vec& c, bool centred, double mu) const {
  return source_.centred == centred && source_.mu == mu && data_.same_samples(data) && same_numbers(c_, c);
}

void Engine::aim(std::unique_ptr<const SpectralFunction> penalty, double gap) {
  const std::unique_ptr<const SpectralFunction> last = std::move(penalty_);
  penalty_ = std::move(penalty);
  const double lambda = penalty_->lambda();
  const bool wide = features_.n_elem > lanes::largest && !SharedQuadratics::suits(data_, c_);
  if (wide && q_.is_empty()) {
    const Intercept intercept = source_.centred ? Intercept::free : Intercept::none;
    q_ = -null_gradient(Squared{}, data_, c_, intercept).rows(features_);
    top_ = ShortSide::values_of(q_)[0];
  }
  const bool rough = wide && gap >= float_gap && (lambda == 0.0 || gap * lambda >= float_gap * top_);
  if (search_ && (rough || !search_->is_rough())) {
    // The best stiffness follows the strength, but more slowly.
    const double share = lambda > 0.0 && last->lambda() > 0.0 ? std::pow(lambda / last->lambda(), 0.8) : 1.0;
    search_->change_penalty(*penalty_, share);
    return;
  }
  arma::mat W;
  if (search_) W = search_->coefficients();
  search_ = make_search(rough);
  if (!W.is_empty()) search_->start_at(W);
}

bool Engine::refine() {
  if (!search_->is_rough()) return false;
  const arma::mat W = search_->coefficients();
  search_ = make_search(false);
  search_->start_at(W);
  return true;
}

std::unique_ptr<Search> Engine::make_search(bool rough) {
  if (SharedQuadratics::suits(data_, c_))
    return std::make_unique<DirectSearch>(std::make_unique<SharedQuadratics>(source_, features_), *penalty_);
  if (features_.n_elem <= lanes::largest)
    return std::make_unique<DirectSearch>(std::make_unique<LaneQuadratics>(source_, features_), *penalty_);
  if (rough) return std::make_unique<WideSearch<float>>(source_, features_, q_, *penalty_);
  return std::make_unique<WideSearch<double>>(source_, features_, q_, *penalty_);
}

}  // namespace starling::spectral
