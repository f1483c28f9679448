# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
# cmake -D PROGRAM=program -D SOURCE=folder -P readme.cmake
# Succeeds when README shows what its program prints, and docs/explain.md the explanation in it. With TENFOLD_APPROVE=1
# both are written anew. How long planning took is another at every run, and left out.
execute_process(COMMAND "${PROGRAM}" OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE "planned in [^\n]*\n" "" printed "${printed}")
string(REGEX REPLACE "\nelement 3[^\n]*\n" "\n" explanation "${printed}")

function(check page expected)
    set(begin "<!-- explain-begin -->\n")
    file(READ "${SOURCE}/${page}" text)
    string(FIND "${text}" "${begin}" from)
    string(FIND "${text}" "<!-- explain-end -->" to)
    string(LENGTH "${begin}" length)
    math(EXPR from "${from} + ${length}")
    math(EXPR length "${to} - ${from}")
    string(SUBSTRING "${text}" ${from} ${length} shown)
    set(expected "```\n${expected}```\n")
    if(shown STREQUAL expected)
        return()
    endif()
    if(NOT "$ENV{TENFOLD_APPROVE}" STREQUAL "1")
        message(SEND_ERROR "${page} does not show what the program in README prints:\n${expected}")
        return()
    endif()
    string(SUBSTRING "${text}" 0 ${from} before)
    string(SUBSTRING "${text}" ${to} -1 after)
    file(WRITE "${SOURCE}/${page}" "${before}${expected}${after}")
endfunction()
check(README.md "${printed}")
check(docs/explain.md "${explanation}")
