// SPDX-License-Identifier: Apache-2.0
// Shorthands of this folder's tests.
#pragma once

#include "cluster/decode.h"

#include <QTest>

#include <string>
#include <vector>

namespace plimsoll::test {

/// The object of a text that must decode; `warnings`, when wanted, takes what decoding said.
template <class T>
T decoded(std::string_view json, std::vector<Error>* warnings = nullptr) {
    TextPool pool;
    auto result = cluster::decode(T::kind, json, pool);
    if (!result) {
        qWarning("%s", result.error().sentence().c_str());
        return {};
    }
    if (warnings != nullptr) {
        *warnings = result->warnings;
    } else if (!result->warnings.empty()) {
        qWarning("%s", result->warnings.front().sentence().c_str());
    }
    return std::get<T>(std::move(result->object));
}

inline std::vector<std::string> strings(const std::vector<Text>& texts) {
    std::vector<std::string> result;
    for (const auto& text : texts) {
        result.push_back(text.str());
    }
    return result;
}

inline std::string joined(const cluster::Labels& labels) {
    std::string result;
    for (const auto& [key, value] : labels) {
        result += (result.empty() ? "" : " ") + key.str() + "=" + value.str();
    }
    return result;
}

} // namespace plimsoll::test

namespace QTest {
inline char* toString(const std::vector<std::string>& list) {
    std::string text;
    for (const auto& item : list) {
        text += item + "; ";
    }
    return qstrdup(text.c_str());
}
inline char* toString(const std::string& text) {
    return qstrdup(text.c_str());
}
inline char* toString(const plimsoll::Text& text) {
    return qstrdup(text.str().c_str());
}
} // namespace QTest
