// Sentiment of product reviews: a task is a kind of product, a sample a review.
//
// Books, DVDs, electronics and kitchen appliances; the official split has 2000 reviews each to learn from (half of them
// positive) and 4465, 3586, 5681 and 5945 to test on; 5000 counts of words and pairs of words, sparse, in the
// preprocessing of chen2012marginalized. Targets are +1 (positive) and -1.
//
// PAPERS  blitzer2007biographies, chen2012marginalized
#pragma once

#include <array>

#include "datasets/data_directory.hpp"
#include "datasets/dataset.hpp"
#include "lib/base/params.hpp"

namespace starling {

struct Sentiment {
  static constexpr std::string_view name = "sentiment";
  static constexpr std::string_view summary = "positive and negative reviews of four kinds of products";
  static constexpr Target target = Target::classification;
  static constexpr std::array<std::string_view, 8> file_names = {
      "books_train.svmlight",       "books_test.svmlight",       "dvd_train.svmlight",     "dvd_test.svmlight",
      "electronics_train.svmlight", "electronics_test.svmlight", "kitchen_train.svmlight", "kitchen_test.svmlight"};
  static constexpr DataFiles files = {.folder = "sentiment",
                                      .files = file_names,
                                      .origin = "github.com/GRAAL-Research/domain_adversarial_neural_network",
                                      .licence = "all rights reserved"};

  struct Options {
    template <class Self, class Visit>
    static void describe(Self&, Visit&&) {}
  };
  Options options = {};

  // Throws IoError when a file is not there, InvalidData when it holds something else.
  Dataset make(const DataSource& source) const;
};

}  // namespace starling
