// SPDX-License-Identifier: Apache-2.0
#include "kube/watchevent.h"

#include "kube/client.h"
#include "kube/scan.h"

#include <array>
#include <charconv>

namespace plimsoll::kube {
namespace {

int numberOf(std::string_view value) {
    int number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

int codeOf(std::string_view status) {
    int code = 0;
    eachMember(status, [&](std::string_view key, std::string_view value) {
        code = key == "code" ? numberOf(value) : code;
        return true;
    });
    return code;
}

std::optional<WatchEvent::Type> typeOf(std::string_view quoted) {
    using Type = WatchEvent::Type;
    constexpr std::array<std::pair<std::string_view, Type>, 5> names{{{"\"ADDED\"", Type::Added},
                                                                      {"\"MODIFIED\"", Type::Modified},
                                                                      {"\"DELETED\"", Type::Deleted},
                                                                      {"\"BOOKMARK\"", Type::Bookmark},
                                                                      {"\"ERROR\"", Type::Error}}};
    for (const auto& [name, type] : names) {
        if (name == quoted) {
            return type;
        }
    }
    return std::nullopt;
}

} // namespace

Result<WatchEvent> parseWatchEvent(std::string_view line) {
    WatchEvent event;
    std::optional<WatchEvent::Type> type;
    const bool whole = eachMember(line, [&](std::string_view key, std::string_view value) {
        if (key == "type") {
            type = typeOf(value);
        } else if (key == "object") {
            event.object = value;
        }
        return true;
    });
    if (!whole || !type || !event.object.starts_with('{')) {
        return fail(ErrorCode::Server, "the watch sent a line that is no event: " + shortened(line, 60));
    }
    event.type = *type;
    return event;
}

bool Trouble::gone() const {
    return error.httpStatus == 410 || reason == "Expired" || reason == "Gone";
}

bool Trouble::refused() const {
    return error.httpStatus == 401 || error.httpStatus == 403 || error.code == ErrorCode::Unauthorized;
}

bool Trouble::tooLarge() const {
    return error.httpStatus == 504 && reason == "Timeout";
}

bool Trouble::noAnswer() const {
    return error.code == ErrorCode::Unreachable || error.httpStatus == 502 || error.httpStatus == 503;
}

Trouble troubleOf(int httpStatus, std::string_view body, const std::string& where) {
    Trouble trouble;
    Response response;
    response.status = httpStatus;
    response.body = QByteArray(body.data(), static_cast<qsizetype>(body.size()));
    trouble.error =
        check(response, where)
            .value_or(Error{ErrorCode::Server, "an answer that is no success", where, {}, httpStatus});
    eachMember(body, [&trouble](std::string_view key, std::string_view value) {
        if (key == "reason") {
            trouble.reason = stringOf(value).value_or(std::string());
        } else if (key == "details") {
            eachMember(value, [&trouble](std::string_view inner, std::string_view number) {
                if (inner == "retryAfterSeconds" && numberOf(number) > 0) {
                    trouble.retryAfter = std::chrono::seconds(numberOf(number));
                }
                return true;
            });
        }
        return true;
    });
    return trouble;
}

Trouble troubleOfStatus(std::string_view status, const std::string& where) {
    const int code = codeOf(status);
    return troubleOf(code >= 400 ? code : 500, status, where);
}

} // namespace plimsoll::kube
