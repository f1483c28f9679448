# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
# Warnings for code of this project; headers of other libraries are SYSTEM and stay silent.
function(tenfold_own_code target)
    if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
        target_compile_options(${target} PRIVATE "$<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra>")
    endif()
    set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
endfunction()

# Rooms look into the library: its private headers, and the libraries and definitions it is compiled with.
function(tenfold_see_inside target)
    target_include_directories(${target} PRIVATE "${tenfold_SOURCE_DIR}/src")
    target_include_directories(${target} SYSTEM PRIVATE ${XTENSOR_BLAS_INCLUDE_DIR} ${NLOHMANN_JSON_INCLUDE_DIR} ${DLPACK_INCLUDE_DIR})
    target_link_libraries(${target} PRIVATE ${TENFOLD_PRIVATE_LIBRARIES})
    target_compile_definitions(${target} PRIVATE ${TENFOLD_PRIVATE_DEFINITIONS})
endfunction()

# Precompiled headers that the compiler cache can keep as well.
function(tenfold_cacheable_headers target)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${target} PRIVATE -fpch-preprocess)
    elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
    endif()
endfunction()
