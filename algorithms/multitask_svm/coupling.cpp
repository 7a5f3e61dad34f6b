#include "algorithms/multitask_svm/coupling.hpp"

#include <array>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/penalty/task_graph.hpp"

namespace starling {

std::span<const std::string_view> enum_names(SvmCoupling) {
  static constexpr std::array<std::string_view, 5> names = {"mean", "graph", "chain", "tree", "matrix"};
  return names;
}

namespace multitask_svm {
namespace {

void check_lists(const MultitaskSvm::Options& options, arma::uword n_tasks) {
  const auto check = [&](std::string_view list, std::size_t size, SvmCoupling of, std::size_t needed) {
    const bool is_used = options.coupling == of;
    if (size > 0 && !is_used)
      throw InvalidOption({.what = "an option of another coupling",
                           .where = "option " + std::string(list),
                           .expected = "coupling = " + spelling::print_value(of),
                           .got = "coupling = " + spelling::print_value(options.coupling)});
    if (is_used && needed > 0 && size != needed)
      throw InvalidOption({.what = "a list of another length than " + std::to_string(n_tasks) + " tasks need",
                           .where = "option " + std::string(list),
                           .expected = std::to_string(needed) + " numbers",
                           .got = std::to_string(size)});
  };
  check("edges", options.edges.size(), SvmCoupling::graph, 0);
  check("edge_weights", options.edge_weights.size(), SvmCoupling::graph, 0);
  check("parents", options.parents.size(), SvmCoupling::tree, n_tasks);
  check("task_matrix", options.task_matrix.size(), SvmCoupling::matrix, n_tasks * n_tasks);
}

QuadraticCoupling described(const MultitaskSvm::Options& options, arma::uword n_tasks) {
  const auto along = [&](const arma::mat& adjacency) {
    return QuadraticCoupling::graph(adjacency, 1.0 / options.mu, 1.0);
  };
  switch (options.coupling) {
    case SvmCoupling::graph:
      return along(task_graph(n_tasks, options.edges, options.edge_weights));
    case SvmCoupling::chain:
      return along(task_chain(n_tasks));
    case SvmCoupling::tree:
      return along(task_tree(options.parents));
    case SvmCoupling::matrix:
      // By rows is by columns: of a matrix that is not symmetric the error names the same pair.
      return QuadraticCoupling::of_task_kernel(arma::mat(options.task_matrix.data(), n_tasks, n_tasks));
    case SvmCoupling::mean:
      break;
  }
  return QuadraticCoupling::evgeniou_pontil(n_tasks, options.mu);
}

}  // namespace

QuadraticCoupling coupling_of(const MultitaskSvm::Options& options, arma::uword n_tasks) {
  check_lists(options, n_tasks);
  try {
    return described(options, n_tasks);
  } catch (const InvalidInput& fault) {
    // Whatever is wrong with a coupling was said by an option.
    Complaint complaint = fault.complaint();
    complaint.where = "coupling = " + spelling::print_value(options.coupling) + (complaint.where.empty() ? "" : ", ") +
                      complaint.where;
    throw InvalidOption(std::move(complaint));
  }
}

std::optional<double> common_share(const MultitaskSvm::Options& options, arma::uword n_tasks) {
  if (options.coupling != SvmCoupling::mean) return {};
  return 1.0 / (static_cast<double>(n_tasks) + options.mu);
}

}  // namespace multitask_svm
}  // namespace starling
