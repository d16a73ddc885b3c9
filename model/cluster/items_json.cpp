// SPDX-License-Identifier: Apache-2.0
#include "cluster/items.h"
#include "cluster/jsontext.h"

#include <iterator>

namespace plimsoll::cluster {
namespace {

using Json = nlohmann::json;

/// Reads characters and leaves word of how far it came: SAX events do not say.
class Cursor {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    Cursor(const char* at, const char** reached) : m_at(at), m_reached(reached) {}
    const char& operator*() const { return *m_at; }
    Cursor& operator++() {
        *m_reached = ++m_at;
        return *this;
    }
    Cursor operator++(int) {
        const auto before = *this;
        ++*this;
        return before;
    }
    bool operator==(const Cursor& other) const { return m_at == other.m_at; }
    bool operator!=(const Cursor& other) const { return m_at != other.m_at; }

private:
    const char* m_at;
    const char** m_reached;
};

class Events : public nlohmann::json_sax<Json> {
public:
    Events(ItemBuilder& builder, const char* begin) : reached(begin), m_builder(builder), m_begin(begin) {}

    const char* reached;
    std::string problem;

    bool null() override { return value(nullptr); }
    bool boolean(bool v) override { return value(v); }
    bool number_integer(number_integer_t v) override { return value(v); }
    bool number_unsigned(number_unsigned_t v) override { return value(v); }
    bool number_float(number_float_t v, const string_t& /*text*/) override { return value(v); }
    bool string(string_t& v) override { return value(std::move(v)); }
    bool binary(binary_t& /*v*/) override { return false; } // JSON has none
    bool start_object(std::size_t /*elements*/) override { return start(Json::object()); }
    bool start_array(std::size_t /*elements*/) override { return start(Json::array()); }
    bool key(string_t& v) override {
        m_builder.key(std::move(v));
        return true;
    }
    bool end_object() override { return end(); }
    bool end_array() override { return end(); }
    bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                     const nlohmann::detail::exception& error) override {
        problem = error.what();
        if (const auto at = problem.find(": "); at != std::string::npos) {
            problem.erase(0, at + 2); // "[json.exception.parse_error.101] parse error at line 1, column 2: "
        }
        return false;
    }

private:
    bool start(Json container) {
        moved();
        if (m_builder.start(std::move(container))) {
            return true;
        }
        problem = "nested deeper than " + std::to_string(deepestNesting) + " levels";
        return false;
    }
    bool end() {
        moved();
        return m_builder.end();
    }
    bool value(Json v) {
        moved();
        return m_builder.value(std::move(v));
    }
    void moved() { m_builder.at(reached - m_begin); }

    ItemBuilder& m_builder;
    const char* m_begin;
};

} // namespace

Result<ListHead> readJsonItems(std::string_view text, const UseItem& use) {
    ItemBuilder builder(use);
    Events events(builder, text.data());
    const auto* const end = text.data() + text.size();
    if (Json::sax_parse(Cursor(text.data(), &events.reached), Cursor(end, &events.reached), &events) ||
        builder.stopped()) {
        return builder.head();
    }
    const auto offset = static_cast<std::size_t>(events.reached - text.data());
    return fail(ErrorCode::Input, "is no valid JSON at " + position(text, offset) + " (" +
                                      shortened(events.problem, 160) + ")");
}

} // namespace plimsoll::cluster
