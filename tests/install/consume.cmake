# cmake -DWAY=find_package|pkg_config|fetch_content -DSOURCE=... -DPREFIX=... -DWORK=... -DCOMPILER=... -P consume.cmake
# Builds the consumer against Starling in one of the three ways and runs it.
cmake_minimum_required(VERSION 3.25)
set(consumer "${SOURCE}/tests/install/consumer")
file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")

function(run)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY "${WORK}" COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

if(WAY STREQUAL "pkg_config")
  file(GLOB_RECURSE file LIST_DIRECTORIES false "${PREFIX}/*/starling.pc")
  get_filename_component(folder "${file}" DIRECTORY)
  set(ENV{PKG_CONFIG_PATH} "${folder}")
  execute_process(COMMAND pkg-config --cflags --libs starling OUTPUT_VARIABLE flags COMMAND_ERROR_IS_FATAL ANY)
  separate_arguments(flags UNIX_COMMAND "${flags}")
  run("${COMPILER}" -std=c++20 "${consumer}/main.cpp" -o consumer ${flags})
  run("${WORK}/consumer")
  return()
endif()

set(options -G Ninja -S "${consumer}" -B "${WORK}/build" "-DCMAKE_CXX_COMPILER=${COMPILER}")
if(WAY STREQUAL "find_package")
  list(APPEND options "-DCMAKE_PREFIX_PATH=${PREFIX}")
else()
  # The whole library is built again: without optimisation, through ccache where there is one.
  list(APPEND options "-DSTARLING_FOLDER=${SOURCE}" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O0
       -DSTARLING_CCACHE=ON)
endif()
run("${CMAKE_COMMAND}" ${options})
run("${CMAKE_COMMAND}" --build "${WORK}/build" --target consumer)
run("${WORK}/build/consumer")
