#include "lib/model/archive.hpp"

#include <unistd.h>
#include <zlib.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/model/linear_model.hpp"

namespace {

namespace fs = std::filesystem;
using starling::InvalidModel;
using starling::Labels;
using starling::LinearModel;
using starling::model_bytes;
using starling::model_from_bytes;

LinearModel small_model() {
  return {{{0.1, -2e-308}, {1.0 / 3.0, 1e300}, {-0.0, 7}},
          {0.5, -1.0 / 7.0},
          {.method = "trace_norm",
           .params = {{"lambda", "0.1max"}, {"loss", "logistic"}},
           .lambda = 0.1 + 0.2,
           .loss = starling::LossName::logistic,
           .labels = Labels{1, 2, {"nein", "jä"}},
           .task_names = {"left, \"1\"", "right\n"},
           .feature_names = {"", "b", "\xff\x00"},
           .status = "optimal",
           .primal = 1.5,
           .dual = -arma::datum::inf,
           .relative_gap = 1e-7,
           .version = "0.1.0"}};
}

bool same(const arma::mat& a, const arma::mat& b) {
  return a.n_rows == b.n_rows && a.n_cols == b.n_cols &&
         (a.is_empty() || std::memcmp(a.memptr(), b.memptr(), a.n_elem * sizeof(double)) == 0);
}

void write_u32(std::string& bytes, std::size_t at, std::size_t value) {
  for (std::size_t k = 0; k < 4; ++k) bytes[at + k] = static_cast<char>((value >> (8 * k)) & 0xff);
}

// A made-up file: the bytes with a checksum that is right.
std::string signed_again(std::string bytes) {
  const auto size = bytes.size() - 4;
  write_u32(bytes, size, crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), size));
  return bytes;
}

// The small model's file with one piece of its header replaced.
std::string with_header(const std::string& from, const std::string& to) {
  std::string bytes = model_bytes(small_model());
  const auto at = bytes.find(from);
  BOOST_REQUIRE(at != std::string::npos);
  bytes.replace(at, from.size(), to);
  const std::size_t length = static_cast<unsigned char>(bytes[12]) + 256u * static_cast<unsigned char>(bytes[13]);
  write_u32(bytes, 12, length + to.size() - from.size());
  return signed_again(bytes);
}

std::string complaint_about(std::string_view bytes) {
  try {
    model_from_bytes(bytes, "m.starling");
  } catch (const InvalidModel& e) {
    return e.what();
  }
  return "nothing";
}

bool refused(std::string_view bytes, std::string_view words) {
  const std::string said = complaint_about(bytes);
  BOOST_TEST_INFO(said);
  return said.starts_with("m.starling") && said.find(words) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(archive)

BOOST_AUTO_TEST_CASE(a_loaded_model_is_the_saved_one_bit_for_bit) {
  const LinearModel model = small_model();
  const auto loaded = model_from_bytes(model_bytes(model));
  const auto& linear = dynamic_cast<const LinearModel&>(*loaded);
  BOOST_TEST(same(linear.W(), model.W()));
  BOOST_TEST(same(linear.b(), model.b()));
  const auto &a = model.info(), &b = loaded->info();
  BOOST_TEST(a.method == b.method);
  BOOST_TEST((a.params == b.params));
  BOOST_TEST(a.lambda == b.lambda);
  BOOST_TEST((a.loss == b.loss));
  BOOST_TEST(b.labels->positive == 2.0);
  BOOST_TEST((a.labels->names == b.labels->names));
  BOOST_TEST((a.task_names == b.task_names));
  BOOST_TEST((a.feature_names == b.feature_names));
  BOOST_TEST(a.status == b.status);
  BOOST_TEST(a.primal == b.primal);
  BOOST_TEST(a.dual == b.dual);
  BOOST_TEST(a.relative_gap == b.relative_gap);
  BOOST_TEST(a.version == b.version);
  BOOST_TEST(model_bytes(*loaded) == model_bytes(model));
  const arma::mat X = {{1, 2, 3}, {0.1, -0.7, 1e-3}};
  for (const arma::uword t : {0u, 1u}) BOOST_TEST(same(loaded->decision(t, X), model.decision(t, X)));
}

BOOST_AUTO_TEST_CASE(models_without_labels_names_or_features_come_back) {
  const LinearModel plain(arma::mat(0, 1), {2.0}, {.task_names = {"1"}});
  const auto loaded = model_from_bytes(model_bytes(plain));
  BOOST_TEST(loaded->n_features() == 0u);
  BOOST_TEST(!loaded->info().labels.has_value());
  BOOST_TEST(loaded->info().feature_names.empty());
}

BOOST_AUTO_TEST_CASE(what_tasks_have_in_common_comes_back) {
  const LinearModel plain = small_model();
  const LinearModel model(plain.W(), plain.b(), plain.info(), starling::CommonPart{{1.0 / 3.0, -2, 1e-300}, 0.1});
  const std::string bytes = model_bytes(model);
  const auto loaded = model_from_bytes(bytes);
  const auto& common = dynamic_cast<const LinearModel&>(*loaded).common();
  BOOST_REQUIRE(common.has_value());
  BOOST_TEST(same(common->w, model.common()->w));
  BOOST_TEST(common->b == 0.1);
  BOOST_TEST(model_bytes(*loaded) == bytes);
  BOOST_TEST(model_bytes(model).find("\"common\":true") != std::string::npos);
  BOOST_TEST(model_bytes(plain).find("common") == std::string::npos);
  BOOST_TEST(refused(with_header("\"dual\"", "\"common\":false,\"dual\""), "not that of a model"));
  BOOST_TEST(refused(with_header("\"dual\"", "\"common\":true,\"dual\""), "do not fit"));
}

BOOST_AUTO_TEST_CASE(what_a_method_learned_comes_back_bit_for_bit) {
  const LinearModel plain = small_model();
  starling::ModelInfo info = plain.info();
  info.learned = {{"task_covariance", {{0.1, -1.0 / 3.0}, {-1e-300, -0.0}}},
                  {"basis", arma::mat(3, 0)},
                  {"assignment", {{0, 1, 5}}}};
  const LinearModel model(plain.W(), plain.b(), info, starling::CommonPart{{1, -2, 3}, 0.1});
  const std::string bytes = model_bytes(model);
  const auto loaded = model_from_bytes(bytes);
  BOOST_TEST(loaded->info().learned.size() == 3u);
  for (const auto& [name, matrix] : info.learned) BOOST_TEST(same(loaded->info().learned.at(name), matrix), name);
  BOOST_TEST(model_bytes(*loaded) == bytes);
  BOOST_TEST(model_bytes(plain).find("learned") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(adv_models_made_up_learned_matrices_are_refused) {
  const auto with_learned = [](const std::string& text) {
    return with_header(",\"loss\"", ",\"learned\":" + text + ",\"loss\"");
  };
  BOOST_TEST(refused(with_learned("{}"), "not as written by Starling"));
  BOOST_TEST(refused(with_learned("{\"a\":[1]}"), "not the shape of a matrix"));
  BOOST_TEST(refused(with_learned("{\"a\":[1,-1]}"), "not a count"));
  BOOST_TEST(refused(with_learned("{\"a\":[[1],1]}"), "nested too deeply"));
  for (const std::string shape :
       {"[1,1]", "[4294967296,4294967296]", "[9223372036854775807,0]", "[0,18446744073709551615]"})
    BOOST_TEST(refused(with_learned("{\"a\":" + shape + "}"), "sizes in the header do not fit"), shape);
  const LinearModel plain = small_model();
  starling::ModelInfo info = plain.info();
  info.learned = {{"basis", {{1.0, 2.0}}}};
  std::string bytes = model_bytes(LinearModel(plain.W(), plain.b(), info));
  bytes.replace(bytes.size() - 4 - 8, 8, "\xff\xff\xff\xff\xff\xff\xff\x7f");
  BOOST_TEST(refused(signed_again(bytes), "basis: a learned matrix that is not finite"));
}

BOOST_AUTO_TEST_CASE(a_file_is_saved_and_loaded_by_its_path) {
  std::string pattern = (fs::temp_directory_path() / "starling_model.XXXXXX").string();
  const fs::path folder = ::mkdtemp(pattern.data());
  starling::save_model(small_model(), folder / "m.starling");
  BOOST_TEST(model_bytes(*starling::load_model(folder / "m.starling")) == model_bytes(small_model()));
  starling::save_atomically(folder / "text", "x,y\n1,2\n");
  BOOST_CHECK_EXCEPTION(starling::load_model(folder / "text"), InvalidModel, [&](const InvalidModel& e) {
    return std::string(e.what()) == (folder / "text").string() + ": not a Starling model file";
  });
  BOOST_CHECK_THROW(starling::load_model(folder / "none"), starling::IoError);
  fs::remove_all(folder);
}

BOOST_AUTO_TEST_CASE(adv_models_every_truncation_is_refused) {
  const std::string bytes = model_bytes(small_model());
  std::size_t accepted = 0;
  for (std::size_t length = 0; length < bytes.size(); ++length)
    accepted += complaint_about(std::string_view(bytes).substr(0, length)) == "nothing" ? 1 : 0;
  BOOST_TEST(accepted == 0u);
  BOOST_TEST(refused(bytes + '\0', "damaged"));
}

BOOST_AUTO_TEST_CASE(adv_models_every_single_bit_flip_is_refused) {
  std::string bytes = model_bytes(small_model());
  std::size_t accepted = 0;
  for (char& byte : bytes)
    for (int bit = 0; bit < 8; ++bit) {
      byte = static_cast<char>(byte ^ (1 << bit));
      accepted += complaint_about(bytes) == "nothing" ? 1 : 0;
      byte = static_cast<char>(byte ^ (1 << bit));
    }
  BOOST_TEST(accepted == 0u);
  BOOST_TEST(complaint_about(bytes) == "nothing");
}

BOOST_AUTO_TEST_CASE(adv_models_wrong_magic_newer_version_and_damage_have_messages_of_their_own) {
  const std::string bytes = model_bytes(small_model());
  BOOST_TEST(refused("", "not a Starling model file"));
  BOOST_TEST(refused("PK\x03\x04", "not a Starling model file"));
  std::string newer = bytes;
  newer[8] = 2;
  BOOST_TEST(refused(newer, "newer version of Starling; expected format version 1, got 2"));
  newer[8] = 0;
  BOOST_TEST(refused(newer, "unknown version"));
  BOOST_TEST(refused(bytes.substr(0, bytes.size() - 1), "damaged or cut off"));
}

BOOST_AUTO_TEST_CASE(adv_models_a_made_up_header_is_refused) {
  BOOST_TEST(complaint_about(with_header("0.1.0", "0.2.0")) == "nothing");  // the way a fault is made up works
  BOOST_TEST(refused(with_header("\"kind\"", "\"king\""), "header is not that of a model"));
  BOOST_TEST(refused(with_header("\"optimal\"", "\"optimal\",\"x\":1"), "not as written by Starling"));
  BOOST_TEST(refused(with_header("\"optimal\"", "\"o\",\"status\":\"optimal\""), "not as written by Starling"));
  BOOST_TEST(refused(with_header("\"linear\"", "\"forest\""), "unknown kind of model; expected linear or kernel"));
  BOOST_TEST(refused(with_header("\"logistic\",\"method\"", "\"logistics\",\"method\""), "not a value: logistics"));
  BOOST_TEST(refused(with_header("\"n_tasks\":2", "\"n_tasks\":-2"), "not a count"));
  BOOST_TEST(refused(with_header("\"n_features\":3", "\"n_features\":3.0"), "not a count"));
  BOOST_TEST(refused(with_header("\"primal\":\"1.5\"", "\"primal\":\"1.5x\""), "not a value: 1.5x"));
  BOOST_TEST(refused(with_header("\"optimal\"", "[[[[[[]]]]]]"), "nested too deeply"));
  BOOST_TEST(refused(with_header("{", ""), "header is not that of a model"));
  std::string deep = "STARLING";
  deep += std::string("\1\0\0\0\0\0\x10\0", 8) + std::string(1 << 20, '[') + "1234";
  BOOST_TEST(refused(signed_again(deep), "nested too deeply"));
}

BOOST_AUTO_TEST_CASE(adv_models_sizes_that_do_not_fit_are_refused_before_memory_is_asked_for) {
  for (const std::string tasks : {"0", "1", "3", "4611686018427387904", "18446744073709551615"})
    BOOST_TEST(
        refused(with_header("\"n_tasks\":2", "\"n_tasks\":" + tasks), tasks == "1" || tasks == "3" ? "" : "sizes"));
  for (const std::string d : {"0", "2", "4", "9223372036854775807", "18446744073709551615"})
    BOOST_TEST(refused(with_header("\"n_features\":3", "\"n_features\":" + d), ""));
  BOOST_TEST(refused(with_header("\"named_features\":true", "\"named_features\":false"), "sizes in the header"));
  std::string long_header = model_bytes(small_model());
  write_u32(long_header, 12, (1u << 20) + 1);
  BOOST_TEST(refused(signed_again(long_header), "header is too long"));
  write_u32(long_header, 12, 1u << 20);
  BOOST_TEST(refused(signed_again(long_header), "ends too early"));
  std::string long_name = model_bytes(small_model());
  const auto name = long_name.find("left, ");
  write_u32(long_name, name - 4, 0xffffffff);
  BOOST_TEST(refused(signed_again(long_name), "ends too early"));
}

BOOST_AUTO_TEST_CASE(adv_models_coefficients_that_are_not_finite_are_refused) {
  for (const auto& [back, task] : std::vector<std::pair<std::size_t, std::string>>{{8, "right"}, {4 * 8, "right"}}) {
    std::string bytes = model_bytes(small_model());
    const std::size_t at = bytes.size() - 4 - back;
    bytes.replace(at, 8, "\xff\xff\xff\xff\xff\xff\xff\x7f");
    BOOST_TEST(refused(signed_again(bytes), "coefficients that are not finite"));
    BOOST_TEST(refused(signed_again(bytes), task));
  }
}

BOOST_AUTO_TEST_CASE(a_name_that_is_not_utf8_cannot_go_into_the_header) {
  const LinearModel odd(arma::mat(1, 1), {0.0}, {.params = {{"graph", "\xff"}}, .task_names = {"\xff"}});
  BOOST_CHECK_THROW(model_bytes(odd), starling::InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
