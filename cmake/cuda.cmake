# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
# Sets TENFOLD_WITH_CUDA, and makes CMake's CUDA language ready where it is ON. The core needs none of it: the module is
# built beside it and loaded when a GPU is first asked for.
set(TENFOLD_CUDA AUTO CACHE STRING "The CUDA module: AUTO (where nvcc 12.5 or later is found), ON or OFF")
set_property(CACHE TENFOLD_CUDA PROPERTY STRINGS AUTO ON OFF)
option(TENFOLD_CUDA_STAND_IN "Tests run on a stand-in for the GPU; OFF: on the real one" ON)

set(TENFOLD_WITH_CUDA 0)
if(TENFOLD_CUDA STREQUAL "AUTO")
    # Sanitizers know nothing of nvcc's code.
    find_program(TENFOLD_NVCC nvcc PATHS /usr/local/cuda/bin)
    mark_as_advanced(TENFOLD_NVCC)
    if(TENFOLD_NVCC AND NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
        execute_process(COMMAND "${TENFOLD_NVCC}" --version OUTPUT_VARIABLE said ERROR_QUIET)
        if(said MATCHES "release ([0-9]+\\.[0-9]+)" AND CMAKE_MATCH_1 VERSION_GREATER_EQUAL 12.5)
            set(TENFOLD_WITH_CUDA 1)
        else()
            message(STATUS "tenfold: no CUDA module, since ${TENFOLD_NVCC} is older than 12.5")
        endif()
    endif()
elseif(TENFOLD_CUDA)
    set(TENFOLD_WITH_CUDA 1)
endif()
set(TENFOLD_WITH_CUDA ${TENFOLD_WITH_CUDA} CACHE INTERNAL "")
if(NOT TENFOLD_WITH_CUDA)
    return()
endif()

# Named, never the one of this machine; PTX lets later ones compile what they need.
if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
    set(CMAKE_CUDA_ARCHITECTURES 75-real 80-real 90-real 90-virtual CACHE STRING "GPUs to compile for")
endif()
if(TENFOLD_NVCC AND NOT DEFINED CMAKE_CUDA_COMPILER)
    set(CMAKE_CUDA_COMPILER "${TENFOLD_NVCC}")
endif()
enable_language(CUDA)
# CMake 3.25 does not know how nvcc calls it.
set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION "-std=c++20")
set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION "-std=c++20")
find_package(CUDAToolkit 12.5 REQUIRED)
