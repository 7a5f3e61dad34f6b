// Chooses the search that suits the data, and goes on from one strength of a penalty to the next.
// METHOD  lib/solver/spectral_engine.hpp
#pragma once

#include <memory>

#include "lib/solver/spectral/search.hpp"

namespace starling::spectral {

class Engine {
 public:
  // c: factor of every sample, flat; mu: the ridge.
  Engine(MultiTaskData data, arma::vec c, bool centred, double mu);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  // Whether the data fit into memory the way some search wants them.
  static bool suits(const MultiTaskData& data, const arma::vec& c);
  // The same where every task may come to have factors of its own.
  static bool suits_any_factors(const MultiTaskData& data);
  // Whether this engine was made of these.
  bool is_of(const MultiTaskData& data, const arma::vec& c, bool centred, double mu) const;

  // What to minimise from here on. gap: the share of the loss without features that will be asked for.
  void aim(std::unique_ptr<const SpectralFunction> penalty, double gap);
  void start_at(const arma::mat& W) { search_->start_at(W); }
  // As Splitting::improve().
  Advance improve(double target, int most, const OnCheck& on_check) { return search_->improve(target, most, on_check); }
  // Works in double from here on; false where it does already.
  bool refine();

  double gap() const { return search_->gap(); }
  arma::mat coefficients() const { return search_->coefficients(); }

 private:
  std::unique_ptr<Search> make_search(bool rough);

  MultiTaskData data_;
  arma::vec c_;
  QuadraticSource source_;  // of the two above
  arma::uvec features_;
  arma::mat q_;       // of the features, where a wide search wants it
  double top_ = 0.0;  // its largest singular value
  std::unique_ptr<const SpectralFunction> penalty_;
  std::unique_ptr<Search> search_;
};

}  // namespace starling::spectral
