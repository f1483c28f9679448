# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
# What tenfold stands on. Users compile against xtensor, xtl and xsimd only; everything else is private to the
# library. Sets TENFOLD_PRIVATE_LIBRARIES and TENFOLD_PRIVATE_DEFINITIONS for what is compiled with it.

# A parent project that uses add_subdirectory links a static tenfold, so it must see the same imported targets.
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)

# A parent project may have made these two itself, with FetchContent for example.
if(NOT TARGET xtensor)
    find_package(xtensor REQUIRED)
endif()
if(TENFOLD_XSIMD AND NOT TARGET xsimd)
    find_package(xsimd REQUIRED)
endif()

# Only the headers of xtensor-blas: its own package would look for a second BLAS.
find_path(XTENSOR_BLAS_INCLUDE_DIR xtensor-blas/xlinalg.hpp REQUIRED)
mark_as_advanced(XTENSOR_BLAS_INCLUDE_DIR)

# Only headers, and only inside: the record of a machine is a JSON file.
find_path(DLPACK_INCLUDE_DIR dlpack/dlpack.h)
mark_as_advanced(DLPACK_INCLUDE_DIR)
if(NOT DLPACK_INCLUDE_DIR)
    message(FATAL_ERROR "tenfold needs the header dlpack/dlpack.h, which was not found. "
        "Debian: apt-get install libdlpack-dev; elsewhere: -DDLPACK_INCLUDE_DIR=...")
endif()
find_path(NLOHMANN_JSON_INCLUDE_DIR nlohmann/json.hpp)
mark_as_advanced(NLOHMANN_JSON_INCLUDE_DIR)
if(NOT NLOHMANN_JSON_INCLUDE_DIR)
    message(FATAL_ERROR "tenfold needs the header nlohmann/json.hpp, which was not found. "
        "Debian: apt-get install nlohmann-json3-dev; elsewhere: -DNLOHMANN_JSON_INCLUDE_DIR=...")
endif()

find_package(Threads REQUIRED)
find_package(TBB REQUIRED)
find_package(fmt REQUIRED)
find_package(CBLAS REQUIRED)
set(TENFOLD_PRIVATE_LIBRARIES TBB::tbb fmt::fmt CBLAS::CBLAS Threads::Threads)

# OpenBLAS and MKL bring LAPACK with them; others need it beside.
if(NOT CBLAS_HAS_LAPACK)
    find_package(LAPACK REQUIRED)
    list(PREPEND TENFOLD_PRIVATE_LIBRARIES LAPACK::LAPACK)
endif()

set(TENFOLD_WITH_LIBXSMM 0)
if(TENFOLD_USE_LIBXSMM STREQUAL "AUTO")
    find_package(LIBXSMM)
elseif(TENFOLD_USE_LIBXSMM)
    find_package(LIBXSMM REQUIRED)
endif()
if(TENFOLD_USE_LIBXSMM AND LIBXSMM_FOUND)
    set(TENFOLD_WITH_LIBXSMM 1)
    list(PREPEND TENFOLD_PRIVATE_LIBRARIES LIBXSMM::LIBXSMM)
endif()

set(openblas 0)
if(CBLAS_VENDOR STREQUAL "OpenBLAS")
    set(openblas 1)
endif()
set(TENFOLD_PRIVATE_DEFINITIONS
    TENFOLD_VERSION="${PROJECT_VERSION}"
    TENFOLD_CBLAS_NAME="${CBLAS_VENDOR}"
    TENFOLD_HAS_OPENBLAS=${openblas}
    TENFOLD_HAS_LIBXSMM=${TENFOLD_WITH_LIBXSMM})
