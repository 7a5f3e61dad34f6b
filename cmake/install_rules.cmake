# cmake --install: headers below include/starling, static libraries, a CMake package and a pkg-config file.
include(CMakePackageConfigHelpers)
set(starling_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/starling")

foreach(part core algorithms datasets linalg)
  set_target_properties(starling_${part} PROPERTIES EXPORT_NAME ${part})
endforeach()
install(TARGETS starling starling_core starling_algorithms starling_datasets starling_linalg EXPORT starling_targets
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(EXPORT starling_targets FILE starlingTargets.cmake NAMESPACE starling:: DESTINATION "${starling_package_dir}")
configure_package_config_file(cmake/starlingConfig.cmake.in starlingConfig.cmake
  INSTALL_DESTINATION "${starling_package_dir}")
# Before 1.0.0 a minor version may change the interface.
write_basic_package_version_file(starlingConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/starlingConfig.cmake" "${CMAKE_CURRENT_BINARY_DIR}/starlingConfigVersion.cmake"
        DESTINATION "${starling_package_dir}")

foreach(tree lib algorithms datasets)
  install(DIRECTORY ${tree} DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/starling" FILES_MATCHING PATTERN *.hpp)
endforeach()
install(FILES starling.hpp DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/starling")
install(FILES LICENSE README.md CHANGELOG.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")

# pkg-config: the macros every translation unit must share with the library, and its private libraries in link order.
get_target_property(linalg_macros starling_linalg INTERFACE_COMPILE_DEFINITIONS)
list(TRANSFORM linalg_macros PREPEND -D)
list(JOIN linalg_macros " " starling_pc_macros)
if(IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
  set(starling_pc_includedir "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
  set(starling_pc_libdir "${CMAKE_INSTALL_FULL_LIBDIR}")
else()
  # Relative to the file itself, so that the installed tree may be moved.
  file(RELATIVE_PATH up_to_prefix "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
  set(starling_pc_includedir "\${pcfiledir}/${up_to_prefix}${CMAKE_INSTALL_INCLUDEDIR}")
  set(starling_pc_libdir "\${pcfiledir}/${up_to_prefix}${CMAKE_INSTALL_LIBDIR}")
endif()
configure_file(cmake/starling.pc.in starling.pc @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/starling.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
