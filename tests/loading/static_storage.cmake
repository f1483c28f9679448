# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
#
# Static thread-local storage of a library: where it is loaded late, glibc has some 1,500 bytes left for all of them.
execute_process(COMMAND ${READELF} -lW "${FILE}" OUTPUT_VARIABLE headers COMMAND_ERROR_IS_FATAL ANY)
if(NOT headers MATCHES "TLS +0x[0-9a-f]+ 0x[0-9a-f]+ 0x[0-9a-f]+ 0x[0-9a-f]+ (0x[0-9a-f]+)")
    message(FATAL_ERROR "no thread-local storage in ${FILE}")
endif()
math(EXPR bytes "${CMAKE_MATCH_1}")
message("${bytes} bytes")
if(bytes GREATER 800)
    message(FATAL_ERROR "${bytes} bytes are more than 800")
endif()
