// SPDX-License-Identifier: Apache-2.0
// Several clauses in one sentence.
#pragma once

#include <string>
#include <vector>

namespace plimsoll::knative {

/// "a; b; c"
[[nodiscard]] inline std::string joinSentences(const std::vector<std::string>& sentences) {
    std::string text;
    for (const auto& sentence : sentences) {
        text += (text.empty() ? "" : "; ") + sentence;
    }
    return text;
}

} // namespace plimsoll::knative
