#include "lib/data/formats/npz.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <new>
#include <set>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/base/input_file.hpp"
#include "lib/base/names.hpp"
#include "lib/data/formats/unicode.hpp"

namespace starling {
namespace {

constexpr std::string_view suffix = ".npy";

// libzip's error record, released on every way out.
struct ZipError {
  ZipError() { ::zip_error_init(&error); }
  ZipError(const ZipError&) = delete;
  ZipError& operator=(const ZipError&) = delete;
  ~ZipError() { ::zip_error_fini(&error); }
  zip_error_t error;
};

using Source = std::unique_ptr<zip_source_t, decltype(&::zip_source_free)>;

bool leads_elsewhere(std::string_view name) {
  return name.find('/') != std::string_view::npos || name.find('\\') != std::string_view::npos || name.empty();
}

}  // namespace

void NpzFile::Close::operator()(zip* archive) const { ::zip_discard(archive); }

NpzFile NpzFile::open(const std::filesystem::path& path, std::uint64_t memory_limit) {
  return {read_file(path), path.string(), memory_limit};
}

NpzFile::NpzFile(std::string bytes, std::string source, std::uint64_t memory_limit)
    : source_(std::move(source)),
      bytes_(std::make_unique<std::string>(std::move(bytes))),
      budget_(source_, bytes_->size(), memory_limit) {
  ZipError error;
  Source data(::zip_source_buffer_create(bytes_->data(), bytes_->size(), 0, &error.error), &::zip_source_free);
  if (!data) throw std::bad_alloc();
  archive_.reset(::zip_open_from_source(data.get(), ZIP_RDONLY | ZIP_CHECKCONS, &error.error));
  if (!archive_) refuse(source_, fmt::format("is no sound zip archive: {}", ::zip_error_strerror(&error.error)));
  data.release();  // the archive owns it now
  std::set<std::string_view> seen;
  const zip_int64_t count = ::zip_get_num_entries(archive_.get(), 0);
  budget_.charge(static_cast<std::uint64_t>(count), 2 * sizeof(std::string));
  names_.reserve(static_cast<std::size_t>(count));
  for (zip_int64_t k = 0; k < count; ++k) {
    const char* raw = ::zip_get_name(archive_.get(), static_cast<zip_uint64_t>(k), ZIP_FL_ENC_RAW);
    const std::string_view name = raw == nullptr ? std::string_view() : std::string_view(raw);
    if (leads_elsewhere(name) || find_non_text(name) != std::string_view::npos || !name.ends_with(suffix))
      refuse(source_, fmt::format("entry {} of the archive has a name that is not NAME.npy", k + 1));
    names_.emplace_back(name.substr(0, name.size() - suffix.size()));
    if (!seen.insert(names_.back()).second) refuse(source_, fmt::format("the archive holds '{}' twice", name));
  }
}

bool NpzFile::contains(std::string_view name) const { return std::ranges::find(names_, name) != names_.end(); }

NpyArray NpzFile::read(std::string_view name) {
  const auto found = std::ranges::find(names_, name);
  if (found == names_.end()) {
    const std::vector<std::string_view> names(names_.begin(), names_.end());
    refuse(source_, fmt::format("holds no array '{}'", name), {}, {}, name_hint(name, names));
  }
  const std::string bytes = entry(static_cast<std::size_t>(found - names_.begin()));
  return parse_npy(bytes, fmt::format("{}: {}", source_, name), budget_);
}

std::string NpzFile::entry(std::size_t index) {
  const std::string where = fmt::format("{}: {}", source_, names_[index]);
  zip_stat_t status;
  ::zip_stat_init(&status);
  constexpr zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_COMP_SIZE;
  if (::zip_stat_index(archive_.get(), index, 0, &status) != 0 || (status.valid & needed) != needed)
    refuse(where, "the archive's directory is damaged");
  if ((status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && status.encryption_method != ZIP_EM_NONE)
    refuse(where, "is encrypted");
  if (status.comp_method == ZIP_CM_STORE) budget_.allow_widening(std::min(status.comp_size, bytes_->size()));
  budget_.charge(status.size);
  std::string bytes(status.size, '\0');
  const std::unique_ptr<zip_file_t, decltype(&::zip_fclose)> file(::zip_fopen_index(archive_.get(), index, 0),
                                                                  &::zip_fclose);
  if (!file) refuse(where, fmt::format("cannot be unpacked: {}", ::zip_strerror(archive_.get())));
  std::uint64_t at = 0;
  // One read more than the size: it shows that the entry ends there, and makes libzip compare the checksum.
  for (char beyond = 0;;) {
    const bool full = at == status.size;
    const zip_int64_t got =
        full ? ::zip_fread(file.get(), &beyond, 1) : ::zip_fread(file.get(), bytes.data() + at, status.size - at);
    if (got < 0) refuse(where, "is damaged: its data or its checksum are wrong");
    if (got == 0 && full) return bytes;
    if (got == 0 || full) refuse(where, "is of another size than the archive says");
    at += static_cast<std::uint64_t>(got);
  }
}

std::string to_npz(const std::vector<std::pair<std::string, std::string>>& arrays) {
  ZipError error;
  Source target(::zip_source_buffer_create(nullptr, 0, 0, &error.error), &::zip_source_free);
  if (!target) throw std::bad_alloc();
  ::zip_source_keep(target.get());  // one more owner: the bytes are wanted after the archive is closed
  zip_t* archive = ::zip_open_from_source(target.get(), ZIP_TRUNCATE, &error.error);
  if (archive == nullptr) {
    ::zip_source_free(target.get());
    throw std::bad_alloc();
  }
  // The year 1980 is where zip's calendar begins.
  constexpr zip_uint16_t no_time = 0, no_date = (1U << 5U) | 1U;
  for (const auto& [name, bytes] : arrays) {
    zip_source_t* data = ::zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const zip_int64_t index =
        data == nullptr ? -1 : ::zip_file_add(archive, (name + std::string(suffix)).c_str(), data, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      ::zip_source_free(data);
      ::zip_discard(archive);
      refuse(name, "cannot be an array's name in an archive");
    }
    const auto at = static_cast<zip_uint64_t>(index);
    ::zip_set_file_compression(archive, at, ZIP_CM_STORE, 0);
    ::zip_file_set_dostime(archive, at, no_time, no_date, 0);
  }
  if (::zip_close(archive) != 0) {
    ::zip_discard(archive);
    throw std::bad_alloc();
  }
  zip_stat_t status;
  ::zip_stat_init(&status);
  if (::zip_source_open(target.get()) != 0 || ::zip_source_stat(target.get(), &status) != 0) throw std::bad_alloc();
  std::string out(status.size, '\0');
  const zip_int64_t got = ::zip_source_read(target.get(), out.data(), out.size());
  ::zip_source_close(target.get());
  if (got != static_cast<zip_int64_t>(out.size())) throw std::bad_alloc();
  return out;
}

}  // namespace starling
