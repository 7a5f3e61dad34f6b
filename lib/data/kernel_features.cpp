#include "lib/data/kernel_features.hpp"

#include <cmath>

#include "lib/base/error.hpp"
#include "lib/base/random.hpp"
#include "lib/linalg/decompose.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/linalg/products.hpp"
#include "lib/linalg/tiled.hpp"

namespace starling {
namespace {

void check_count(arma::uword count, arma::uword most) {
  if (count > 0 && count <= most) return;
  throw InvalidOption({.what = "invalid value",
                       .where = "count of kernel features",
                       .expected = "a whole number from 1 to " + std::to_string(most),
                       .got = std::to_string(count)});
}

void check_width(const Design& X, arma::uword d) {
  if (X.cols() == d) return;
  throw InvalidInput({.what = "features of another width than the map's",
                      .expected = std::to_string(d) + " columns",
                      .got = std::to_string(X.cols())});
}

// The samples that count, once each: of a shared X those with a target in some task.
std::vector<std::pair<arma::uword, arma::uword>> candidates(const MultiTaskData& data) {
  std::vector<std::pair<arma::uword, arma::uword>> list;  // task, row
  const arma::uword designs = data.is_shared() ? 1 : data.n_tasks();
  for (arma::uword t = 0; t < designs; ++t) {
    arma::vec weights = data.weights_of(t);
    if (data.is_shared())
      for (arma::uword s = 1; s < data.n_tasks(); ++s) weights += data.weights_of(s);
    for (const arma::uword i : arma::uvec(arma::find(weights > 0.0))) list.emplace_back(t, i);
  }
  return list;
}

// d x count.
arma::mat draw_landmarks(const MultiTaskData& data, const MapSize& size) {
  const auto list = candidates(data);
  check_count(size.count, list.size());
  const auto order = RandomStream(size.seed, "landmarks").permutation(list.size());
  arma::mat landmarks(data.n_features(), size.count);
  for (arma::uword k = 0; k < size.count; ++k) {
    const auto& [task, row] = list[order[k]];
    landmarks.col(k) = data.design(task).select_rows(arma::uvec{row}).dense().t();
  }
  return landmarks;
}

// f(rows of X, rows of the new features): X in runs, so that what is computed on the way fits into memory.
template <class F>
Design in_runs(const Design& X, arma::uword width, const F& f) {
  constexpr arma::uword height = 4096;
  arma::mat out(X.rows(), width);
  with_threads(0, [&] {
    for (arma::uword begin = 0; begin < X.rows(); begin += height) {
      const arma::uword end = std::min(X.rows(), begin + height);
      out.rows(begin, end - 1) = f(X.select_rows(arma::regspace<arma::uvec>(begin, end - 1)));
    }
  });
  return out;
}

arma::mat products_with(const Design& X, const arma::mat& columns) {
  arma::mat products(X.rows(), columns.n_cols);
  multiply(X, blas::view(columns), blas::view(products));
  return products;
}

}  // namespace

NystromFeatures NystromFeatures::of(const MultiTaskData& data, const SampleKernel& kernel, const MapSize& size) {
  if (kernel.name == KernelName::precomputed)
    throw InvalidOption({.what = "a precomputed kernel has no features", .where = "kernel"});
  NystromFeatures map;
  map.kernel_ = kernel;
  map.landmarks_ = draw_landmarks(data, size);
  const KernelRows rows(Design(arma::mat(map.landmarks_.t())), kernel);
  rows.check_semidefinite();
  map.squares_ = square_norms(rows.samples());
  arma::mat K(size.count, size.count);
  for (arma::uword k = 0; k < size.count; ++k) rows.row(k, K.colptr(k));
  const SymmetricEigen eigen = symmetric_eigen(K);
  const double noise = static_cast<double>(size.count) * arma::datum::eps * std::max(0.0, eigen.values.back());
  const arma::uvec kept = arma::find(eigen.values > noise);
  map.whitening_ = eigen.vectors.cols(kept);
  map.whitening_.each_row() /= arma::sqrt(arma::vec(eigen.values.elem(kept))).t();
  return map;
}

Design NystromFeatures::apply(const Design& X) const {
  check_width(X, landmarks_.n_rows);
  return in_runs(X, n_features(), [&](const Design& run) {
    const arma::vec squares = square_norms(run);
    arma::mat K = products_with(run, landmarks_);
    parallel_for(K.n_cols, [&](std::size_t k) {
      map_products(kernel_, squares_[k], {squares.memptr(), squares.n_elem}, K.colptr(k));
    });
    K += kernel_.constant;
    return products_with(K, whitening_);
  });
}

MultiTaskData NystromFeatures::apply(const MultiTaskData& data) const {
  return data.map_designs([&](const Design& X) { return apply(X); });
}

FourierFeatures FourierFeatures::of(arma::uword d, double gamma, const MapSize& size) {
  check_count(size.count, arma::uword{1} << 24);
  if (!(gamma > 0.0) || !std::isfinite(gamma))
    throw InvalidOption({.what = "invalid value", .where = "gamma", .expected = "a number > 0"});
  const RandomStream stream(size.seed, "frequencies");
  FourierFeatures map;
  map.frequencies_.set_size(d, size.count);
  for (arma::uword k = 0; k < map.frequencies_.n_elem; ++k)
    map.frequencies_[k] = std::sqrt(2.0 * gamma) * stream.normal(k);
  return map;
}

Design FourierFeatures::apply(const Design& X) const {
  check_width(X, frequencies_.n_rows);
  const double scale = 1.0 / std::sqrt(static_cast<double>(frequencies_.n_cols));
  return in_runs(X, n_features(), [&](const Design& run) {
    const arma::mat angles = products_with(run, frequencies_);
    return arma::mat(scale * arma::join_rows(arma::cos(angles), arma::sin(angles)));
  });
}

MultiTaskData FourierFeatures::apply(const MultiTaskData& data) const {
  return data.map_designs([&](const Design& X) { return apply(X); });
}

}  // namespace starling
