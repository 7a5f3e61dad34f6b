# Everything Starling links. One target, starling_linalg, knows Armadillo, BLAS and their macros.
# What a linking program must find again is also listed in starlingConfig.cmake.in. The imported targets are global so
# that a project which adds this folder can link them.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED GLOBAL)
find_package(TBB REQUIRED GLOBAL)
find_package(fmt REQUIRED GLOBAL)
find_package(ZLIB REQUIRED GLOBAL)
find_package(nlohmann_json REQUIRED)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET GLOBAL libzip)
find_path(STARLING_ARMADILLO_INCLUDE armadillo REQUIRED)
find_path(STARLING_CBLAS_INCLUDE cblas.h REQUIRED)
find_path(STARLING_RANDOM123_INCLUDE Random123/philox.h REQUIRED)
find_library(STARLING_OPENBLAS openblas REQUIRED)

# Debian's Armadillo exports no CMake target; its wrapper library is left out so that the BLAS that runs is the one
# named here. ARPACK, SuperLU and OpenMP are switched off because nothing uses them, warnings because a library is silent.
add_library(starling_linalg INTERFACE)
target_include_directories(starling_linalg SYSTEM INTERFACE
  $<BUILD_INTERFACE:${STARLING_ARMADILLO_INCLUDE}> $<BUILD_INTERFACE:${STARLING_CBLAS_INCLUDE}>)
target_compile_definitions(starling_linalg INTERFACE
  ARMA_DONT_USE_WRAPPER ARMA_USE_BLAS ARMA_USE_LAPACK ARMA_DONT_USE_ARPACK ARMA_DONT_USE_SUPERLU ARMA_DONT_USE_HDF5
  ARMA_DONT_USE_OPENMP ARMA_WARN_LEVEL=0)
target_link_libraries(starling_linalg INTERFACE $<BUILD_INTERFACE:${STARLING_OPENBLAS}>)
