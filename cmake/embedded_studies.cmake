# Writes the studies of a folder (NAME.toml with NAME.csv) into a C++ source, so that the program has them wherever it is.
#
#     starling_embed_studies(SOURCE FOLDER)
function(starling_embed_studies source folder)
  file(GLOB studies CONFIGURE_DEPENDS "${folder}/*.toml")
  list(SORT studies)
  set(entries "")
  foreach(toml ${studies})
    get_filename_component(name "${toml}" NAME_WE)
    set(csv "${folder}/${name}.csv")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${toml}" "${csv}")
    file(READ "${toml}" plan)
    file(READ "${csv}" numbers)
    string(APPEND entries "    {\"${name}\", R\"study(${plan})study\", R\"study(${numbers})study\"},\n")
  endforeach()
  list(LENGTH studies count)
  file(CONFIGURE OUTPUT "${source}" @ONLY CONTENT [[
#include <array>

#include "apps/reproduce/catalogue.hpp"

namespace starling::reproduce {
namespace {

constexpr std::array<StudyText, @count@> texts = {{
@entries@}};

}  // namespace

std::span<const StudyText> study_texts() { return texts; }

}  // namespace starling::reproduce
]])
endfunction()
