// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/thread_end.hpp"

// What compilers call for the destructors of objects with thread storage, in the C++ ABI of Itanium and all that
// follow it: here without an object, so that it may be called as often as a thread needs it.
extern "C" int __cxa_thread_atexit(void (*)(void*), void*, void*);
extern "C" void* __dso_handle;

namespace tenfold::record {

void at_thread_end(void (*f)() noexcept)
{
    const auto call = [](void* what) { reinterpret_cast<void (*)() noexcept>(what)(); };
    __cxa_thread_atexit(call, reinterpret_cast<void*>(f), &__dso_handle);
}

}  // namespace tenfold::record
