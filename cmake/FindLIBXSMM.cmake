# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
#
# Finds LIBXSMM (small matrix products) and makes the target LIBXSMM::LIBXSMM. Hints: LIBXSMM_LIBRARY,
# LIBXSMM_INCLUDE_DIR. It is often a static archive that calls the Fortran BLAS, so CBLAS is found with it.
include(FindPackageHandleStandardArgs)

find_path(LIBXSMM_INCLUDE_DIR libxsmm.h PATH_SUFFIXES libxsmm)
find_library(LIBXSMM_LIBRARY xsmm)
find_package(Threads QUIET)
find_package(CBLAS QUIET)

set(LIBXSMM_VERSION "")
if(EXISTS "${LIBXSMM_INCLUDE_DIR}/libxsmm_version.h")
    file(STRINGS "${LIBXSMM_INCLUDE_DIR}/libxsmm_version.h" _line REGEX "define LIBXSMM_CONFIG_VERSION |define LIBXSMM_VERSION ")
    if(_line MATCHES "([0-9]+\\.[0-9]+(\\.[0-9]+)?)")
        set(LIBXSMM_VERSION "${CMAKE_MATCH_1}")
    endif()
endif()

find_package_handle_standard_args(LIBXSMM
    REQUIRED_VARS LIBXSMM_LIBRARY LIBXSMM_INCLUDE_DIR CBLAS_FOUND Threads_FOUND VERSION_VAR LIBXSMM_VERSION)
mark_as_advanced(LIBXSMM_LIBRARY LIBXSMM_INCLUDE_DIR)

if(LIBXSMM_FOUND AND NOT TARGET LIBXSMM::LIBXSMM)
    add_library(LIBXSMM::LIBXSMM UNKNOWN IMPORTED)
    set(_libxsmm_needs CBLAS::CBLAS Threads::Threads ${CMAKE_DL_LIBS})
    if(UNIX)
        list(APPEND _libxsmm_needs m)
    endif()
    if(UNIX AND NOT APPLE)
        list(APPEND _libxsmm_needs rt)
    endif()
    set_target_properties(LIBXSMM::LIBXSMM PROPERTIES
        IMPORTED_LOCATION "${LIBXSMM_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${LIBXSMM_INCLUDE_DIR}"
        INTERFACE_LINK_LIBRARIES "${_libxsmm_needs}")
endif()
