// The one list of methods. A new method is a room of its own and one line in catalogue.cpp.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "lib/estimator/estimator.hpp"

namespace starling {

// Every method's name, in the order of the table.
std::span<const std::string_view> method_names();

// The method of that name with these options, others at their defaults. Throws InvalidOption for a name that does not
// exist (with the nearest that does) and for options that are unknown or out of range.
std::unique_ptr<Estimator> make_estimator(std::string_view name, const Params& params = {});

// What a help page says beyond the options: the labelled block of the method's header.
struct MethodPage {
  std::string_view problem, when, method, proof, cost, papers;
};
const MethodPage& method_page(std::string_view name);

}  // namespace starling
