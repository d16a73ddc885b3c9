// SPDX-License-Identifier: Apache-2.0
#include "cluster/jsontext.h"

#include <algorithm>

namespace plimsoll::cluster {
namespace {

using Json = nlohmann::json;

/// Notes where parsing stopped. Only run on text that is known to be broken.
class ErrorFinder : public nlohmann::json_sax<Json> {
public:
    std::size_t offset = 0;
    std::string message;

    bool null() override { return true; }
    bool boolean(bool /*value*/) override { return true; }
    bool number_integer(number_integer_t /*value*/) override { return true; }
    bool number_unsigned(number_unsigned_t /*value*/) override { return true; }
    bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return true; }
    bool string(string_t& /*value*/) override { return true; }
    bool binary(binary_t& /*value*/) override { return true; }
    bool start_object(std::size_t /*elements*/) override { return true; }
    bool key(string_t& /*value*/) override { return true; }
    bool end_object() override { return true; }
    bool start_array(std::size_t /*elements*/) override { return true; }
    bool end_array() override { return true; }
    bool parse_error(std::size_t position, const std::string& /*token*/,
                     const nlohmann::detail::exception& error) override {
        offset = position;
        // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while …"
        message = error.what();
        if (const auto at = message.find(": "); at != std::string::npos) {
            message.erase(0, at + 2);
        }
        return false;
    }
};

} // namespace

std::string position(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, std::min(offset, text.size()));
    const auto lines = std::ranges::count(before, '\n');
    const auto newline = before.rfind('\n');
    const auto column = newline == std::string_view::npos ? before.size() : before.size() - newline - 1;
    return "line " + std::to_string(lines + 1) + ", column " +
           std::to_string(std::max<std::size_t>(column, 1));
}

Result<Json> parseJson(std::string_view text, const std::string& where) {
    auto json = Json::parse(text, nullptr, false);
    if (!json.is_discarded()) {
        return json;
    }
    ErrorFinder finder;
    Json::sax_parse(text, &finder);
    return fail(ErrorCode::Input,
                "is no valid JSON at " + position(text, finder.offset) + " (" +
                    shortened(finder.message, 160) + ")",
                where);
}

} // namespace plimsoll::cluster
