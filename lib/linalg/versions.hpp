// Compiling one loop for several instruction sets and calling the widest that this machine runs.
//
//     STARLING_VERSIONS(void, scale, (arma::uword n, double a, double* x), scale_loop(n, a, x))
//     void scale(...) { STARLING_CHOOSE(scale, n, a, x); }
//
// The body must be always_inline, keep its sums in lanes that do not depend on the instruction set, and no product is
// fused with a sum: then all versions give the same bits.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__)
#define STARLING_KERNEL_VERSIONS 1
#endif

#ifdef STARLING_KERNEL_VERSIONS
namespace starling::kernels {
enum class Machine { plain, avx2, avx512 };
inline Machine machine() {
  static const Machine found = __builtin_cpu_supports("avx512f") ? Machine::avx512
                               : __builtin_cpu_supports("avx2")  ? Machine::avx2
                                                                 : Machine::plain;
  return found;
}
}  // namespace starling::kernels
#define STARLING_VERSIONS(result, name, parameters, call)                     \
  [[gnu::target("avx512f")]] result name##_avx512 parameters { return call; } \
  [[gnu::target("avx2")]] result name##_avx2 parameters { return call; }      \
  result name##_plain parameters { return call; }
#define STARLING_CHOOSE(name, ...)                                                                    \
  ::starling::kernels::machine() == ::starling::kernels::Machine::avx512 ? name##_avx512(__VA_ARGS__) \
  : ::starling::kernels::machine() == ::starling::kernels::Machine::avx2 ? name##_avx2(__VA_ARGS__)   \
                                                                         : name##_plain(__VA_ARGS__)
#else
#define STARLING_VERSIONS(result, name, parameters, call) \
  result name##_plain parameters { return call; }
#define STARLING_CHOOSE(name, ...) name##_plain(__VA_ARGS__)
#endif
