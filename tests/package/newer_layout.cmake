# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
# Since 0.26 xtensor keeps its headers in rooms (containers/, core/, ...). Where the installed xtensor is older, this
# makes a tree of that form whose files forward to the installed ones, and in which the flat names are errors. The
# other way round needs no test: every build on a machine with the newer xtensor is one.
find_path(TENFOLD_FLAT_XTENSOR xtensor/xarray.hpp)
mark_as_advanced(TENFOLD_FLAT_XTENSOR)
if(TENFOLD_XTENSOR_ROOMS OR NOT TENFOLD_FLAT_XTENSOR)
    return()
endif()

set(rooms chunk containers core generators io misc optional reducers utils views)
set(chunk xchunked_array xchunked_assign xchunked_view)
set(containers xadapt xarray xbuffer_adaptor xcontainer xfixed xscalar xstorage xtensor)
set(core xaccessible xassign xeval xexpression xexpression_traits xfunction xiterable xiterator xlayout xmath
    xmultiindex_iterator xnoalias xoperation xsemantic xshape xstrides xtensor_config xtensor_forward xvectorize)
set(generators xbuilder xgenerator xrandom)
set(io xcsv xinfo xio xjson xmime xnpy)
set(misc xcomplex xexpression_holder xhistogram xmanipulation xpad xset_operation xsort)
set(optional xoptional xoptional_assembly xoptional_assembly_base xoptional_assembly_storage)
set(reducers xaccumulator xblockwise_reducer xblockwise_reducer_functors xnorm xreducer)
set(utils xexception xtensor_simd xutils)
set(views xaxis_iterator xaxis_slice_iterator xbroadcast xdynamic_view xfunctor_view xindex_view xmasked_view
    xoffset_view xrepeat xslice xstrided_view xstrided_view_base xview xview_utils)

set(tree "${CMAKE_CURRENT_BINARY_DIR}/newer_layout/xtensor")
foreach(room IN LISTS rooms)
    foreach(header IN LISTS ${room})
        set(flat "${TENFOLD_FLAT_XTENSOR}/xtensor/${header}.hpp")
        if(EXISTS "${flat}")
            file(CONFIGURE OUTPUT "${tree}/${room}/${header}.hpp" @ONLY CONTENT [[
#pragma once
#define TENFOLD_IN_A_ROOM
#include "@flat@"
#undef TENFOLD_IN_A_ROOM
#define TENFOLD_FOUND_ROOMS
]])
            # The installed headers themselves may name flat ones.
            file(CONFIGURE OUTPUT "${tree}/${header}.hpp" @ONLY CONTENT [[
#ifndef TENFOLD_IN_A_ROOM
#error "xtensor since 0.26 has no <xtensor/@header@.hpp>"
#endif
#include "@flat@"
]])
        endif()
    endforeach()
endforeach()

set(newer_layout "${CMAKE_CURRENT_SOURCE_DIR}/newer_layout.cpp")
set(newer_layout_readme "${CMAKE_CURRENT_BINARY_DIR}/readme/main.cpp")
foreach(name IN ITEMS newer_layout newer_layout_readme)
    add_test(NAME package.${name}
        COMMAND ${CMAKE_CXX_COMPILER} -std=c++20 -fsyntax-only
            -isystem "${CMAKE_CURRENT_BINARY_DIR}/newer_layout"
            "-I$<JOIN:$<TARGET_PROPERTY:tenfold,INTERFACE_INCLUDE_DIRECTORIES>,;-I>"
            "$<$<BOOL:${TENFOLD_XSIMD}>:-DXTENSOR_USE_XSIMD>"
            "${${name}}"
        COMMAND_EXPAND_LISTS)
    set_tests_properties(package.${name} PROPERTIES LABELS package TIMEOUT 300)
endforeach()
