// Files that mean harm, and the questions every reader of files must stand.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <clocale>
#include <filesystem>
#include <fstream>
#include <optional>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/input_file.hpp"
#include "lib/data/formats/csv.hpp"
#include "lib/data/formats/formats.hpp"
#include "lib/data/formats/mat.hpp"
#include "lib/data/formats/npz.hpp"

namespace starling_test {

using starling::Error;
using starling::InvalidData;
using starling::IoError;
using starling::LoadedData;
using starling::MatValue;
using starling::MultiTaskData;
using starling::NpzFile;
using starling::read_data;
using starling::read_file;
using starling::ReadOptions;
using starling::save_atomically;
using starling::to_npy;
using starling::to_npz;
namespace fs = std::filesystem;
using namespace std::string_view_literals;

inline const std::string golden = STARLING_SOURCE_DIR "/tests/golden/files/";

inline auto says(std::string words) {
  return [words](const Error& error) {
    const bool found = std::string(error.what()).find(words) != std::string::npos;
    if (!found) BOOST_TEST_MESSAGE("message was: " << error.what());
    return found;
  };
}

struct Folder {
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "starling_adversarial.XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path); }
  // The bytes as a file of this name, opened by the one door.
  LoadedData load(std::string_view bytes, const std::string& name = "t.csv", const ReadOptions& options = {}) const {
    save_atomically(path / name, bytes);
    return read_data(path / name, options);
  }
  LoadedData wide(std::string_view bytes, std::vector<std::string> missing = {}) const {
    return load(bytes, "t.csv", {.target_cols = {"y"}, .missing_words = std::move(missing)});
  }
  fs::path path;
};

// Opens every cut and every copy with one flipped bit; returns how many were refused. Anything but InvalidData or a
// valid load ends the test.
template <class Open>
std::size_t refused_copies(const std::string& bytes, Open&& open) {
  std::size_t refused = 0;
  const auto attempt = [&](const std::string& damaged) {
    try {
      open(damaged);
    } catch (const InvalidData&) {
      ++refused;
    }
  };
  for (std::size_t length = 0; length < bytes.size(); ++length) attempt(bytes.substr(0, length));
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    attempt(damaged);
  }
  return refused;
}

inline std::string number(std::uint64_t value, int width) {
  std::string out;
  for (int k = 0; k < width; ++k) {
    out += static_cast<char>(value & 0xFFU);
    value >>= 8U;
  }
  return out;
}

inline std::string npy(const std::string& header, const std::string& data) {
  return std::string(starling::npy_magic) + number(1, 2) + number(header.size(), 2) + header + data;
}

inline void parse_array(const std::string& bytes) {
  starling::MemoryBudget budget("a.npy", bytes.size());
  starling::parse_npy(bytes, "a.npy", budget);
}

inline std::string small_npz() {
  return to_npz({{"X", to_npy(arma::mat{{1, 2}, {3, 4}})}, {"y", to_npy(arma::vec{5, 6})}});
}

// An archive with one compressed entry. gzip's stream is zip's between a header of 10 and a trailer of 8 bytes, which
// holds checksum and size.
inline std::string compressed_zip(const std::string& name, const std::string& content) {
  const std::string packed = starling::gzip(content);
  const std::string data = packed.substr(10, packed.size() - 18), checksum = packed.substr(packed.size() - 8, 4);
  const std::string common = number(20, 2) + number(0, 2) + number(8, 2) + number(0x00210000, 4) + checksum +
                             number(data.size(), 4) + number(content.size(), 4) + number(name.size(), 2) + number(0, 2);
  const std::string local = "PK\x03\x04" + common + name + data;
  const std::string directory = "PK\x01\x02" + number(20, 2) + common + number(0, 14) + name;
  return local + directory + "PK\x05\x06" + number(0, 4) + number(1, 2) + number(1, 2) + number(directory.size(), 4) +
         number(local.size(), 4) + number(0, 2);
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace starling_test
