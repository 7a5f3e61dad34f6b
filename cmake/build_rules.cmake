# starling_target(name [pch]): the compile rules of our own targets. None of them reaches a consumer.
add_library(starling_build_rules INTERFACE)
# Bits must not depend on how the compiler fuses multiplications and additions. Programs are compiled like the library
# (-fPIC) so that one precompiled header serves them all.
target_compile_options(starling_build_rules INTERFACE -ffp-contract=off -fPIC)
if(STARLING_STRICT)
  target_compile_options(starling_build_rules INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
  # g++ 12 takes ordinary joins of strings for overruns, depending on the lengths of literals such as the source folder's
  # path (GCC bugs 105329, 105651). Real ones are the address sanitizer's to find.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(starling_build_rules INTERFACE
      -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
  endif()
endif()
if(STARLING_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(STARLING_CCACHE_PROGRAM ccache)
  if(STARLING_CCACHE_PROGRAM)
    # What ccache must overlook to serve files that use a precompiled header.
    set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${STARLING_CCACHE_PROGRAM})
    target_compile_options(starling_build_rules INTERFACE -fpch-preprocess)
  endif()
endif()
if(STARLING_SANITIZE)
  target_compile_options(starling_build_rules INTERFACE
    -fsanitize=${STARLING_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(starling_build_rules INTERFACE -fsanitize=${STARLING_SANITIZE})
endif()

# Armadillo is parsed once, for starling_core, and every other target reuses that; a group of targets that shares more
# names the target that owns its header.
function(starling_target name)
  target_link_libraries(${name} PRIVATE $<BUILD_INTERFACE:starling_build_rules>)
  set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF)
  if(NOT STARLING_PCH)
    return()
  endif()
  set(owner ${ARGN})
  if(NOT owner)
    set(owner starling_core)
  endif()
  if(name STREQUAL owner)
    target_precompile_headers(${name} PRIVATE <armadillo>)
  else()
    target_precompile_headers(${name} REUSE_FROM ${owner})
  endif()
endfunction()

# starling_library(name): a static library of every source below the calling folder.
# The tree is the list: a room's file is built because it stands in its place (CONFIGURE_DEPENDS sees new ones).
function(starling_library name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  if(NOT sources)  # a tree whose first room is still to come
    file(CONFIGURE OUTPUT empty.cpp CONTENT "namespace starling {}\n")
    set(sources "${CMAKE_CURRENT_BINARY_DIR}/empty.cpp")
  endif()
  add_library(${name} STATIC ${sources})
  target_compile_features(${name} PUBLIC cxx_std_20)
  target_include_directories(${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/starling>)
  starling_target(${name})
endfunction()
