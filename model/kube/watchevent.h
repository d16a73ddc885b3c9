// SPDX-License-Identifier: Apache-2.0
// One line of a watch, and what a Status object says, in the terms that a Reflector decides by.
#pragma once

#include "base/error.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::kube {

struct WatchEvent {
    enum class Type { Added, Modified, Deleted, Bookmark, Error };
    Type type = Type::Error;
    std::string_view object; // JSON, a part of the line
};

/// `{"type":"ADDED","object":{…}}`; members in any order, others ignored.
[[nodiscard]] Result<WatchEvent> parseWatchEvent(std::string_view line);

/// Why a list or a watch came to no good.
struct Trouble {
    Error error;        // httpStatus 0: there was no answer, or it broke off
    std::string reason; // of the Status: "Expired", "Timeout", …
    std::optional<std::chrono::milliseconds> retryAfter;

    [[nodiscard]] bool gone() const;     // 410: what the resourceVersion names is forgotten
    [[nodiscard]] bool refused() const;  // 401 or 403
    [[nodiscard]] bool tooLarge() const; // 504: the server is not that far yet
    [[nodiscard]] bool noAnswer() const; // connection trouble, or the answer of a gateway that has it
};

/// What an answer with this status and body means; `where`: the thing asked for.
[[nodiscard]] Trouble troubleOf(int httpStatus, std::string_view body, const std::string& where);
/// The same of a Status object inside an answer with status 200.
[[nodiscard]] Trouble troubleOfStatus(std::string_view status, const std::string& where);

} // namespace plimsoll::kube
