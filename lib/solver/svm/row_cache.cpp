#include "lib/solver/svm/row_cache.hpp"

#include <algorithm>
#include <type_traits>

namespace starling::svm {

RowCache::RowCache(const KernelRows& kernel, std::uint64_t budget)
    : kernel_(kernel),
      capacity_(std::clamp<arma::uword>(
          budget / (sizeof(double) * std::max<arma::uword>(1, AlignedDoubles::padded(kernel.size()))), 2,
          std::max<arma::uword>(2, kernel.size()))),
      places_(kernel.size()),
      slots_(kernel.size(), nowhere) {}

const double* RowCache::row(arma::uword i) {
  const SampleKernel& kernel = kernel_.kernel();
  // A matrix that is there already is not copied: of a symmetric one a column is a row.
  if (kernel.name == KernelName::precomputed && kernel.constant == 0.0 && !kernel_.samples().is_sparse())
    return kernel_.samples().visit([&]<class M>(const M& K) -> const double* {
      if constexpr (std::is_same_v<M, arma::mat>)
        return K.colptr(i);
      else
        return nullptr;
    });
  if (slots_[i] != nowhere) {
    by_age_.splice(by_age_.begin(), by_age_, places_[i]);
    return values_[slots_[i]].data();
  }
  if (values_.size() < capacity_) {
    slots_[i] = values_.size();
    values_.emplace_back(kernel_.size());
  } else {
    const arma::uword oldest = by_age_.back();
    by_age_.pop_back();
    slots_[i] = std::exchange(slots_[oldest], nowhere);
  }
  by_age_.push_front(i);
  places_[i] = by_age_.begin();
  kernel_.row(i, values_[slots_[i]].data());
  ++computed_;
  return values_[slots_[i]].data();
}

}  // namespace starling::svm
