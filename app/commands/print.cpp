// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"

namespace plimsoll::app {

void print(const std::string& text, std::FILE* to) {
    std::fwrite(text.data(), 1, text.size(), to);
    std::fflush(to);
}

int complain(const Error& error) {
    print("error: " + error.sentence() + "\n", stderr);
    return 1;
}

} // namespace plimsoll::app
