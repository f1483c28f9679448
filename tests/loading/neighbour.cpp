// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Another library that is loaded late and needs static thread-local storage.
[[gnu::tls_model("initial-exec")]] static thread_local char some[256];

extern "C" int neighbour(int i) { return ++some[i & 255]; }
