# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
# What a newcomer gets who chooses no flags: configured only, since the compile commands say it all. See CMakeLists.txt
# for the variables.
set(here "${CMAKE_CURRENT_LIST_DIR}")

function(commands_of result source)
    set(build "${WORK}/${result}")
    file(REMOVE_RECURSE "${build}")
    execute_process(
        COMMAND ${CMAKE_COMMAND} -G "${GENERATOR}" ${ARGN} -DTENFOLD_CUDA=OFF -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -C "${CACHE}"
            -S "${source}" -B "${build}"
        OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
    file(STRINGS "${build}/compile_commands.json" commands REGEX "\"command\":")
    set(${result} "${commands}" PARENT_SCOPE)
endfunction()

function(expect name lines word wanted)
    foreach(line IN LISTS lines)
        string(FIND "${line}" " ${word}" place)
        if((wanted AND place EQUAL -1) OR (NOT wanted AND NOT place EQUAL -1))
            message(FATAL_ERROR "${name}: a command ${wanted} have \"${word}\": ${line}")
        endif()
    endforeach()
endfunction()

# tenfold by itself: optimised, and for every machine of this kind.
commands_of(alone "${SOURCE}" -DTENFOLD_BUILD_TESTS=OFF -DTENFOLD_BUILD_EXAMPLES=OFF -DTENFOLD_BUILD_BENCHMARKS=OFF)
expect(alone "${alone}" -O3 TRUE)
expect(alone "${alone}" -march FALSE)

# As a part of a project that sets no build type: all files are optimised, the project's own too.
commands_of(part "${here}/subdirectory" "-DTENFOLD_SOURCE=${SOURCE}")
expect(part "${part}" -O2 TRUE)
expect(part "${part}" -march FALSE)

# Who chose is left alone.
commands_of(chosen "${here}/subdirectory" "-DTENFOLD_SOURCE=${SOURCE}" -DCMAKE_BUILD_TYPE=Debug)
expect(chosen "${chosen}" -O2 FALSE)
commands_of(flags "${here}/subdirectory" "-DTENFOLD_SOURCE=${SOURCE}" -DCMAKE_CXX_FLAGS=-O1)
expect(flags "${flags}" -O2 FALSE)
