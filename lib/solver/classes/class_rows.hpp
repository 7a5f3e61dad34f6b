// Products of rows of features with the coefficients of all classes, which lie together feature by feature.
#pragma once

#include "lib/solver/svm/sample_rows.hpp"

namespace starling::classes {

class ClassRows {
 public:
  // rows must outlive this object.
  ClassRows(const svm::SampleRows& rows, arma::uword n_classes);

  const svm::SampleRows& rows() const { return rows_; }
  arma::uword n_classes() const { return n_classes_; }
  arma::uword width() const { return width_; }  // n_classes, padded: vectors of classes are that long
  // Of the coefficients of one task: as many features as rows are padded to, width() numbers each.
  arma::uword length() const { return rows_.stride() * width_; }

  // out = Z'x for sample i of task t; Z: length() numbers, out: width() numbers.
  void scores(arma::uword t, arma::uword i, const double* Z, double* out) const;
  // Z += x step'; step: width() numbers.
  void add(arma::uword t, arma::uword i, const double* step, double* Z) const;

 private:
  const svm::SampleRows& rows_;
  arma::uword n_classes_, width_;
};

}  // namespace starling::classes
