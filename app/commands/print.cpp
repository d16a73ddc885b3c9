// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"

#include <nlohmann/json.hpp>

namespace plimsoll::app {

void print(const std::string& text, std::FILE* to) {
    std::fwrite(text.data(), 1, text.size(), to);
    std::fflush(to);
}

int complain(const Error& error) {
    print("error: " + error.sentence() + "\n", stderr);
    return 1;
}

void printJson(const nlohmann::ordered_json& json) {
    print(json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

} // namespace plimsoll::app
