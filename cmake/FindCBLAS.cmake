# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
#
# Finds a BLAS with its C interface and makes the target CBLAS::CBLAS.
#
#   CBLAS_NAMES        library names to try in turn, OpenBLAS first; the first that links wins
#   CBLAS_LIBRARIES    set it to take exactly these libraries, for example a path to libblis.so
#   CBLAS_INCLUDE_DIR  the folder of cblas.h
#
# Results: CBLAS_FOUND, CBLAS_VENDOR (OpenBLAS, MKL, BLIS or CBLAS), CBLAS_HAS_LAPACK.
include(CheckCXXSourceCompiles)
include(FindPackageHandleStandardArgs)

set(CBLAS_NAMES openblas openblaso openblasp mkl_rt flexiblas blis cblas blas CACHE STRING "CBLAS libraries to try")
mark_as_advanced(CBLAS_NAMES)

find_path(CBLAS_INCLUDE_DIR cblas.h PATH_SUFFIXES openblas flexiblas blis cblas)

# Whether a program that uses these functions links. Fortran's names are declared by hand: no header has them.
function(_cblas_links result libraries)
    set(program "")
    set(calls "")
    foreach(name IN LISTS ARGN)
        string(APPEND program "extern \"C\" void ${name}();\n")
        string(APPEND calls "${name}(); ")
    endforeach()
    set(CMAKE_REQUIRED_LIBRARIES ${libraries})
    set(CMAKE_REQUIRED_QUIET ON)
    # Under a sanitizer nothing else changes, so the answer may stay in the cache, one for each library.
    string(MD5 key "${libraries} ${ARGN}")
    check_cxx_source_compiles("${program}int main(int n, char**) { if (n > 9) { ${calls} } }" _CBLAS_LINKS_${key})
    set(${result} "${_CBLAS_LINKS_${key}}" PARENT_SCOPE)
endfunction()

if(NOT CBLAS_LIBRARIES)
    foreach(name IN LISTS CBLAS_NAMES)
        find_library(_cblas_library_${name} NAMES ${name} PATH_SUFFIXES openblas blis)
        mark_as_advanced(_cblas_library_${name})
        if(_cblas_library_${name})
            # LIBXSMM calls the Fortran names, so both must be there.
            _cblas_links(_cblas_ok "${_cblas_library_${name}}" cblas_dgemm dgemm_)
            if(_cblas_ok)
                set(CBLAS_LIBRARIES "${_cblas_library_${name}}" CACHE STRING "CBLAS libraries to link")
                break()
            endif()
        endif()
    endforeach()
endif()

find_package_handle_standard_args(CBLAS REQUIRED_VARS CBLAS_LIBRARIES CBLAS_INCLUDE_DIR)
mark_as_advanced(CBLAS_LIBRARIES CBLAS_INCLUDE_DIR)

if(CBLAS_FOUND)
    _cblas_links(CBLAS_HAS_LAPACK "${CBLAS_LIBRARIES}" dgesv_ dgesdd_)
    set(CBLAS_VENDOR CBLAS)
    foreach(pair IN ITEMS "OpenBLAS openblas_set_num_threads" "MKL MKL_Set_Num_Threads" "BLIS bli_thread_set_num_threads")
        separate_arguments(pair)
        list(GET pair 0 _cblas_vendor)
        list(GET pair 1 _cblas_symbol)
        _cblas_links(_cblas_ok "${CBLAS_LIBRARIES}" ${_cblas_symbol})
        if(_cblas_ok)
            set(CBLAS_VENDOR ${_cblas_vendor})
            break()
        endif()
    endforeach()
    if(NOT TARGET CBLAS::CBLAS)
        add_library(CBLAS::CBLAS INTERFACE IMPORTED)
        set_target_properties(CBLAS::CBLAS PROPERTIES
            INTERFACE_INCLUDE_DIRECTORIES "${CBLAS_INCLUDE_DIR}" INTERFACE_LINK_LIBRARIES "${CBLAS_LIBRARIES}")
    endif()
endif()
