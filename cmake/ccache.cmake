# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
# Compiles through ccache where it is installed and can write its cache. The sloppiness is what ccache asks for to
# cache files that use a precompiled header; gcc also needs -fpch-preprocess (tests/CMakeLists.txt).
if(NOT CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(CCACHE_PROGRAM ccache)
    mark_as_advanced(CCACHE_PROGRAM)
    if(CCACHE_PROGRAM)
        set(probe "${PROJECT_BINARY_DIR}/CMakeFiles/ccache_probe")
        file(WRITE "${probe}.cpp" "int probe;\n")
        execute_process(
            COMMAND ${CCACHE_PROGRAM} ${CMAKE_CXX_COMPILER} -c "${probe}.cpp" -o "${probe}.o"
            RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
        if(status EQUAL 0)
            set(CMAKE_CXX_COMPILER_LAUNCHER
                ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
        endif()
    endif()
endif()
