# starling_target(name): the compile rules of our own targets. None of them reaches a consumer.
add_library(starling_build_rules INTERFACE)
# Bits must not depend on how the compiler fuses multiplications and additions.
target_compile_options(starling_build_rules INTERFACE -ffp-contract=off)
if(STARLING_STRICT)
  target_compile_options(starling_build_rules INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
endif()
if(STARLING_SANITIZE)
  target_compile_options(starling_build_rules INTERFACE
    -fsanitize=${STARLING_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(starling_build_rules INTERFACE -fsanitize=${STARLING_SANITIZE})
endif()

function(starling_target name)
  target_link_libraries(${name} PRIVATE $<BUILD_INTERFACE:starling_build_rules>)
  set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
  if(STARLING_PCH)
    target_precompile_headers(${name} PRIVATE <armadillo>)
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
