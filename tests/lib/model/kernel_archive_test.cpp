// Files of kernel models: what tests/lib/model/archive_test.cpp asks of those of linear ones.
#include <zlib.h>

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/model/archive.hpp"
#include "lib/model/kernel_model.hpp"

using namespace starling;

namespace {

enum class Stored { dense, sparse };

KernelModel small_model(Stored stored = Stored::dense) {
  const arma::mat vectors = {{0.1, 0, -2e-308}, {0, 1.0 / 3.0, 0}};
  KernelMachine machine{.kernel = {.name = KernelName::polynomial, .gamma = 0.1 + 0.2, .coef0 = 1.0 / 7.0, .degree = 4},
                        .vectors = stored == Stored::sparse ? Design(arma::sp_mat(vectors)) : Design(vectors),
                        .duals = arma::sp_mat(arma::mat{{1e-300, 0, -7}, {0, 1.0 / 3.0, 0}}),
                        .coupling = {{1, 0.5, 0}, {0.5, 2, 1.0 / 9.0}},
                        .b = {0.25, -0.0}};
  if (stored == Stored::sparse) {
    machine.scale = {2, 0.5, 1.0 / 3.0};
    machine.common = CommonTask{{0.1, 0.2, 0.3}, 1e-9};
  }
  return {
      std::move(machine),
      {.method = "multitask_svm",
       .params = {{"kernel", "polynomial"}},
       .loss = LossName::hinge,
       .labels = Labels{0, 1, {"no", "yes"}},
       .task_names = {"left", "right"},
       .feature_names = stored == Stored::sparse ? std::vector<std::string>{"x", "y", "z"} : std::vector<std::string>{},
       .status = "optimal"}};
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

std::string with_header(Stored stored, const std::string& from, const std::string& to) {
  std::string bytes = model_bytes(small_model(stored));
  const auto at = bytes.find(from);
  BOOST_REQUIRE(at != std::string::npos);
  bytes.replace(at, from.size(), to);
  const std::size_t length = static_cast<unsigned char>(bytes[12]) + 256u * static_cast<unsigned char>(bytes[13]);
  write_u32(bytes, 12, length + to.size() - from.size());
  return signed_again(bytes);
}

bool refused(std::string_view bytes, std::string_view words = "") {
  std::string said = "nothing";
  try {
    model_from_bytes(bytes, "m.starling");
  } catch (const InvalidModel& e) {
    said = e.what();
  }
  BOOST_TEST_INFO(said);
  return said.starts_with("m.starling") && said.find(words) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_archive)

BOOST_AUTO_TEST_CASE(a_loaded_model_decides_with_the_same_bits_and_is_saved_as_the_same_bytes) {
  const arma::mat X = {{1, 2, 3}, {0.1, -0.7, 1e-3}};
  for (const Stored stored : {Stored::dense, Stored::sparse}) {
    const KernelModel model = small_model(stored);
    const std::string bytes = model_bytes(model);
    const auto loaded = model_from_bytes(bytes);
    BOOST_TEST(loaded->kind() == "kernel");
    BOOST_TEST(model_bytes(*loaded) == bytes);
    for (const arma::uword t : {0u, 1u})
      BOOST_TEST(arma::approx_equal(loaded->decision(t, X), model.decision(t, X), "absdiff", 0.0));
    BOOST_TEST(arma::approx_equal(loaded->for_new_task()->decision(0, X), model.for_new_task()->decision(0, X),
                                  "absdiff", 0.0));
    BOOST_TEST((loaded->info().labels->names == model.info().labels->names));
  }
}

BOOST_AUTO_TEST_CASE(a_model_without_support_vectors_comes_back) {
  const KernelModel model({.kernel = {.name = KernelName::rbf},
                           .vectors = arma::mat(0, 5),
                           .duals = arma::sp_mat(0, 1),
                           .coupling = arma::eye(1, 1),
                           .b = {2.0}},
                          {.task_names = {"a"}});
  const auto loaded = model_from_bytes(model_bytes(model));
  BOOST_TEST(loaded->n_features() == 5u);
  BOOST_TEST(loaded->decision(0, arma::mat(1, 5, arma::fill::ones))[0] == 2.0);
}

BOOST_AUTO_TEST_CASE(adv_models_every_truncation_and_bit_flip_of_a_kernel_model_is_refused) {
  for (const Stored stored : {Stored::dense, Stored::sparse}) {
    std::string bytes = model_bytes(small_model(stored));
    for (std::size_t length = 0; length < bytes.size(); ++length)
      BOOST_REQUIRE(refused(std::string_view(bytes).substr(0, length)));
    for (char& byte : bytes)
      for (int bit = 0; bit < 8; ++bit) {
        byte = static_cast<char>(byte ^ (1 << bit));
        BOOST_REQUIRE(refused(bytes));
        byte = static_cast<char>(byte ^ (1 << bit));
      }
  }
}

BOOST_AUTO_TEST_CASE(adv_models_made_up_sizes_of_a_kernel_model_are_refused_before_memory_is_asked_for) {
  const std::vector<std::pair<std::string, std::string>> sizes = {
      {"\"n_tasks\":", "2"}, {"\"n_features\":", "3"}, {"\"duals\":", "3"},   {"\"sources\":", "3"},
      {"\"vectors\":", "2"}, {"\"scales\":", "3"},     {"\"nonzeros\":", "3"}};
  for (const Stored stored : {Stored::dense, Stored::sparse})
    for (const auto& [name, size] : sizes) {
      const bool is_scales = name == "\"scales\":";
      if (stored == Stored::dense && name == "\"nonzeros\":") continue;
      const std::string is = stored == Stored::dense && is_scales ? "0" : size;
      for (const std::string made_up : {"0", "1", "4", "2147483648", "4611686018427387904", "18446744073709551615"})
        if (made_up != is) BOOST_TEST(refused(with_header(stored, name + is, name + made_up)), name << made_up);
    }
}

BOOST_AUTO_TEST_CASE(adv_models_a_made_up_kernel_is_refused) {
  BOOST_TEST(refused(with_header(Stored::dense, "\"polynomial\"}", "\"sigmoid\"}")));
  BOOST_TEST(refused(with_header(Stored::dense, "\"name\":\"polynomial\"", "\"name\":\"precomputed\""), "evaluated"));
  BOOST_TEST(refused(with_header(Stored::dense, "\"name\":\"polynomial\"", "\"name\":\"forest\""), "not a value"));
  BOOST_TEST(refused(with_header(Stored::dense, "\"gamma\":\"0.3", "\"gamma\":\"-0.3"), "evaluated"));
  BOOST_TEST(refused(with_header(Stored::dense, "\"degree\":\"4\"", "\"degree\":\"-4\""), "evaluated"));
  BOOST_TEST(refused(with_header(Stored::dense, "\"kind\":\"kernel\"", "\"kind\":\"linear\""), "sizes"));
  BOOST_TEST(refused(with_header(Stored::dense, "\"scales\"", "\"scalet\""), "no scales"));
}

// Every number of the body, one after the other, made huge: as a double not finite, as a position out of range.
BOOST_AUTO_TEST_CASE(adv_models_numbers_that_are_not_finite_and_positions_out_of_range_are_refused) {
  for (const Stored stored : {Stored::dense, Stored::sparse}) {
    const std::string bytes = model_bytes(small_model(stored));
    const std::size_t doubles =
        stored == Stored::dense ? 2 * 3 + (4 + 3 + 3) + 6 + 2 : (4 + 3 + 3) + (4 + 3 + 3) + 6 + 2 + 3 + 3 + 1;
    for (std::size_t k = 1; k <= doubles; ++k) {
      std::string broken = bytes;
      broken.replace(bytes.size() - 4 - 8 * k, 8, std::string("\x00\x00\x00\x00\x00\x00\xf8\x7f", 8));
      BOOST_TEST(refused(signed_again(broken)), k);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
