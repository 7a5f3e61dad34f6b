// Inverse dynamics of a seven-joint robot arm: a task is a joint's torque; all tasks have the same samples.
//
// The 4449 rows of the public test file (the training file is much larger): 21 features, the positions, velocities and
// accelerations of the seven joints, and 7 torques.
//
// PAPERS  vijayakumar2000locally, rasmussen2006gaussian
#pragma once

#include <array>

#include "datasets/data_directory.hpp"
#include "datasets/dataset.hpp"
#include "lib/base/params.hpp"

namespace starling {

struct Sarcos {
  static constexpr std::string_view name = "sarcos";
  static constexpr std::string_view summary = "seven torques of a robot arm, the rows of the public test file";
  static constexpr Target target = Target::regression;
  static constexpr std::array<std::string_view, 1> file_names = {"sarcos_inv_test.mat"};
  static constexpr DataFiles files = {
      .folder = "sarcos", .files = file_names, .origin = "gaussianprocess.org/gpml/data", .licence = "none stated"};

  struct Options {
    template <class Self, class Visit>
    static void describe(Self&, Visit&&) {}
  };
  Options options = {};

  // Throws IoError when the file is not there, InvalidData when it holds something else.
  Dataset make(const DataSource& source) const;
};

}  // namespace starling
