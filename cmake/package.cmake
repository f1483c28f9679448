# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
# Install rules and the package that find_package(tenfold) reads.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/tenfold")

install(TARGETS tenfold EXPORT tenfoldTargets INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
if(TARGET tenfold_cuda)
    install(TARGETS tenfold_cuda LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}")  # where the loader looks
endif()
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(EXPORT tenfoldTargets NAMESPACE tenfold:: DESTINATION "${package_dir}")

# Who links a static tenfold finds again what it was compiled against, and the same CBLAS by name.
get_target_property(library_type tenfold TYPE)
if(library_type STREQUAL "STATIC_LIBRARY")
    set(TENFOLD_IS_STATIC ON)
else()
    set(TENFOLD_IS_STATIC OFF)
endif()
list(LENGTH CBLAS_LIBRARIES count)
if(count EQUAL 1)
    cmake_path(GET CBLAS_LIBRARIES STEM TENFOLD_CBLAS_NAMES)
    string(REGEX REPLACE "^lib" "" TENFOLD_CBLAS_NAMES "${TENFOLD_CBLAS_NAMES}")
else()
    set(TENFOLD_CBLAS_NAMES "${CBLAS_NAMES}")
endif()

configure_package_config_file(
    "${PROJECT_SOURCE_DIR}/cmake/tenfoldConfig.cmake.in" "${PROJECT_BINARY_DIR}/cmake/tenfoldConfig.cmake"
    INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/cmake/tenfoldConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(
    FILES
        "${PROJECT_BINARY_DIR}/cmake/tenfoldConfig.cmake" "${PROJECT_BINARY_DIR}/cmake/tenfoldConfigVersion.cmake"
        "${PROJECT_SOURCE_DIR}/cmake/FindCBLAS.cmake" "${PROJECT_SOURCE_DIR}/cmake/FindLIBXSMM.cmake"
    DESTINATION "${package_dir}")
