// A vector whose copies share its numbers until one of them is written to.
#pragma once

#include <armadillo>
#include <memory>
#include <utility>

namespace starling {

class SharedVector {
 public:
  SharedVector() : SharedVector(arma::vec()) {}
  SharedVector(arma::vec values) : values_(std::make_shared<arma::vec>(std::move(values))) {}  // NOLINT: it is one
  // Copies cost nothing, so there are no moves, which would leave one without numbers.
  SharedVector(const SharedVector&) = default;
  SharedVector& operator=(const SharedVector&) = default;

  const arma::vec& operator*() const { return *values_; }
  const arma::vec* operator->() const { return values_.get(); }
  // To write to; a copy of its own where the numbers are shared.
  arma::vec& own() {
    if (values_.use_count() > 1) values_ = std::make_shared<arma::vec>(*values_);
    return *values_;
  }

 private:
  std::shared_ptr<arma::vec> values_;
};

}  // namespace starling
