#include "lib/model/archive/body.hpp"

#include <limits>

#include "lib/model/kernel_model.hpp"
#include "lib/model/linear_model.hpp"

namespace starling::archive {
namespace {

void append_sparse(std::string& body, const arma::sp_mat& matrix) {
  for (arma::uword j = 0; j <= matrix.n_cols; ++j) append(body, std::uint64_t{matrix.col_ptrs[j]});
  for (arma::uword k = 0; k < matrix.n_nonzero; ++k) append(body, std::uint64_t{matrix.row_indices[k]});
  for (arma::uword k = 0; k < matrix.n_nonzero; ++k) append_double(body, matrix.values[k]);
}

arma::sp_mat read_sparse(Reader& reader, std::uint64_t rows, std::uint64_t cols, std::uint64_t nonzeros) {
  reader.must_hold(cols, 1);
  const arma::uvec starts = reader.counts(cols + 1), indices = reader.counts(nonzeros);
  const arma::vec values = reader.matrix(nonzeros, 1);
  bool sound = starts.front() == 0 && starts.back() == nonzeros && starts.is_sorted();
  for (arma::uword j = 0; sound && j < cols; ++j)
    for (arma::uword k = starts[j]; sound && k < starts[j + 1]; ++k)
      sound = indices[k] < rows && values[k] != 0.0 && (k == starts[j] || indices[k - 1] < indices[k]);
  if (!sound) reader.refuse({.what = "a sparse matrix that is none"});
  return {indices, starts, values, rows, cols};
}

void read_learned(Reader& reader, Header& header) {
  for (const auto& [name, shape] : header.learned)
    header.info.learned.emplace(name, reader.matrix(shape.first, shape.second));
}

void append_body(std::string& body, const LinearModel& model) {
  append_doubles(body, model.W());
  append_doubles(body, model.b());
  if (const auto& common = model.common()) {
    append_doubles(body, common->w);
    append_double(body, common->b);
  }
}

std::shared_ptr<const Model> read_linear(Reader& reader, Header header) {
  arma::mat W = reader.matrix(header.n_features, header.n_tasks);
  arma::rowvec b = reader.matrix(1, header.n_tasks);
  std::optional<CommonPart> common;
  if (header.has_common) {
    common.emplace(CommonPart{reader.matrix(header.n_features, 1)});
    common->b = reader.number();
  }
  read_learned(reader, header);
  return std::make_shared<LinearModel>(std::move(W), std::move(b), std::move(header.info), std::move(common));
}

void append_body(std::string& body, const KernelModel& model, Header& header) {
  const KernelMachine& machine = model.machine();
  header.kernel = machine.kernel;
  header.sizes = {{"vectors", machine.vectors.rows()},
                  {"sources", machine.duals.n_cols},
                  {"duals", machine.duals.n_nonzero},
                  {"scales", machine.scale.n_elem}};
  machine.vectors.visit([&](const auto& X) {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(X)>, arma::sp_mat>) {
      header.sizes["nonzeros"] = X.n_nonzero;
      append_sparse(body, X);
    } else {
      append_doubles(body, X);
    }
  });
  append_sparse(body, machine.duals);
  append_doubles(body, machine.coupling);
  append_doubles(body, machine.b);
  append_doubles(body, machine.scale);
  if (const auto& common = machine.common) {
    append_doubles(body, common->coupling);
    append_double(body, common->b);
  }
}

std::shared_ptr<const Model> read_kernel(Reader& reader, Header header) {
  if (!header.kernel) reader.refuse({.what = "the header is not that of a model", .hint = "no kernel"});
  const std::uint64_t m = header.size("vectors"), sources = header.size("sources"), scales = header.size("scales");
  KernelMachine machine{.kernel = *header.kernel};
  if (header.sizes.contains("nonzeros"))
    machine.vectors = read_sparse(reader, m, header.n_features, header.size("nonzeros"));
  else
    machine.vectors = reader.matrix(m, header.n_features);
  machine.duals = read_sparse(reader, m, sources, header.size("duals"));
  machine.coupling = reader.matrix(header.n_tasks, sources);
  machine.b = reader.matrix(1, header.n_tasks);
  machine.scale = reader.matrix(scales, 1);
  if (header.has_common) {
    machine.common.emplace(CommonTask{reader.matrix(1, sources)});
    machine.common->b = reader.number();
  }
  read_learned(reader, header);
  return std::make_shared<KernelModel>(std::move(machine), std::move(header.info));
}

}  // namespace

void describe_body(const Model& model, Header& header, std::string& body) {
  if (const auto* linear = dynamic_cast<const LinearModel*>(&model)) {
    header.has_common = linear->common().has_value();
    append_body(body, *linear);
  } else if (const auto* kernel = dynamic_cast<const KernelModel*>(&model)) {
    header.has_common = kernel->machine().common.has_value();
    append_body(body, *kernel, header);
  } else {
    throw InvalidInput({.what = "this kind of model has no file form",
                        .expected = "a linear or kernel model",
                        .got = std::string(model.kind())});
  }
  for (const auto& [name, matrix] : model.info().learned) append_doubles(body, matrix);
}

void check_sizes(const Reader& reader, const Header& header) {
  const auto refuse = [&] {
    reader.refuse(
        {.what = "the sizes in the header do not fit the file",
         .expected = std::to_string(header.n_tasks) + " tasks of " + std::to_string(header.n_features) + " features",
         .got = std::to_string(reader.rest().size()) + " bytes behind the header"});
  };
  const std::uint64_t doubles = reader.rest().size() / sizeof(double);
  for (const auto& [name, shape] : header.learned)
    if (shape.first > doubles || shape.second > doubles) refuse();
  if (header.n_tasks == 0 || header.n_tasks > doubles) refuse();
  const bool has_rows = header.kind == "linear";
  if (has_rows && header.n_features >= doubles / header.n_tasks) refuse();
  if (header.kind != "kernel") return;
  // A support vector has a dual that is not 0; so neither are more than there are bytes for.
  if (header.size("duals") > doubles || header.size("vectors") > header.size("duals")) refuse();
  // Without support vectors and names features take no bytes.
  const bool lists_features = header.named_features || header.size("scales") > 0 || header.sizes.contains("nonzeros");
  const std::uint64_t most = lists_features ? 2 * doubles : std::numeric_limits<std::int32_t>::max();
  if (header.n_features > most) refuse();
}

std::shared_ptr<const Model> read_body(Reader& reader, Header header) {
  std::shared_ptr<const Model> model;
  if (header.kind == "linear")
    model = read_linear(reader, std::move(header));
  else if (header.kind == "kernel")
    model = read_kernel(reader, std::move(header));
  else
    reader.refuse({.what = "unknown kind of model", .expected = "linear or kernel", .got = header.kind});
  if (!reader.rest().empty())
    reader.refuse({.what = "the sizes in the header do not fit the file",
                   .got = std::to_string(reader.rest().size()) + " bytes behind the last number"});
  return model;
}

}  // namespace starling::archive
