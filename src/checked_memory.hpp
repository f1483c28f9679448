// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace tenfold {

// Under the address sanitizer no freed block is kept for later: it could not see a use after the release.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool keeps_freed_blocks = false;
#elif defined(__has_feature)
inline constexpr bool keeps_freed_blocks = !__has_feature(address_sanitizer);
#else
inline constexpr bool keeps_freed_blocks = true;
#endif

}  // namespace tenfold
