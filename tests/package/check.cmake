# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
# One way to get tenfold, from nothing to a program that prints a dot product. See CMakeLists.txt for the variables.
function(run)
    execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(here "${CMAKE_CURRENT_LIST_DIR}")
set(configure ${CMAKE_COMMAND} -G "${GENERATOR}" -C "${CACHE}")
set(prefix "${WORK}/prefix")
set(fresh "${WORK}/fresh")

if(WAY STREQUAL "subdirectory")
    # The folder stays from run to run: it holds a build of tenfold.
    run(${configure} -S "${here}/subdirectory" -B "${fresh}" "-DTENFOLD_SOURCE=${SOURCE}")
else()
    file(REMOVE_RECURSE "${prefix}" "${fresh}" "${WORK}/no_type")
    if(WAY STREQUAL "shared")
        set(BUILD "${WORK}/build")
        run(${configure} -S "${SOURCE}" -B "${BUILD}" -DBUILD_SHARED_LIBS=ON
            -DTENFOLD_BUILD_TESTS=OFF -DTENFOLD_BUILD_EXAMPLES=OFF -DTENFOLD_BUILD_BENCHMARKS=OFF)
        run(${CMAKE_COMMAND} --build "${BUILD}" --parallel 2)
    endif()
    run(${CMAKE_COMMAND} --install "${BUILD}" --prefix "${prefix}")
    run(${configure} -S "${here}/installed" -B "${fresh}" "-Dtenfold_ROOT=${prefix}")
    # Who sets no build type is given an optimised program all the same.
    run(${CMAKE_COMMAND} -G "${GENERATOR}" -DCMAKE_BUILD_TYPE= -DCMAKE_CXX_FLAGS= -C "${CACHE}" -S "${here}/installed"
        -B "${WORK}/no_type" "-Dtenfold_ROOT=${prefix}" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON)
    file(STRINGS "${WORK}/no_type/compile_commands.json" command REGEX "\"command\":")
    if(NOT command MATCHES " -O2 " OR command MATCHES " -march")
        message(FATAL_ERROR "The program would be compiled by ${command}")
    endif()
endif()
run(${CMAKE_COMMAND} --build "${fresh}" --parallel 2)

execute_process(COMMAND "${fresh}/dot_product" OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
if(NOT printed STREQUAL "32\n")
    message(FATAL_ERROR "The program printed \"${printed}\" instead of 32.")
endif()
