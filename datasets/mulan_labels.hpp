// Multi-label classification: four tables of the Mulan collection; a task is a label, all with the same samples.
//
// Functions of yeast genes (yeast: 2417 samples, 103 features, 14 labels), what pictures show (scene: 2407, 294, 6),
// moods of music (emotions: 593, 72, 6) and subjects of mails (enron: 1702, 1001 words, 53). Targets are +1 where a
// sample bears the label and -1.
//
// SPLITS  one: the training and the test file.
// PAPERS  tsoumakas2011mulan
#pragma once

#include <array>
#include <span>

#include "datasets/data_directory.hpp"
#include "datasets/dataset.hpp"
#include "lib/base/params.hpp"

namespace starling {

enum class MulanTopics { emotions, enron, scene, yeast };
inline std::span<const std::string_view> enum_names(MulanTopics) {
  static constexpr std::array<std::string_view, 4> names = {"emotions", "enron", "scene", "yeast"};
  return names;
}

struct MulanLabels {
  static constexpr std::string_view name = "mulan_labels";
  static constexpr std::string_view summary = "multi-label classification: four tables of the Mulan collection";
  static constexpr Target target = Target::classification;
  static constexpr std::array<std::string_view, 8> file_names = {
      "emotions-train.arff", "emotions-test.arff", "enron-train.arff", "enron-test.arff",
      "scene-train.arff",    "scene-test.arff",    "yeast-train.arff", "yeast-test.arff"};
  static constexpr DataFiles files = {.folder = "mulan_multilabel",
                                      .files = file_names,
                                      .origin = "github.com/tsoumakas/mulan, folder data/multi-label",
                                      .licence = "none stated"};

  struct Options {
    MulanTopics table = MulanTopics::emotions;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.table, Field{.name = "table", .help = "which of the tables"});
    }
  };
  Options options = {};

  // Throws IoError when a file is not there, InvalidData when it holds something else.
  Dataset make(const DataSource& source) const;
};

}  // namespace starling
