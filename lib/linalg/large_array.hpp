// An array of numbers that are not set, for what is read in random order: from some megabytes on in pages that are as
// large as the system has them. With small pages every visit of a row waits for the addresses of its pages (seen:
// sweeps of dual descent over 8 MB of sparse rows took 1.5 times as long).
#pragma once

#include <cstddef>
#include <memory>

namespace starling {

// Memory for `bytes` bytes, aligned to a cache line at least; throws std::bad_alloc.
void* acquire_large(std::size_t bytes);
void release_large(void* memory) noexcept;

template <class Number>
class LargeArray {
 public:
  LargeArray() = default;
  explicit LargeArray(std::size_t n) : numbers_(static_cast<Number*>(acquire_large(n * sizeof(Number)))), n_(n) {}

  std::size_t size() const { return n_; }
  Number* data() { return numbers_.get(); }
  const Number* data() const { return numbers_.get(); }

 private:
  struct Release {
    void operator()(Number* numbers) const noexcept { release_large(numbers); }
  };
  std::unique_ptr<Number, Release> numbers_;
  std::size_t n_ = 0;
};

}  // namespace starling
