// SPDX-License-Identifier: Apache-2.0
#include "kube/words.h"

#include <algorithm>

namespace plimsoll::kube {

std::string inQuotes(std::string_view name) {
    return std::string("\"") + shortened(name) + "\"";
}

std::string whose(const Config& config) {
    return config.context.empty() ? config.server : "context " + inQuotes(config.context);
}

std::string trimmed(std::string_view text) {
    constexpr auto space = " \t\r\n";
    const auto first = text.find_first_not_of(space);
    return first == std::string_view::npos
               ? std::string()
               : std::string(text.substr(first, text.find_last_not_of(space) - first + 1));
}

std::string commandLineOf(const ExecConfig& exec) {
    std::string line = exec.command;
    for (const auto& argument : exec.args) {
        line += " " + argument;
    }
    return line;
}

bool given(const std::optional<std::string>& flag) {
    return flag && !flag->empty();
}

Error together(const std::vector<Error>& errors) {
    if (errors.size() == 1) {
        return errors.front();
    }
    Error all{errors.front().code, {}, {}, errors.front().hint, 0};
    for (const auto& error : errors) {
        all.what +=
            (all.what.empty() ? "" : "; ") + (error.where.empty() ? "" : error.where + ": ") + error.what;
    }
    return all;
}

bool headerSafe(std::string_view value) {
    return std::none_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

} // namespace plimsoll::kube
