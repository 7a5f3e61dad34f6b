// The grammar of MATLAB's level 5 files: numbers of the format, and one variable's bytes as a value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/data/formats/binary.hpp"
#include "lib/data/formats/mat_file.hpp"

namespace starling::mat5 {

// Data types of elements.
enum : std::uint32_t {
  type_int8 = 1,
  type_uint8 = 2,
  type_int16 = 3,
  type_uint16 = 4,
  type_int32 = 5,
  type_uint32 = 6,
  type_single = 7,
  type_double = 9,
  type_int64 = 12,
  type_uint64 = 13,
  type_matrix = 14,
  type_compressed = 15,
  type_utf8 = 16,
  type_utf16 = 17
};

// Classes of variables.
enum : std::uint32_t {
  class_cell = 1,
  class_struct = 2,
  class_object = 3,
  class_char = 4,
  class_sparse = 5,
  class_double = 6,
  class_uint64 = 15,
  class_function = 16,
  class_opaque = 17
};

inline constexpr std::size_t header_size = 128;
inline constexpr std::uint32_t complex_flag = 0x800;

// A tag and the bytes it announces.
struct Element {
  std::uint32_t type = 0;
  std::string_view data;
};
// The next element of the cursor; the padding after it is passed over.
Element next_element(ByteCursor& cursor);

// The bytes of one miMATRIX element. Throws InvalidData for damage.
MatVariable parse_variable(std::string_view bytes, std::string_view source, bool reversed, MemoryBudget& budget);

}  // namespace starling::mat5
