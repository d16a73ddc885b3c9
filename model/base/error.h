// SPDX-License-Identifier: Apache-2.0
// What failed, on which thing, and what to do next: the one error type of the model.
#pragma once

#include <tl/expected.hpp>

#include <string>

namespace plimsoll {

enum class ErrorCode {
    Input,        // the user's file, flag, value or object is not what it should be
    NotFound,     // the named thing does not exist
    Unreachable,  // no connection, or it broke
    Unauthorized, // 401: not logged in
    Forbidden,    // 403: logged in, not allowed
    Conflict,     // 409: somebody else wrote first
    Gone,         // 410: the server no longer has this resourceVersion
    Server,       // the server answered with an error or with something that is no Kubernetes answer
    Refused,      // Plimsoll itself declines, e.g. because a change is not safe
    Cancelled,
    Internal,
};

struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string what;  // what failed, one clause without a full stop: "context \"x\" does not exist"
    std::string where; // the thing: a file, URL, object ("Service shop/cart"); may be empty
    std::string hint;  // the next step, one sentence without a full stop; may be empty
    int httpStatus = 0;

    /// "where: what. hint." as one line for people; never contains a token.
    [[nodiscard]] std::string sentence() const;
    friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = tl::expected<T, Error>;
using Failure = tl::unexpected<Error>;

/// Shorthand: `return fail(ErrorCode::Input, "not a number", "--demo=x", "give a whole number")`.
[[nodiscard]] Failure fail(ErrorCode code, std::string what, std::string where = {}, std::string hint = {});

/// Cuts long user input for messages: at most `limit` bytes of valid UTF-8, control characters shown as '?',
/// with "… (N bytes)" when something was left out.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t limit = 80);

} // namespace plimsoll
