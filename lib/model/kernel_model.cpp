#include "lib/model/kernel_model.hpp"

#include <algorithm>
#include <cmath>

#include "lib/base/error.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/linalg/products.hpp"
#include "lib/linalg/tiled.hpp"

namespace starling {
namespace {

[[noreturn]] void refuse(Complaint complaint) {
  complaint.where = "kernel model";
  throw InvalidModel(std::move(complaint));
}

void check_count(std::string_view what, arma::uword expected, arma::uword got) {
  if (got == expected) return;
  refuse({.what = "wrong number of " + std::string(what),
          .expected = std::to_string(expected),
          .got = std::to_string(got)});
}

void check_shapes(const KernelMachine& machine, const ModelInfo& info) {
  const arma::uword tasks = machine.b.n_elem, sources = machine.duals.n_cols;
  if (tasks == 0 || sources == 0) refuse({.what = "no task at all"});
  check_count("task names", tasks, info.task_names.size());
  if (!info.feature_names.empty()) check_count("feature names", machine.vectors.cols(), info.feature_names.size());
  check_count("rows of duals", machine.vectors.rows(), machine.duals.n_rows);
  check_count("rows of the coupling", tasks, machine.coupling.n_rows);
  check_count("columns of the coupling", sources, machine.coupling.n_cols);
  if (!machine.scale.empty()) check_count("feature scales", machine.vectors.cols(), machine.scale.n_elem);
  if (machine.common) check_count("columns of the common part", sources, machine.common->coupling.n_elem);
}

void check_numbers(const KernelMachine& machine) {
  const bool finite = std::isfinite(machine.vectors.largest()) && machine.duals.is_finite() &&
                      machine.coupling.is_finite() && machine.b.is_finite() &&
                      (!machine.common || (machine.common->coupling.is_finite() && std::isfinite(machine.common->b)));
  if (!finite) refuse({.what = "numbers that are not finite", .expected = "finite numbers", .got = "NaN or infinity"});
  if (!std::ranges::all_of(machine.scale, [](double s) { return s > 0.0 && std::isfinite(s); }))
    refuse({.what = "feature scales that are no scales", .expected = "positive numbers"});
  std::vector<bool> used(machine.duals.n_rows, false);
  for (auto entry = machine.duals.begin(); entry != machine.duals.end(); ++entry) used[entry.row()] = true;
  if (std::ranges::find(used, false) != used.end()) refuse({.what = "a support vector that no task uses"});
}

void check_kernel(const SampleKernel& kernel) {
  const bool known =
      kernel.name == KernelName::linear || kernel.name == KernelName::polynomial || kernel.name == KernelName::rbf;
  if (!known || !(kernel.gamma >= 0.0) || !std::isfinite(kernel.gamma) || !std::isfinite(kernel.coef0) ||
      kernel.degree < 0 || kernel.constant != 0.0)
    refuse({.what = "a kernel that cannot be evaluated"});
}

}  // namespace

KernelModel::KernelModel(KernelMachine machine, ModelInfo info) : Model(std::move(info)), machine_(std::move(machine)) {
  check_shapes(machine_, this->info());
  check_numbers(machine_);
  check_kernel(machine_.kernel);
  squares_ = square_norms(machine_.vectors);
}

arma::vec KernelModel::coefficients(arma::uword task) const {
  check_task(task);
  arma::vec c(n_support_vectors(), arma::fill::zeros);
  for (auto entry = machine_.duals.begin(); entry != machine_.duals.end(); ++entry)
    c[entry.row()] += machine_.coupling(task, entry.col()) * *entry;
  return c;
}

arma::vec KernelModel::decision(arma::uword task, const Design& X) const {
  constexpr arma::uword most_values = arma::uword{1} << 19, least_width = 8, most_width = 512, height = 1024;
  check_input(task, X);
  arma::vec values(X.rows(), arma::fill::zeros);
  const arma::vec c = coefficients(task);
  const arma::uvec used = arma::find(c);
  if (X.rows() == 0 || used.empty()) return values += machine_.b[task];
  const Design scaled = machine_.scale.empty() ? X : X.scale_columns(1.0 / machine_.scale);
  const arma::vec squares = square_norms(scaled);
  const arma::uword width = std::clamp(most_values / std::max(X.rows(), X.cols()), least_width, most_width);
  with_threads(0, [&] {
    for (arma::uword begin = 0; begin < used.n_elem; begin += width) {
      const arma::uvec part = used.subvec(begin, std::min(used.n_elem, begin + width) - 1);
      const arma::mat vectors = machine_.vectors.select_rows(part).dense().t();
      arma::mat K(X.rows(), part.n_elem);
      multiply(scaled, blas::view(vectors), blas::view(K));
      tiled::for_runs(X.rows(), height, [&](blas::Run rows) {
        for (arma::uword j = 0; j < part.n_elem; ++j) {
          double* k = K.colptr(j) + rows.begin;
          map_products(machine_.kernel, squares_[part[j]], {squares.memptr() + rows.begin, rows.size()}, k);
          for (arma::uword i = 0; i < rows.size(); ++i) values[rows.begin + i] += c[part[j]] * k[i];
        }
      });
    }
  });
  return values += machine_.b[task];
}

std::shared_ptr<const Model> KernelModel::for_tasks(std::span<const std::optional<arma::uword>> tasks,
                                                    std::vector<std::string> names) const {
  const CommonTask fresh =
      machine_.common ? *machine_.common : CommonTask{arma::mean(machine_.coupling, 0), arma::mean(machine_.b)};
  KernelMachine machine = machine_;
  machine.coupling.set_size(tasks.size(), machine_.coupling.n_cols);
  machine.b.set_size(tasks.size());
  for (arma::uword t = 0; t < tasks.size(); ++t) {
    if (tasks[t]) check_task(*tasks[t]);
    machine.coupling.row(t) = tasks[t] ? arma::rowvec(machine_.coupling.row(*tasks[t])) : fresh.coupling;
    machine.b[t] = tasks[t] ? machine_.b[*tasks[t]] : fresh.b;
  }
  ModelInfo about = info();
  about.task_names = std::move(names);
  about.learned.clear();
  return std::make_shared<KernelModel>(std::move(machine), std::move(about));
}

std::shared_ptr<const Model> KernelModel::with_info(ModelInfo info) const {
  return std::make_shared<KernelModel>(machine_, std::move(info));
}

}  // namespace starling
