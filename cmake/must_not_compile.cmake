# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
# cmake -D SOURCE=file -P must_not_compile.cmake -- compiler flags...
# Succeeds when the compiler refuses the file with the sentence that its first line expects.
set(command "")
set(after_dashes OFF)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
    if(after_dashes)
        list(APPEND command "${CMAKE_ARGV${i}}")
    elseif("${CMAKE_ARGV${i}}" STREQUAL "--")
        set(after_dashes ON)
    endif()
endforeach()

file(STRINGS "${SOURCE}" first LIMIT_COUNT 1)
if(NOT first MATCHES "^// expect: (.+)$")
    message(FATAL_ERROR "${SOURCE} must begin with a line `// expect: sentence`.")
endif()
set(expected "${CMAKE_MATCH_1}")
string(STRIP "${expected}" expected)
string(REPLACE "\\;" ";" expected "${expected}")  # as file(STRINGS) gives them

set(ENV{LC_ALL} C)
execute_process(COMMAND ${command} "${SOURCE}" RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(status EQUAL 0)
    message(FATAL_ERROR "${SOURCE} compiles, but it must not.")
endif()
string(FIND "${said}" "${expected}" place)
if(place EQUAL -1)
    message(NOTICE "${said}")
    message(FATAL_ERROR "The compiler refuses ${SOURCE}, but does not say \"${expected}\".")
endif()
