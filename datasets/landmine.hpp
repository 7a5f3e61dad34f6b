// Landmine detection in radar images: a task is a field, a sample an object in its image.
//
// n_fields = 19 takes fields 1 to 10 and 16 to 24 alone, as many later comparisons do: ten with foliage, nine without.
// constant = true adds a feature that is 1 everywhere: an intercept that is penalised and shared like a coefficient.
//
// 29 fields of 445 to 690 objects, 14820 in all, 904 of them mines (+1, the file has 1) and the rest clutter (-1, the
// file has 0); 9 features of the image. Fields 1 to 15 are foliated, 16 to 29 bare earth.
//
// PAPERS  xue2007multitask
#pragma once

#include <array>

#include "datasets/data_directory.hpp"
#include "datasets/dataset.hpp"
#include "lib/base/params.hpp"

namespace starling {

struct Landmine {
  static constexpr std::string_view name = "landmine";
  static constexpr std::string_view summary = "mines against clutter in radar images of 29 fields";
  static constexpr Target target = Target::classification;
  static constexpr std::array<std::string_view, 1> file_names = {"LandmineData.mat"};
  static constexpr DataFiles files = {.folder = "landmine",
                                      .files = file_names,
                                      .origin = "github.com/daizhongxiang/Federated_Bayesian_Optimization",
                                      .licence = "none stated"};

  struct Options {
    int n_fields = 29;
    bool constant = false;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.n_fields,
            Field{.name = "n_fields", .help = "29: all; 19: fields 1-10 and 16-24", .range = Range::between(19, 29)});
      visit(self.constant, Field{.name = "constant", .help = "add a column of ones, for fits without intercept"});
    }
  };
  Options options = {};

  // Throws IoError when the file is not there, InvalidData when it holds something else, InvalidOption for another
  // number of fields.
  Dataset make(const DataSource& source) const;
};

}  // namespace starling
