#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/base/names.hpp"
#include "lib/base/params.hpp"
#include "lib/data/formats/gaps.hpp"
#include "lib/data/formats/npz.hpp"

namespace starling {
namespace {

constexpr std::array<std::string_view, 5> words_of_the_format = {"weights", "task", "task_names", "feature_names",
                                                                 "class_names"};

// Arrays that are no part of the format are left alone, misspelt ones are not.
void check_names(const NpzFile& file) {
  for (const std::string& name : file.names()) {
    if (name.size() < 4 || name.starts_with("weights_") || name.starts_with("X_")) continue;
    if (std::ranges::find(words_of_the_format, name) != words_of_the_format.end()) continue;
    const std::string near = nearest_name(name, words_of_the_format);
    if (!near.empty())
      refuse(file.source(), fmt::format("holds an unknown array '{}'", name), {}, {},
             fmt::format("did you mean '{}'?", near));
  }
}

arma::uvec as_indices(const arma::vec& values, double below, const std::string& where) {
  arma::uvec indices(values.n_elem);
  for (arma::uword k = 0; k < values.n_elem; ++k) {
    if (!(values[k] >= 0.0 && values[k] < below) || std::floor(values[k]) != values[k])
      refuse(where, "holds an index out of range", fmt::format("whole numbers from 0 to below {}", below),
             spelling::print(values[k]));
    indices[k] = static_cast<arma::uword>(values[k]);
  }
  return indices;
}

Design read_sparse(NpzFile& file, const std::string& name) {
  constexpr double largest = 9007199254740992.0;  // 2^53: exact as doubles
  const std::string where = file.source() + ": " + name;
  const arma::uvec shape = as_indices(file.read(name + "_shape").vector(), largest, where + "_shape");
  if (shape.n_elem != 2) refuse(where + "_shape", "is no shape of a matrix", "2 numbers");
  const arma::uword n = shape[0], d = shape[1];
  const arma::vec values = file.read(name + "_data").vector();
  const arma::uvec cols = as_indices(file.read(name + "_indices").vector(), static_cast<double>(d), where + "_indices");
  const arma::uvec starts = as_indices(file.read(name + "_indptr").vector(), largest, where + "_indptr");
  bool sound =
      starts.n_elem == n + 1 && cols.n_elem == values.n_elem && starts.front() == 0 && starts.back() == values.n_elem;
  for (arma::uword i = 0; sound && i < n; ++i) {
    sound = starts[i] <= starts[i + 1] && starts[i + 1] <= values.n_elem;
    for (arma::uword k = starts[i] + 1; sound && k < starts[i + 1]; ++k) sound = cols[k - 1] < cols[k];
  }
  if (!sound)
    refuse(where, "is no sound sparse matrix", "rows of ascending column indices, as many as the shape says", {},
           "call sum_duplicates() on it");
  file.budget().charge(d + 1, 2 * sizeof(arma::uword));
  file.budget().charge(values.n_elem, 4 * sizeof(double));
  // Compressed rows of X are the compressed columns of its transpose.
  return arma::sp_mat(arma::sp_mat(cols, starts, values, d, n).t());
}

bool has_design(const NpzFile& file, const std::string& name) {
  return file.contains(name) || file.contains(name + "_data");
}

Design read_design(NpzFile& file, const std::string& name) {
  if (!file.contains(name) && file.contains(name + "_data")) return read_sparse(file, name);
  return file.read(name).matrix();
}

arma::vec optional_vector(NpzFile& file, const std::string& name) {
  return file.contains(name) ? file.read(name).vector() : arma::vec();
}

MultiTaskData read_per_task(NpzFile& file) {
  std::vector<Task> tasks;
  for (std::size_t t = 0; has_design(file, fmt::format("X_{}", t)); ++t)
    tasks.push_back(task_with_gaps(read_design(file, fmt::format("X_{}", t)),
                                   file.read(fmt::format("y_{}", t)).vector(),
                                   optional_vector(file, fmt::format("weights_{}", t)), {}));
  for (const std::string& name : file.names()) {
    std::size_t t = 0;
    if (!name.starts_with("y_")) continue;
    const char* end = name.data() + name.size();
    if (std::from_chars(name.data() + 2, end, t).ptr == end && t >= tasks.size())
      refuse(file.source(), fmt::format("holds '{}' but not 'X_{}'", name, t), "tasks numbered from 0 without gaps");
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

// The task of every row, by name.
std::vector<std::string> read_task_column(NpzFile& file) {
  const NpyArray task = file.read("task");
  if (task.is_text()) return task.words();
  std::vector<std::string> names;
  for (const double value : task.vector()) {
    if (std::floor(value) != value || std::abs(value) > 9007199254740992.0)
      refuse(task.where(), "tasks are neither whole numbers nor text", {}, spelling::print(value));
    names.push_back(fmt::format("{}", static_cast<std::int64_t>(value)));
  }
  return names;
}

MultiTaskData read_long(NpzFile& file) {
  const Design X = read_design(file, "X");
  const arma::vec y = file.read("y").vector(), weights = optional_vector(file, "weights");
  const std::vector<std::string> task_of_row = read_task_column(file);
  if (task_of_row.size() != X.rows() || y.n_elem != X.rows() || (!weights.is_empty() && weights.n_elem != X.rows()))
    refuse(file.source(), "X, y, task and weights are of different length", fmt::format("{} rows each", X.rows()),
           fmt::format("y {}, task {}, weights {}", y.n_elem, task_of_row.size(), weights.n_elem));
  std::map<std::string_view, std::size_t> position;
  std::vector<std::string> names;
  std::vector<std::vector<arma::uword>> rows;
  for (std::size_t i = 0; i < task_of_row.size(); ++i) {
    const auto [found, fresh] = position.try_emplace(task_of_row[i], names.size());
    if (fresh) {
      names.push_back(task_of_row[i]);
      rows.emplace_back();
    }
    rows[found->second].push_back(i);
  }
  std::vector<Task> tasks;
  for (std::size_t t = 0; t < names.size(); ++t) {
    const arma::uvec chosen(rows[t]);
    tasks.push_back(task_with_gaps(X.select_rows(chosen), y.elem(chosen),
                                   weights.is_empty() ? arma::vec() : arma::vec(weights.elem(chosen)), names[t]));
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

arma::mat as_columns(const NpyArray& array) {
  return array.shape().size() == 1 ? arma::mat(array.vector()) : array.matrix();
}

LoadedData read_form(NpzFile& file) {
  const bool shared = has_design(file, "X"), split = has_design(file, "X_0");
  if (shared && split) refuse(file.source(), "holds both X and X_0", "one form of multi-task data");
  if (split) return {.data = read_per_task(file), .class_names = {}, .form = DataForm::per_task};
  if (!shared) refuse(file.source(), "holds neither X nor X_0", "X and Y, X and y and task, or X_0 y_0 X_1 y_1 ...");
  if (file.contains("Y")) {
    if (file.contains("y")) refuse(file.source(), "holds both Y and y", "one form of multi-task data");
    const arma::mat weights = file.contains("weights") ? as_columns(file.read("weights")) : arma::mat();
    return {.data = MultiTaskData::from_shared(read_design(file, "X"), as_columns(file.read("Y")), weights),
            .class_names = {},
            .form = DataForm::wide};
  }
  if (file.contains("task")) return {.data = read_long(file), .class_names = {}, .form = DataForm::long_rows};
  std::vector<Task> single;
  single.push_back(
      task_with_gaps(read_design(file, "X"), file.read("y").vector(), optional_vector(file, "weights"), {}));
  return {.data = MultiTaskData::from_tasks(std::move(single)), .class_names = {}, .form = DataForm::per_task};
}

using Arrays = std::vector<std::pair<std::string, std::string>>;

void append_design(Arrays& arrays, const std::string& name, const Design& design) {
  if (!design.is_sparse()) {
    arrays.emplace_back(name, to_npy(design.dense()));
    return;
  }
  design.visit([&](const auto& X) {
    const arma::sp_mat rows(X.t());
    const auto integers = [](const arma::uword* begin, arma::uword count) {
      return to_npy(std::vector<std::int64_t>(begin, begin + count));
    };
    arrays.emplace_back(name + "_data", to_npy(arma::vec(rows.values, rows.n_nonzero)));
    arrays.emplace_back(name + "_indices", integers(rows.row_indices, rows.n_nonzero));
    arrays.emplace_back(name + "_indptr", integers(rows.col_ptrs, rows.n_cols + 1));
    const std::array<arma::uword, 2> shape = {X.n_rows, X.n_cols};
    arrays.emplace_back(name + "_shape", integers(shape.data(), 2));
  });
}

void append_wide(Arrays& arrays, const MultiTaskData& data) {
  if (!data.is_shared())
    throw InvalidOption({.what = "tasks of different X do not fit into the wide form",
                         .where = "form",
                         .hint = "write the per-task form"});
  const arma::uword n = data.design(0).rows(), T = data.n_tasks();
  append_design(arrays, "X", data.design(0));
  arrays.emplace_back("Y", to_npy(arma::mat(arma::reshape(targets_with_gaps(data), n, T))));
  if (has_weights(data)) arrays.emplace_back("weights", to_npy(arma::mat(arma::reshape(data.weights(), n, T))));
  arrays.emplace_back("task_names", to_npy(data.task_names()));
}

void append_long(Arrays& arrays, const MultiTaskData& data) {
  std::vector<Design> parts;
  std::vector<std::string> task_of_row;
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    parts.push_back(data.design(t));
    task_of_row.insert(task_of_row.end(), data.rows_of(t).size(), data.task_names()[t]);
  }
  append_design(arrays, "X", stack_rows(parts));
  arrays.emplace_back("y", to_npy(targets_with_gaps(data)));
  arrays.emplace_back("task", to_npy(task_of_row));
  if (has_weights(data)) arrays.emplace_back("weights", to_npy(data.weights()));
}

void append_per_task(Arrays& arrays, const MultiTaskData& data) {
  const arma::vec y = targets_with_gaps(data);
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const Rows rows = data.rows_of(t);
    append_design(arrays, fmt::format("X_{}", t), data.design(t));
    arrays.emplace_back(fmt::format("y_{}", t), to_npy(arma::vec(y.subvec(rows.begin, rows.end - 1))));
    if (has_weights(data)) arrays.emplace_back(fmt::format("weights_{}", t), to_npy(data.weights_of(t)));
  }
  arrays.emplace_back("task_names", to_npy(data.task_names()));
}

}  // namespace

LoadedData from_npz(NpzFile& file) {
  check_names(file);
  LoadedData loaded = read_form(file);
  if (file.contains("task_names")) {
    if (loaded.form == DataForm::long_rows)
      refuse(file.source(), "holds both task and task_names", "the tasks' names in task");
    loaded.data = loaded.data.with_task_names(file.read("task_names").words());
  }
  if (file.contains("feature_names")) loaded.data = loaded.data.with_feature_names(file.read("feature_names").words());
  if (file.contains("class_names")) loaded.class_names = file.read("class_names").words();
  return loaded;
}

LoadedData read_npz(const std::filesystem::path& path, const ReadOptions& options) {
  NpzFile file = NpzFile::open(path, options.memory_limit);
  return from_npz(file);
}

std::string to_npz(const MultiTaskData& data, const WriteOptions& options) {
  Arrays arrays;
  DataForm form = options.form;
  if (form == DataForm::automatic) form = data.is_shared() ? DataForm::wide : DataForm::per_task;
  if (form == DataForm::wide) append_wide(arrays, data);
  if (form == DataForm::long_rows) append_long(arrays, data);
  if (form == DataForm::per_task) append_per_task(arrays, data);
  if (!data.feature_names().empty()) arrays.emplace_back("feature_names", to_npy(data.feature_names()));
  if (!options.class_names.empty()) arrays.emplace_back("class_names", to_npy(options.class_names));
  return to_npz(arrays);
}

}  // namespace starling
