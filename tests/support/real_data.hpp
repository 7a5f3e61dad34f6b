// Tests on real files, which are not part of the project: they are looked for in $STARLING_DATA or ../shared/data;
// where one is absent its tests say so and pass.
#pragma once

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/catalogue.hpp"

namespace starling::testing {

inline DataSource real_data() {
  namespace fs = std::filesystem;
  const char* named = std::getenv("STARLING_DATA");
  return {.data_dir = named != nullptr ? fs::path(named) : fs::path(STARLING_SOURCE_DIR).parent_path() / "shared/data"};
}

// Runs check on the data set when its files are there; otherwise says that they are not.
template <class Check>
void with_real_data(std::string_view spec, Check&& check) {
  const DatasetEntry& entry = find_dataset(parse_dataset_spec(spec).name);
  if (const std::string absence = missing_data(*entry.files, real_data()); !absence.empty()) {
    std::cout << "SKIPPED " << boost::unit_test::framework::current_test_case().p_name.get() << ": " << absence << "\n";
    BOOST_TEST_MESSAGE("SKIPPED: " << absence);
    return;
  }
  check(make_dataset(spec, real_data()));
}

inline arma::uvec sizes(const MultiTaskData& data) {
  arma::uvec n(data.n_tasks());
  for (arma::uword t = 0; t < n.n_elem; ++t) n(t) = data.n_samples(t);
  return n;
}

inline arma::uword total(const std::vector<arma::uvec>& rows) {
  arma::uword n = 0;
  for (const arma::uvec& part : rows) n += part.n_elem;
  return n;
}

}  // namespace starling::testing
