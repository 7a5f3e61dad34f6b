// Models as the verbs apply them.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "apps/cli/data_argument.hpp"
#include "lib/model/linear_model.hpp"

namespace starling::cli {

// True for a regular file that begins as model files do.
bool is_model_file(const std::filesystem::path& path);

// The model as a linear one; throws InvalidModel.
const LinearModel& as_linear(const Model& model);

// The same model that also remembers what the classes are called in the data. Without names, and for a regression
// model, it is the model itself.
std::shared_ptr<const Model> with_class_names(const std::shared_ptr<const Model>& model,
                                              const std::vector<std::string>& names);

// The data with the targets that the model has for classes of these names: a file may hold only some of them. Throws
// InvalidData for a class that the model does not know.
MultiTaskData labelled_as_in(const Model& model, const GivenData& given);

enum class UnknownTasks { refused, predicted };  // predicted: by what the model's tasks have in common

// The model for the tasks of the data, in their order. Throws InvalidData for data of another width or with other
// feature names, and for a task the model does not know (with the nearest name) where these are refused.
std::shared_ptr<const Model> for_tasks_of(const MultiTaskData& data, const std::shared_ptr<const Model>& model,
                                          UnknownTasks unknown = UnknownTasks::refused);

}  // namespace starling::cli
