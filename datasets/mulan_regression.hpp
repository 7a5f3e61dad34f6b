// Multi-target regression: 14 tables of the Mulan collection; all targets of a table are tasks with the same samples.
//
// Prices of air tickets (atp1d, atp7d), employment by occupation (oes97, oes10), sales of products (osales), reports of
// citizens (scpf), water (andro, wq), energy of buildings (enb), metals in soil (jura), concrete (slump), solar flares
// (sf1, sf2), electrical discharge machining (edm). 49 to 1137 samples, 7 to 413 features, 2 to 16 targets of very
// different scales: standardize divides every target by its deviation. Missing features (osales, scpf) are the mean of
// their column, as in spyromitros2016multi; named values are indicators.
//
// PAPERS  spyromitros2016multi, tsoumakas2011mulan
#pragma once

#include <array>
#include <span>

#include "datasets/data_directory.hpp"
#include "datasets/dataset.hpp"
#include "lib/base/params.hpp"

namespace starling {

enum class MulanTargets { andro, atp1d, atp7d, edm, enb, jura, oes10, oes97, osales, scpf, sf1, sf2, slump, wq };
inline std::span<const std::string_view> enum_names(MulanTargets) {
  static constexpr std::array<std::string_view, 14> names = {"andro", "atp1d",  "atp7d", "edm", "enb", "jura",  "oes10",
                                                             "oes97", "osales", "scpf",  "sf1", "sf2", "slump", "wq"};
  return names;
}

struct MulanRegression {
  static constexpr std::string_view name = "mulan_regression";
  static constexpr std::string_view summary = "multi-target regression: 14 tables of the Mulan collection";
  static constexpr Target target = Target::regression;
  static constexpr std::array<std::string_view, 14> file_names = {
      "andro.arff", "atp1d.arff",  "atp7d.arff", "edm.arff", "enb.arff", "jura.arff",  "oes10.arff",
      "oes97.arff", "osales.arff", "scpf.arff",  "sf1.arff", "sf2.arff", "slump.arff", "wq.arff"};
  static constexpr DataFiles files = {.folder = "mulan_mtr",
                                      .files = file_names,
                                      .origin = "github.com/tsoumakas/mulan, folder data/multi-target",
                                      .licence = "none stated"};

  struct Options {
    MulanTargets table = MulanTargets::andro;
    bool standardize = true;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.table, Field{.name = "table", .help = "which of the tables"});
      visit(self.standardize, Field{.name = "standardize", .help = "divide every target by its standard deviation"});
    }
  };
  Options options = {};

  // Throws IoError when the file is not there, InvalidData when it holds something else.
  Dataset make(const DataSource& source) const;
};

}  // namespace starling
