#include "algorithms/catalogue.hpp"

#include <algorithm>
#include <array>

#include "algorithms/clustered_regression.hpp"
#include "algorithms/multitask_lasso.hpp"
#include "algorithms/trace_norm.hpp"

namespace starling {
namespace {

template <Recipe R>
std::unique_ptr<Estimator> make() {
  return erase(R{});
}

struct Entry {
  std::string_view name;
  std::unique_ptr<Estimator> (*make)();
  MethodPage page;
};

constexpr Entry entries[] = {
    {MultitaskLasso::name,
     make<MultitaskLasso>,
     {.problem = "sum_t loss_t + lambda (a sum_j |w^j|_2 + (1 - a)/2 |W|_F^2),  a = l1_ratio",
      .when = "Many features, few relevant, the same ones for all tasks.",
      .method = "Row block-coordinate descent with exact row updates.",
      .proof = "Duality gap, exact for every fit.",
      .cost = "2 N d flops a sweep.",
      .papers = "obozinski2006multi, obozinski2010joint, liu2009multitask"}},
    {TraceNorm::name,
     make<TraceNorm>,
     {.problem = "sum_t loss_t + lambda sum_i sigma_i(W)",
      .when = "Task coefficients are combinations of a few unknown directions.",
      .method = "FISTA with adaptive restart and singular value thresholding.",
      .proof = "Duality gap, exact for every fit.",
      .cost = "4 N d + 4 d T m + 9 m^3 flops an iteration, m = min(d, T).",
      .papers = "argyriou2007multi, argyriou2008convex, ji2009accelerated"}},
    {ClusteredRegression::name,
     make<ClusteredRegression>,
     {.problem = "sum_t loss_t + rho1 eta (1 + eta) min_M tr(W (eta I + M)^-1 W'),  eta = rho2 / rho1",
      .when = "Tasks fall into unknown groups of similar coefficients.",
      .method = "FISTA on the penalty with M eliminated by water-filling.",
      .proof = "Duality gap, exact for every fit.",
      .cost = "4 N d + 4 d T m + 9 m^3 flops an iteration, m = min(d, T).",
      .papers = "jacob2008clustered, zhou2011clustered, chen2009convex"}},
};

constexpr auto names = [] {
  std::array<std::string_view, std::size(entries)> list{};
  for (std::size_t i = 0; i < list.size(); ++i) list[i] = entries[i].name;
  return list;
}();

const Entry& find(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(entries), std::end(entries), [&](const Entry& e) { return e.name == name; });
  if (found == std::end(entries))
    throw InvalidOption({.what = "unknown method '" + std::string(name) + "'", .hint = name_hint(name, names)});
  return *found;
}

}  // namespace

std::span<const std::string_view> method_names() { return names; }

std::unique_ptr<Estimator> make_estimator(std::string_view name, const Params& params) {
  auto estimator = find(name).make();
  estimator->set_params(params);
  return estimator;
}

const MethodPage& method_page(std::string_view name) { return find(name).page; }

}  // namespace starling
