#include "lib/data/formats/formats.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <filesystem>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/input_file.hpp"
#include "lib/data/formats/mat.hpp"

namespace {

using starling::DataForm;
using starling::Error;
using starling::InvalidData;
using starling::InvalidOption;
using starling::LoadedData;
using starling::MultiTaskData;
using starling::read_data;
using starling::save_atomically;
using starling::write_data;
namespace fs = std::filesystem;

const std::string golden = STARLING_SOURCE_DIR "/tests/golden/files/";

struct Folder {
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "starling_formats.XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path); }
  fs::path path;
};

auto says(std::string words) {
  return [words](const Error& error) {
    const bool found = std::string(error.what()).find(words) != std::string::npos;
    if (!found) BOOST_TEST_MESSAGE("message was: " << error.what());
    return found;
  };
}

bool same_bits(const arma::mat& a, const arma::mat& b) {
  return arma::size(a) == arma::size(b) && (a.empty() || std::memcmp(a.memptr(), b.memptr(), a.n_elem * 8) == 0);
}

void check_same(const MultiTaskData& a, const MultiTaskData& b) {
  BOOST_REQUIRE(a.n_tasks() == b.n_tasks());
  BOOST_TEST(a.task_names() == b.task_names(), boost::test_tools::per_element());
  BOOST_TEST(a.feature_names() == b.feature_names(), boost::test_tools::per_element());
  BOOST_TEST(same_bits(a.targets(), b.targets()));
  BOOST_TEST(same_bits(a.weights(), b.weights()));
  for (arma::uword t = 0; t < a.n_tasks(); ++t) BOOST_TEST(same_bits(a.design(t).dense(), b.design(t).dense()));
}

MultiTaskData ragged() {
  return MultiTaskData::from_tasks({{.X = arma::mat{{0.1, 2}, {-0.0, 1e-310}}, .y = {1, 0.3}, .name = "first"},
                                    {.X = arma::mat{{1e300, 5}}, .y = {7}, .weights = {2.5}, .name = "second"}})
      .with_feature_names({"a", "b c"});
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(formats, Folder)

BOOST_AUTO_TEST_CASE(every_ending_reads_back_to_the_same_bits) {
  for (const char* name : {"d.csv", "d.tsv", "d.csv.gz", "d.TSV.GZ", "d.npz", "d.mat"}) {
    write_data(path / name, ragged());
    check_same(read_data(path / name).data, ragged());
  }
  BOOST_CHECK_EXCEPTION(write_data(path / "d.xls", ragged()), InvalidOption, says(".csv, .tsv, .npz or .mat"));
}

BOOST_AUTO_TEST_CASE(matlab_files_hold_cells_or_matrices) {
  const LoadedData cells = read_data(golden + "tasks.mat");
  BOOST_TEST((cells.form == DataForm::per_task));
  BOOST_TEST(same_bits(cells.data.design(0).dense(), arma::mat{{1, 2}, {3, 4}}));
  BOOST_TEST(same_bits(cells.data.targets(), arma::vec{1, -1, 1}));
  const double missing = std::nan("");
  arma::sp_mat X(3, 2);
  X(2, 1) = 4.5;
  const auto wide = MultiTaskData::from_shared(X, arma::mat{{1, missing}, {2, 3}, {missing, 4}});
  write_data(path / "wide.mat", wide);
  const LoadedData in = read_data(path / "wide.mat");
  BOOST_TEST((in.form == DataForm::wide));
  BOOST_TEST(in.data.any_sparse());
  check_same(in.data, wide);
  BOOST_CHECK_EXCEPTION(read_data(golden + "kinds.mat"), InvalidData, says("holds no variable 'Y'"));
}

BOOST_AUTO_TEST_CASE(a_folder_has_one_file_per_task) {
  save_atomically(path / "b.csv", "x1,x2,y\n1,2,3\n");
  save_atomically(path / "a.tsv", "x1\ty\tx2\n5\t6\t7\n8\t9\t10\n");
  save_atomically(path / "README.md", "not data");
  save_atomically(path / ".hidden.csv", "not data");
  const LoadedData in = read_data(path);
  BOOST_TEST(in.data.task_names() == (std::vector<std::string>{"a", "b"}), boost::test_tools::per_element());
  BOOST_TEST(same_bits(in.data.targets(), arma::vec{6, 9, 3}));
  BOOST_TEST(same_bits(in.data.design(0).dense(), arma::mat{{5, 7}, {8, 10}}));
  save_atomically(path / "c.csv", "x1,x3,y\n1,2,3\n");
  BOOST_CHECK_EXCEPTION(read_data(path), InvalidData, says("c.csv: features other than those of the first file"));
  fs::remove(path / "c.csv");
  write_data(path / "c.npz", ragged());
  BOOST_CHECK_EXCEPTION(read_data(path), InvalidData, says("c.npz: a file in a folder of tasks holds several"));
}

BOOST_AUTO_TEST_CASE(a_folder_without_data_is_refused) {
  BOOST_CHECK_EXCEPTION(read_data(path), InvalidData, says("the folder holds no file of data"));
}

BOOST_AUTO_TEST_CASE(what_is_no_multi_task_data_says_so) {
  BOOST_CHECK_EXCEPTION(read_data(golden + "c_order.npy"), InvalidData, says("is a single array"));
  save_atomically(path / "a.arff", "@relation x\n");
  BOOST_CHECK_EXCEPTION(read_data(path / "a.arff"), InvalidData, says("'.arff' files are not read"));
}

BOOST_AUTO_TEST_SUITE_END()
