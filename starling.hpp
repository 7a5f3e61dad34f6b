// Everything a program that links Starling uses, in one include.
#pragma once

// Methods by type and by name.
#include "algorithms/alternating_structure.hpp"
#include "algorithms/armul.hpp"
#include "algorithms/baselines.hpp"
#include "algorithms/catalogue.hpp"
#include "algorithms/clustered_regression.hpp"
#include "algorithms/go_mtl.hpp"
#include "algorithms/graph_regularised.hpp"
#include "algorithms/kmeans_clustering.hpp"
#include "algorithms/mean_regularised.hpp"
#include "algorithms/multitask_feature_learning.hpp"
#include "algorithms/multitask_lasso.hpp"
#include "algorithms/multitask_svm.hpp"
#include "algorithms/reduced_rank.hpp"
#include "algorithms/task_fusion.hpp"
#include "algorithms/task_relationship.hpp"
#include "algorithms/trace_norm.hpp"
// Data: in memory, generated, and the classic sets.
#include "datasets/catalogue.hpp"
#include "lib/data/kernel_features.hpp"
#include "lib/data/multitask_data.hpp"
// Errors, random numbers, version.
#include "lib/base/error.hpp"
#include "lib/base/random.hpp"
#include "lib/base/version.hpp"
// What a fit returns, and files.
#include "lib/estimator/estimator.hpp"
#include "lib/estimator/one_vs_rest.hpp"
#include "lib/model/archive.hpp"
#include "lib/model/linear_model.hpp"
// Choosing options by cross-validation, and paths of strengths.
#include "lib/selection/cross_validate.hpp"
#include "lib/selection/cross_validated_path.hpp"
#include "lib/selection/path.hpp"
#include "lib/selection/probabilities.hpp"
